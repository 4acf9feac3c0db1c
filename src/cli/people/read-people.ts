import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { CommandError } from '../command-error.ts'
import { decodeText } from './decode-text.ts'
import { readCsv } from './read-csv.ts'
import { readJson, readJsonLines } from './read-json.ts'
import type { PeopleFile } from './source-person.ts'

const fileBytesMax = 512 * 1024 * 1024

const readers: Readonly<Record<string, (text: string) => PeopleFile>> = {
  '.csv': readCsv,
  '.tsv': readCsv,
  '.txt': readCsv,
  '.jsonl': readJsonLines,
  '.ndjson': readJsonLines,
  '.json': readJson,
}

/** Reads a file of people; the ending of its name says how. */
export async function readPeopleFile(file: string): Promise<PeopleFile> {
  const read = readers[extname(file).toLowerCase()]
  if (read === undefined) {
    const endings = Object.keys(readers).join(', ')
    throw new CommandError(
      'usage',
      `${file}: the name must end in one of ${endings}.`,
      'A spreadsheet can be saved as CSV UTF-8.',
    )
  }
  return readPeople(await readBytes(file), read)
}

/** The same for bytes that are at hand. Refuses a file without people. */
export function readPeople(bytes: Uint8Array, read: (text: string) => PeopleFile): PeopleFile {
  const { text, encoding } = decodeText(bytes)
  const file = read(text)
  if (file.people.length === 0) throw new CommandError('usage', 'The file contains no people.')
  const note = 'The file is not UTF-8; it was read as Windows-1252. Check the accents below.'
  return encoding === 'Windows-1252' ? { ...file, notes: [...file.notes, note] } : file
}

async function readBytes(file: string): Promise<Uint8Array> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    throw new CommandError('usage', code === 'ENOENT' ? `There is no file ${file}.` : `Cannot read ${file} (${code}).`)
  }
  if (bytes.byteLength > fileBytesMax) {
    throw new CommandError('usage', `${file} is larger than ${fileBytesMax / 1024 / 1024} MiB: split it.`)
  }
  return bytes
}

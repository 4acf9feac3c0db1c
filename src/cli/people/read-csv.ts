import { CsvError, parse } from 'csv-parse/sync'
import { CommandError } from '../command-error.ts'
import type { PeopleFile, SourcePerson } from './source-person.ts'

const delimiterNames = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' } as const
type Delimiter = keyof typeof delimiterNames

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|']

interface Csv {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** RFC 4180 with the usual liberties: the separator is found out, quoted cells may contain line breaks, empty lines are skipped. */
export function readCsv(text: string): PeopleFile {
  // One kind of line break, so that the parser's line numbers are those of an editor.
  const { body, delimiter } = takeSeparatorLine(text.replace(/\r\n?/g, '\n'))
  const records = parseRecords(body, delimiter)
  const header = records[0]
  if (header === undefined) throw new CommandError('usage', 'The file is empty: the first line must name the columns.')
  const columns = nameColumns(header.record)
  const people = records
    .slice(1)
    .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
    .map((csv) => toPerson(csv, columns.length))
  return { format: `CSV, separated by ${delimiterNames[delimiter]}`, columns, people, notes: [] }
}

/** Excel's first line `sep=;` names the separator. It becomes an empty line, which keeps the line numbers. */
function takeSeparatorLine(text: string): { body: string; delimiter: Delimiter } {
  const named = /^sep=(.)\n/i.exec(text)
  const delimiter = delimiters.find((candidate) => candidate === named?.[1])
  if (named === null || delimiter === undefined) return { body: text, delimiter: detectDelimiter(text) }
  return { body: text.slice(named[0].length - 1), delimiter }
}

/** The separator that stands most often in the first line that is not empty, outside quotes. */
export function detectDelimiter(text: string): Delimiter {
  const counts = new Map<string, number>()
  let quoted = false
  for (const character of text.trimStart()) {
    if (character === '"') quoted = !quoted
    if (!quoted && character === '\n') break
    if (!quoted) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  const count = (delimiter: string) => counts.get(delimiter) ?? 0
  return delimiters.reduce((best, next) => (count(next) > count(best) ? next : best))
}

function parseRecords(text: string, delimiter: Delimiter): readonly Csv[] {
  try {
    // The library's types do not know that `info` changes the shape of a record.
    return parse(text, {
      delimiter,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      record_delimiter: '\n',
    }) as unknown as readonly Csv[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new CommandError(
      'usage',
      `The file is not sound CSV: ${error.message}.`,
      'A quote inside a quoted cell is written twice: "".',
    )
  }
}

function nameColumns(header: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return header.map((cell, index) => {
    const name = cell.trim().replace(/\s+/g, ' ') || `column ${index + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}

function toPerson({ record, info }: Csv, columnCount: number): SourcePerson {
  const breaksInside = record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
  const line = info.lines - breaksInside
  if (record.slice(columnCount).some((cell) => cell.trim() !== '')) {
    throw new CommandError(
      'usage',
      `Line ${line} has ${record.length} cells, but the first line names ${columnCount} columns.`,
      'A cell that contains the separator must be quoted.',
    )
  }
  return { kind: 'row', line, cells: record.slice(0, columnCount) }
}

import { readFile, writeFile } from 'node:fs/promises'
import { CommandError } from '../command-error.ts'
import { isJsonObject, type JsonObject, parseJson, textAt } from '../json-value.ts'

/** Reads a schema as `schema pull` wrote it. */
export async function readSchemaFile(file: string): Promise<JsonObject> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    throw new CommandError('usage', code === 'ENOENT' ? `There is no file ${file}.` : `Cannot read ${file} (${code}).`)
  }
  const document = parseJson(text.replace(/^\uFEFF/, ''))
  if (isJsonObject(document)) return document
  throw new CommandError('usage', `${file} is not a JSON object.`, '"entrain schema pull" writes the schema in force.')
}

/** Without what the server adds for its own sake. */
export function withoutAnnotations(document: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !name.startsWith('@odata.')))
}

/** Writes the new version into a file that was pushed, so that it can be edited on. Everything else in it stays. */
export async function rebaseFile(file: string, document: JsonObject, version: string): Promise<void> {
  const old = textAt(document, 'version')
  if (old === undefined || version === '' || old === version) return
  const text = await readFile(file, 'utf8')
  // The schema's own version stands before those of its directories.
  const pattern = /("version"\s*:\s*")([^"]*)(")/
  if (pattern.exec(text)?.[2] !== old) return
  await writeFile(file, text.replace(pattern, `$1${version}$3`))
}

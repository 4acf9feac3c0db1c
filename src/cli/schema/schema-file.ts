import { readFile } from 'node:fs/promises'
import { CommandError } from '../command-error.ts'
import { isJsonObject, type JsonObject, parseJson } from '../json-value.ts'

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

import { CommandError } from '../command-error.ts'
import { isJsonObject, type JsonObject, parseJson } from '../json-value.ts'
import { findNearest } from './nearest-name.ts'
import { knownPaths, parseScimPath, pathSpellings, type ScimPath } from './scim-path.ts'

export type ConstantValue = string | boolean
/** From the text of a cell to the value to send; `*` stands for every other text that is not empty. */
export type ValueMap = ReadonlyMap<string, ConstantValue>

/** What a mapping file says about columns, in stricter form. */
export interface MappingFile {
  /** Column → attributes; none at all means that the column is not sent. */
  readonly columns: ReadonlyMap<string, readonly ScimPath[]>
  readonly constants: readonly { readonly path: ScimPath; readonly value: ConstantValue }[]
  /** By column. */
  readonly values: ReadonlyMap<string, ValueMap>
  /** Columns that the file does not name are recognised by their names. */
  readonly automatic: boolean
}

export const emptyMappingFile: MappingFile = { columns: new Map(), constants: [], values: new Map(), automatic: true }

const sections = ['columns', 'constants', 'values', 'automatic'] as const

/**
 * Parses `{ "columns": {"Personnel No": "externalId", "Notes": null}, "constants": {"userType": "Employee"},
 * "values": {"Active": {"A": true, "T": false}}, "automatic": true }`. An object without any of these words is read as `columns`.
 */
export function parseMappingFile(text: string): MappingFile {
  const value = parseJson(text)
  if (!isJsonObject(value)) throw new CommandError('usage', 'The mapping file is not a JSON object.')
  const isSectioned = sections.some((section) => section in value)
  if (!isSectioned) return { ...emptyMappingFile, columns: parseColumns(value) }
  for (const name of Object.keys(value)) {
    if (sections.some((section) => section === name)) continue
    throw new CommandError(
      'usage',
      `The mapping file has an unknown part "${name}".`,
      `Its parts are ${sections.join(', ')}.`,
    )
  }
  return {
    columns: parseColumns(sectionOf(value, 'columns')),
    constants: Object.entries(sectionOf(value, 'constants')).map(([path, constant]) => ({
      path: parsePath(path, 'constants'),
      value: parseConstant(constant, `constants, "${path}"`),
    })),
    values: new Map(
      Object.entries(sectionOf(value, 'values')).map(([column, map]) => [column, parseValueMap(column, map)]),
    ),
    automatic: value.automatic !== false,
  }
}

function sectionOf(value: JsonObject, name: string): JsonObject {
  const section = value[name]
  if (section === undefined) return {}
  if (!isJsonObject(section)) throw new CommandError('usage', `"${name}" in the mapping file must be an object.`)
  return section
}

function parseColumns(section: JsonObject): Map<string, readonly ScimPath[]> {
  return new Map(
    Object.entries(section).map(([column, target]) => {
      const paths = target === null ? [] : Array.isArray(target) ? target : [target]
      return [column, paths.map((path) => parsePath(path, `column "${column}"`))]
    }),
  )
}

function parsePath(text: unknown, where: string): ScimPath {
  if (typeof text !== 'string') {
    throw new CommandError('usage', `Mapping file, ${where}: the attribute must be a text, a list of texts or null.`)
  }
  const path = parseScimPath(text)
  if (path !== undefined) return path
  throw new CommandError('usage', `Mapping file, ${where}: there is no SCIM attribute "${text}".`, pathHint(text))
}

/** Points from a wrong path to the right one, or says how an attribute of one's own is written. */
export function pathHint(text: string): string {
  const lower = text.toLowerCase()
  const near = findNearest(text, pathSpellings.keys())
  const containing = knownPaths.find((path) => lower.length > 2 && path.text.toLowerCase().includes(lower))
  const nearest = (near === undefined ? containing : pathSpellings.get(near))?.text
  const own = 'An attribute of your own is written urn:contoso:employee:badge.'
  return nearest === undefined ? own : `Did you mean ${nearest}? ${own}`
}

function parseConstant(value: unknown, where: string): ConstantValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return String(value)
  throw new CommandError('usage', `Mapping file, ${where}: the value must be a text, a number, true or false.`)
}

function parseValueMap(column: string, map: unknown): ValueMap {
  if (!isJsonObject(map)) throw new CommandError('usage', `Mapping file, values: "${column}" must be an object.`)
  return new Map(
    Object.entries(map).map(([from, to]) => [from.trim().toLowerCase(), parseConstant(to, `values, "${column}"`)]),
  )
}

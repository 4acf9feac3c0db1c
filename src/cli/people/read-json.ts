import { CommandError } from '../command-error.ts'
import { isJsonObject, type JsonObject, textAt } from '../json-value.ts'
import { findElementOffsets, toLineNumbers } from './json-lines.ts'
import type { Cell, PeopleFile, SourcePerson } from './source-person.ts'

interface PersonRecord {
  readonly line: number
  readonly bulkId: string | null
  readonly value: JsonObject
}

/** A list of people, or one SCIM BulkRequest (RFC 7644 section 3.7). */
export function readJson(text: string): PeopleFile {
  const value = parseOrRefuse(text, null)
  if (Array.isArray(value)) {
    const lines = toLineNumbers(text, findElementOffsets(text, null))
    return toPeopleFile('JSON', toRecords(value, lines))
  }
  if (isJsonObject(value) && Array.isArray(value.Operations)) {
    const lines = toLineNumbers(text, findElementOffsets(text, 'Operations'))
    return toPeopleFile('SCIM BulkRequest', toRecords(value.Operations, lines).map(toOperationData))
  }
  throw new CommandError('usage', 'The JSON file must be a list of people or a SCIM BulkRequest with "Operations".')
}

/** One JSON object per line; empty lines are skipped. */
export function readJsonLines(text: string): PeopleFile {
  const records = text.split(/\r\n|\r|\n/).flatMap((json, index) => {
    const line = index + 1
    return json.trim() === '' ? [] : toRecords([parseOrRefuse(json, line)], [line])
  })
  return toPeopleFile('JSON Lines', records)
}

function parseOrRefuse(text: string, line: number | null): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw new CommandError('usage', `The file is not sound JSON${line === null ? '' : ` in line ${line}`}: ${problem}.`)
  }
}

function toRecords(values: readonly unknown[], lines: readonly number[]): PersonRecord[] {
  return values.map((value, index) => {
    const line = lines[index] ?? 0
    if (!isJsonObject(value)) throw new CommandError('usage', `Line ${line} is not an object that describes a person.`)
    return { line, bulkId: null, value }
  })
}

function toOperationData({ line, value }: PersonRecord): PersonRecord {
  const method = textAt(value, 'method') ?? 'POST'
  if (method.toUpperCase() !== 'POST') {
    throw new CommandError(
      'usage',
      `The operation in line ${line} has the method ${method}; bulkUpload takes only POST.`,
    )
  }
  if (!isJsonObject(value.data)) throw new CommandError('usage', `The operation in line ${line} has no "data" object.`)
  return { line, bulkId: textAt(value, 'bulkId') ?? null, value: value.data }
}

/** Whoever names schemas or nests anything speaks SCIM; everything else is a flat row. */
function isScimUser(value: JsonObject): boolean {
  return 'schemas' in value || Object.values(value).some((member) => typeof member === 'object' && member !== null)
}

function toPeopleFile(format: string, records: readonly PersonRecord[]): PeopleFile {
  const columns = new Map<string, number>()
  const isFlat = records.map(({ bulkId, value }) => bulkId === null && !isScimUser(value))
  for (const [index, { value }] of records.entries()) {
    if (isFlat[index] !== true) continue
    for (const name of Object.keys(value)) if (!columns.has(name)) columns.set(name, columns.size)
  }
  const people = records.map((record, index): SourcePerson => {
    const { line, bulkId, value } = record
    return isFlat[index] === true
      ? { kind: 'row', line, cells: toCells(value, columns) }
      : { kind: 'scim', line, bulkId, user: value }
  })
  return { format, columns: [...columns.keys()], people, notes: [] }
}

function toCells(value: JsonObject, columns: ReadonlyMap<string, number>): readonly Cell[] {
  const cells = new Array<Cell>(columns.size).fill(undefined)
  for (const [name, member] of Object.entries(value)) {
    const index = columns.get(name)
    if (index !== undefined) cells[index] = toCell(member)
  }
  return cells
}

function toCell(member: unknown): Cell {
  if (member === null) return ''
  return typeof member === 'boolean' ? member : String(member)
}

import { EntrainError } from '../model/error.ts'
import { isJsonObject } from '../std/json-object.ts'
import { ownProperty } from '../std/own-property.ts'
import { defaultResetScope, type ResetScope } from '../sync/lifecycle.ts'

/** The flags and their numbers (Graph `synchronizationJobRestartScope`). */
const flags: Readonly<Record<ResetScope, number>> = {
  ConnectorDataStore: 1,
  Escrows: 2,
  Watermark: 4,
  QuarantineState: 8,
  ForceDeletes: 32,
}
const sums: Readonly<Record<string, number>> = { ...flags, None: 0, Full: 15 }

/**
 * Reads the body of a restart, `{ "criteria": { "resetScope": "Watermark, Escrows" } }`: names in any letter case or
 * numbers. Without a scope it is the restart of the portal. Refuses with `badRequest` what is not a scope.
 */
export function parseRestart(body: unknown): ReadonlySet<ResetScope> {
  if (body === undefined || body === null) return defaultResetScope
  if (!isJsonObject(body)) throw new EntrainError('badRequest', 'The body must be a JSON object with `criteria`.')
  const criteria = ownProperty(body, 'criteria')
  if (criteria === undefined || criteria === null) return defaultResetScope
  if (!isJsonObject(criteria)) throw new EntrainError('badRequest', '`criteria` must be an object with `resetScope`.')
  return parseResetScope(ownProperty(criteria, 'resetScope'))
}

function parseResetScope(value: unknown): ReadonlySet<ResetScope> {
  if (value === undefined || value === null || value === '') return defaultResetScope
  if (typeof value === 'number') return toFlags(value, String(value))
  if (typeof value !== 'string') throw notFound(JSON.stringify(value))
  const numbers = value.split(',').map((name) => toNumber(name.trim()))
  return toFlags(
    numbers.reduce((sum, number) => sum | number, 0),
    value,
  )
}

function toNumber(name: string): number {
  if (/^\d{1,9}$/.test(name)) return Number(name)
  const found = Object.keys(sums).find((known) => known.toLowerCase() === name.toLowerCase())
  if (found === undefined) throw notFound(name)
  return sums[found] ?? 0
}

function toFlags(number: number, written: string): ReadonlySet<ResetScope> {
  const known = Object.values(flags).reduce((sum, flag) => sum | flag, 0)
  if (!Number.isInteger(number) || number < 0 || (number & ~known) !== 0) throw notFound(written)
  const names = Object.keys(flags) as ResetScope[]
  return new Set(names.filter((name) => (number & flags[name]) !== 0))
}

function notFound(written: string): EntrainError {
  return new EntrainError(
    'badRequest',
    `Requested value '${written}' was not found. \`resetScope\` takes ${Object.keys(sums).join(', ')}, separated by commas.`,
  )
}

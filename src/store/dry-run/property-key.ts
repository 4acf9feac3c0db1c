import { foldCase } from '../../odata/fold-case.ts'
import { isJsonObject } from '../../std/json-object.ts'

/** Under which key a user is found by a property; null for not at all. */
export type KeyOf = (properties: Readonly<Record<string, unknown>>) => string | null

/** An empty text counts as no value here (store/sqlite/provisioning-users.ts: the columns are null then). */
const emptyIsNone: ReadonlySet<string> = new Set(['employeeId', 'mail'])

/** Reads `a`, `a.b` or `a[0]` as the real store does: letter case ignored, numbers and Booleans are never found. */
export function propertyKey(property: string): KeyOf {
  if (emptyIsNone.has(property)) {
    return ({ [property]: value }) => (typeof value === 'string' && value !== '' ? foldCase(value) : null)
  }
  const isElement = property.endsWith('[0]')
  const members = (isElement ? property.slice(0, -'[0]'.length) : property).replaceAll(/["']/g, '').split('.')
  return (properties) => {
    let value: unknown = properties
    for (const member of members)
      value = isJsonObject(value) && Object.hasOwn(value, member) ? value[member] : undefined
    return toKey(isElement ? (Array.isArray(value) ? value[0] : undefined) : value)
  }
}

/** Objects and lists compare as JSON texts, which is what SQLite's json_extract makes of them. */
function toKey(value: unknown): string | null {
  if (typeof value === 'string') return foldCase(value)
  return typeof value === 'object' && value !== null ? foldCase(JSON.stringify(value)) : null
}

import { isJsonObject, type JsonObject } from '../json-value.ts'

export interface Difference {
  /** Path from the object: `web/redirectUris`. */
  readonly property: string
  readonly before: unknown
  readonly after: unknown
}

/**
 * What an object lacks of what is wanted. Only names that are wanted count; lists must be equal, and an element of a list
 * covers a wanted one likewise.
 */
export function findDifferences(actual: unknown, wanted: JsonObject, path = ''): readonly Difference[] {
  const object = isJsonObject(actual) ? actual : {}
  return Object.entries(wanted).flatMap(([name, after]) => {
    const property = path === '' ? name : `${path}/${name}`
    const before = object[name]
    if (isJsonObject(after)) return findDifferences(before, after, property)
    return covers(before, after) ? [] : [{ property, before: before ?? null, after }]
  })
}

/** Whether a value has everything that is wanted of it; null and what is missing are the same, and so are their empty lists. */
export function covers(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    const list = Array.isArray(actual) ? actual : []
    return list.length === wanted.length && wanted.every((item, index) => covers(list[index], item))
  }
  if (isJsonObject(wanted)) {
    const object = isJsonObject(actual) ? actual : {}
    return Object.entries(wanted).every(([name, value]) => covers(object[name], value))
  }
  return (actual ?? null) === (wanted ?? null)
}

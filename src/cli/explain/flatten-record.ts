import { isJsonObject, type JsonObject } from '../json-value.ts'

/** One value of a record with the name that mappings use for it. */
export interface FlatValue {
  readonly name: string
  readonly value: unknown
}

/**
 * A SCIM record as lines of name and value: `name.givenName`, `emails[type eq "work"].value`, `urn:…:User:department`.
 * `schemas` says nothing about the person and is left out.
 */
export function flattenRecord(data: JsonObject): readonly FlatValue[] {
  return Object.entries(data).flatMap(([name, value]) =>
    name === 'schemas' ? [] : flatten(name, value, /^urn:/i.test(name) ? ':' : '.'),
  )
}

function flatten(name: string, value: unknown, separator: ':' | '.'): FlatValue[] {
  if (Array.isArray(value)) {
    if (!value.some(isJsonObject)) return [{ name, value }]
    return value.flatMap((element, index) => flatten(`${name}${selectorOf(element, index)}`, element, '.'))
  }
  if (!isJsonObject(value)) return [{ name, value }]
  return Object.entries(value)
    .filter(([member]) => !(separator === '.' && name.endsWith('"]') && member === 'type'))
    .flatMap(([member, inner]) => flatten(`${name}${separator}${member}`, inner, '.'))
}

function selectorOf(element: unknown, index: number): string {
  const type = isJsonObject(element) ? element.type : undefined
  return typeof type === 'string' ? `[type eq "${type}"]` : `[${index}]`
}

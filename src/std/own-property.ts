import type { JsonObject } from './json-object.ts'

/**
 * The value of a property by its exact name, else by a name that differs only in letter case, else undefined.
 * Prototype members are never found.
 */
export function ownProperty(object: JsonObject, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name]
  const wanted = name.toLowerCase()
  for (const key in object) {
    if (key.length === name.length && key.toLowerCase() === wanted && Object.hasOwn(object, key)) return object[key]
  }
  return undefined
}

import type { JsonObject } from './json-object.ts'

/** Names of the members of two JSON objects that differ, however deep inside; `undefined` is the same as missing. */
export function changedNames(before: JsonObject, after: JsonObject): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
}

import { redactedText } from '../model/provisioning-log.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'

/**
 * Whether two source attributes share bytes of a record: they are the same, or one is a part of the other
 * (`name` and `name.givenName`, `emails` and `emails[type eq "work"].value`).
 */
export function sharesSource(a: string, b: string): boolean {
  const [left, right] = [stepsOf(a), stepsOf(b)]
  return left.slice(0, right.length).every((step, index) => step === right[index])
}

/** Whether what an attribute holds is hidden, in whole or in part. */
export function isHiddenSource(name: string, hidden: ReadonlySet<string>): boolean {
  if (hidden.size === 0) return false
  if (hidden.has(name)) return true
  for (const other of hidden) if (sharesSource(name, other)) return true
  return false
}

/**
 * A record as people may see it: `[Redact]` stands in place of every hidden attribute, in both forms of extension
 * addressing, whatever the letter case of its name. Of lists all elements are treated alike, also those that a filter
 * would not choose.
 */
export function concealSources(data: JsonObject, hidden: ReadonlySet<string>): JsonObject {
  let concealed: unknown = data
  for (const name of hidden) concealed = replaceAt(concealed, stepsOf(name))
  return isJsonObject(concealed) ? concealed : {}
}

/** Names of the members that lead to an attribute, in lower case and without filters. */
function stepsOf(name: string): readonly string[] {
  const lower = name.toLowerCase()
  const split = lower.startsWith('urn:') ? lower.lastIndexOf(':') : -1
  const steps = splitPath(lower.slice(split + 1))
  return split < 0 ? steps : [lower.slice(0, split), ...steps]
}

function splitPath(path: string): string[] {
  return path
    .replaceAll(/\[[^\]]*\]/g, '')
    .split('.')
    .filter((step) => step !== '')
}

function replaceAt(value: unknown, steps: readonly string[]): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return value === null || value === undefined ? value : redactedText
  if (Array.isArray(value)) return value.map((element) => replaceAt(element, steps))
  // What should have been complex is sent as a plain value: that value may be what is hidden.
  if (!isJsonObject(value)) return value === null || value === undefined ? value : redactedText
  const flattened = rest.length === 0 ? null : `${step}:${rest.join('.')}`
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const lower = name.toLowerCase()
      if (lower === step) return [name, replaceAt(member, rest)]
      return [name, lower === flattened && member !== null ? redactedText : member]
    }),
  )
}

import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import { ownProperty } from '../std/own-property.ts'

/**
 * Reads one attribute of a SCIM user by its mapping name (provisioning-engine: "Addressing source attributes").
 * `undefined` = absent from the payload, `null` = sent as null. Objects and arrays come back as they are.
 */
export type AttributePath = (user: JsonObject) => unknown

export const attributePathLengthMax = 1_024

/**
 * Compiles a name such as `userName`, `name.givenName`, `emails[type eq "work"].value`,
 * `urn:…:User:department` or `urn:…:User:manager` into a reader. Both forms of extension addressing are found:
 * nested below the URN and as one flattened key (RFC 7644 section 3.10).
 */
export function compileAttributePath(name: string): AttributePath {
  if (name.length > attributePathLengthMax) return () => undefined
  if (/^urn:/i.test(name)) return compileExtension(name)
  return compileSteps(name)
}

function compileExtension(name: string): AttributePath {
  const split = name.lastIndexOf(':')
  const urn = name.slice(0, split)
  const inner = compileSteps(name.slice(split + 1))
  return (user) => {
    const nested = ownProperty(user, urn)
    if (isJsonObject(nested)) {
      const value = inner(nested)
      if (value !== undefined) return value
    }
    return ownProperty(user, name)
  }
}

interface Step {
  readonly name: string
  readonly filter: { readonly attribute: string; readonly value: string } | null
}

/** `a`, `a.b`, `a[b eq "c"].d`, `a[b eq "c"]`. */
const stepPattern = /^([^.[\]]+)(?:\[\s*([\w$-]+)\s+eq\s+(?:"([^"]*)"|([\w-]+))\s*\])?(?:\.|$)/i

function compileSteps(text: string): AttributePath {
  const steps: Step[] = []
  let rest = text
  while (rest !== '') {
    const match = stepPattern.exec(rest)
    if (match === null) return (user) => ownProperty(user, text)
    const [whole, stepName = '', attribute, quoted, bare] = match
    steps.push({
      name: stepName,
      filter: attribute === undefined ? null : { attribute, value: (quoted ?? bare ?? '').toLowerCase() },
    })
    rest = rest.slice(whole.length)
  }
  const [first, second] = steps
  if (first === undefined) return () => undefined
  if (second === undefined && first.filter === null) return (user) => ownProperty(user, first.name)
  return (user) => walk(user, steps)
}

function walk(user: JsonObject, steps: readonly Step[]): unknown {
  let value: unknown = user
  for (const step of steps) {
    if (value === null) return null
    if (!isJsonObject(value)) return undefined
    value = ownProperty(value, step.name)
    if (step.filter !== null && Array.isArray(value)) value = firstMatching(value, step.filter)
    // `"emails": {"type": "work", …}`: clients whose serialiser flattens lists of one element.
    else if (step.filter !== null && isJsonObject(value)) value = firstMatching([value], step.filter)
  }
  return value
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** The first element that satisfies the filter, compared without letter case; JSON true matches "True". */
function firstMatching(
  list: readonly unknown[],
  filter: { readonly attribute: string; readonly value: string },
): unknown {
  for (const element of list) {
    if (!isJsonObject(element)) continue
    const value = ownProperty(element, filter.attribute)
    if (isScalar(value) && String(value).toLowerCase() === filter.value) return element
  }
  return undefined
}

import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import { attributePathLengthMax } from './attribute-path.ts'

/** One value of a SCIM user with the names by which mappings can address it, the usual one first. */
export interface SentAttribute {
  readonly names: readonly [string, ...string[]]
  /** A text, number or Boolean, or a list of them; never empty. */
  readonly value: string | number | boolean | readonly (string | number | boolean)[]
}

/** Complex attributes inside complex attributes: beyond this nothing is addressed. */
const nestingMax = 4

/**
 * Every value of a user, in the addressing of mappings (provisioning-engine section 7.3): `userName`, `name.givenName`,
 * `emails[type eq "work"].value`, `urn:…:User:department`. Null, empty texts, `schemas`, `meta` and what no name leads to
 * are left out.
 */
export function* listAttributes(user: JsonObject): Generator<SentAttribute> {
  for (const [key, value] of Object.entries(user)) {
    const lower = key.toLowerCase()
    if (lower === 'schemas' || lower === 'meta') continue
    if (lower.startsWith('urn:') && isJsonObject(value)) {
      for (const [member, inner] of Object.entries(value)) yield* listValue([`${key}:${member}`], inner, 1)
    } else yield* listValue([key], value, 1)
  }
}

type Names = readonly [string, ...string[]]

function* listValue(names: Names, value: unknown, depth: number): Generator<SentAttribute> {
  if (depth > nestingMax || names[0].length > attributePathLengthMax) return
  if (isScalar(value)) {
    if (value !== '') yield { names, value }
  } else if (Array.isArray(value)) yield* listItems(names, value, depth)
  else if (isJsonObject(value)) {
    for (const [member, inner] of Object.entries(value)) {
      if (member === '$ref') continue
      const path = mapNames(names, (name) => `${name}.${member}`)
      // `manager: {value}` is what the name of the whole attribute reads.
      yield* listValue(member === 'value' ? [...names, ...path] : path, inner, depth + 1)
    }
  }
}

function* listItems(names: Names, items: readonly unknown[], depth: number): Generator<SentAttribute> {
  const scalars = items.filter(isScalar).filter((item) => item !== '')
  if (scalars.length > 0) yield { names, value: scalars }
  const taken = new Set<string>()
  for (const item of items) {
    if (!isJsonObject(item)) continue
    // A filter reads the first element that fulfils it.
    const filters = filtersOf(item).filter((filter) => !taken.has(filter.toLowerCase()))
    for (const filter of filters) taken.add(filter.toLowerCase())
    const [first, ...others] = filters.flatMap((filter) => names.map((name) => `${name}[${filter}]`))
    if (first === undefined) continue
    for (const [member, inner] of Object.entries(item)) {
      if (['type', 'primary', 'display', '$ref'].includes(member)) continue
      yield* listValue(
        mapNames([first, ...others], (name) => `${name}.${member}`),
        inner,
        depth + 1,
      )
    }
  }
}

/** How the elements of a list are told apart: by their type, or as the primary one. */
function filtersOf(item: JsonObject): readonly string[] {
  const { type, primary } = item
  const byType = typeof type === 'string' && type !== '' && !/["\]:]/.test(type) ? [`type eq "${type}"`] : []
  return primary === true ? [...byType, 'primary eq "True"'] : byType
}

function mapNames([first, ...others]: Names, toName: (name: string) => string): Names {
  return [toName(first), ...others.map(toName)]
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

import type { ObjectsReader } from '../contracts/store-objects.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'

/** Limits of the reference (Microsoft page "What are custom security attributes", section "Limits"). */
export const securityAttributeLimits = {
  attributeSetsMax: 500,
  activeDefinitionsMax: 500,
  nameLengthMax: 32,
  descriptionLengthMax: 128,
  allowedValuesMax: 100,
  valueLengthMax: 64,
  valuesPerObjectMax: 50,
} as const

/** A custom security attribute as a tenant has defined it (graph-resources 13). Names of sets and attributes ignore letter case. */
export interface SecurityAttributeDefinition {
  /** `{set}_{name}`. */
  readonly id: string
  readonly attributeSet: string
  readonly name: string
  readonly type: 'Boolean' | 'Integer' | 'String'
  readonly isCollection: boolean
  readonly status: 'Available' | 'Deprecated'
  readonly usePreDefinedValuesOnly: boolean
  readonly allowedValues: readonly AllowedValue[]
}

/** Letter case counts. */
export interface AllowedValue {
  readonly id: string
  readonly isActive: boolean
}

/** What an object's attributes come to: by set, then by attribute, each with the annotation that its type needs. */
export type SecurityAttributesOutcome =
  | { readonly kind: 'fits'; readonly values: JsonObject | null }
  | { readonly kind: 'refused'; readonly path: string; readonly reason: string }

export interface SecurityAttributesChange {
  readonly definitions: readonly SecurityAttributeDefinition[]
  /** What the object has now; null or undefined when it has none. */
  readonly stored: unknown
  /** `customSecurityAttributes` of a request's body. */
  readonly changes: unknown
}

/**
 * What a change makes of the custom security attributes of an object, or why it is refused. Attributes that the change
 * does not name stay; null and the empty list remove one. Integers and collections have to say their type
 * (`{name}@odata.type`), as the reference demands.
 */
export function changeSecurityAttributes({
  definitions,
  stored,
  changes,
}: SecurityAttributesChange): SecurityAttributesOutcome {
  if (!isJsonObject(changes)) return refuse('customSecurityAttributes', 'It takes an object of attribute sets.')
  const merged = new Map(Object.entries(isJsonObject(stored) ? stored : {}))
  for (const [set, attributes] of Object.entries(changes)) {
    if (set.includes('@')) continue
    if (!isJsonObject(attributes)) return refuse(`customSecurityAttributes/${set}`, 'It takes an object of attributes.')
    for (const name of Object.keys(attributes).filter((candidate) => !candidate.includes('@'))) {
      const path = `customSecurityAttributes/${set}/${name}`
      const definition = findDefinition(definitions, set, name)
      if (definition === undefined) return refuse(path, 'The attribute is not defined.')
      const checked = checkValue(definition, attributes[name], attributes[`${name}@odata.type`])
      if (typeof checked === 'string') return refuse(path, checked)
      put(merged, definition, checked.value)
    }
  }
  const values = Object.fromEntries(merged)
  if (countValues(values) <= securityAttributeLimits.valuesPerObjectMax) {
    return { kind: 'fits', values: merged.size === 0 ? null : values }
  }
  const reason = `An object has at most ${securityAttributeLimits.valuesPerObjectMax} values of custom security attributes.`
  return refuse('customSecurityAttributes', reason)
}

const definitionsPerPage = 1_000

/** All definitions of a tenant, deprecated ones included. */
export async function listSecurityAttributeDefinitions(
  objects: Pick<ObjectsReader, 'list'>,
): Promise<readonly SecurityAttributeDefinition[]> {
  const found: DirectoryObject[] = []
  let page: readonly DirectoryObject[]
  do {
    page = await objects.list('customSecurityAttributeDefinition', {
      limit: definitionsPerPage,
      afterId: found.at(-1)?.id,
    })
    found.push(...page)
  } while (page.length === definitionsPerPage)
  return found.map(toSecurityAttributeDefinition)
}

export function toSecurityAttributeDefinition({ properties }: DirectoryObject): SecurityAttributeDefinition {
  const { attributeSet, name, type, isCollection, status, usePreDefinedValuesOnly, allowedValues } = properties
  return {
    id: `${String(attributeSet)}_${String(name)}`,
    attributeSet: String(attributeSet),
    name: String(name),
    type: type === 'Boolean' || type === 'Integer' ? type : 'String',
    isCollection: isCollection === true,
    status: status === 'Deprecated' ? 'Deprecated' : 'Available',
    usePreDefinedValuesOnly: usePreDefinedValuesOnly === true,
    allowedValues: (Array.isArray(allowedValues) ? allowedValues : [])
      .filter(isJsonObject)
      .map(({ id, isActive }) => ({ id: String(id), isActive: isActive === true })),
  }
}

type Plain = string | number | boolean
type Value = Plain | readonly Plain[]

function findDefinition(definitions: readonly SecurityAttributeDefinition[], set: string, name: string) {
  const id = `${set}_${name}`.toLowerCase()
  return definitions.find(
    (candidate) => candidate.id.toLowerCase() === id && candidate.attributeSet.length === set.length,
  )
}

/** The value to keep, null to remove it, or the reason for refusing it. */
function checkValue(
  definition: SecurityAttributeDefinition,
  value: unknown,
  annotation: unknown,
): { readonly value: Value | null } | string {
  if (value === null || (Array.isArray(value) && value.length === 0 && definition.isCollection)) return { value: null }
  if (definition.status === 'Deprecated') return 'The attribute is deactivated: it takes no new values.'
  const wanted = annotationOf(definition)
  if (annotation === undefined ? wanted !== undefined : !isAnnotation(annotation, definition)) {
    return `Send "${definition.name}@odata.type":"${wanted ?? '#String'}" with it.`
  }
  if (!definition.isCollection) return checkPlain(definition, value) ?? { value: value as Plain }
  if (!Array.isArray(value)) return 'It takes a list of values.'
  const refused = value.map((item) => checkPlain(definition, item)).find((reason) => reason !== undefined)
  return refused ?? { value: [...new Set(value as Plain[])] }
}

const int32Max = 2 ** 31

function checkPlain(definition: SecurityAttributeDefinition, value: unknown): string | undefined {
  const { type, usePreDefinedValuesOnly, allowedValues } = definition
  const { valueLengthMax } = securityAttributeLimits
  if (type === 'Boolean') return typeof value === 'boolean' ? undefined : 'It takes true or false.'
  if (type === 'Integer' && !(Number.isInteger(value) && Math.abs(Number(value)) < int32Max)) {
    return 'It takes a whole number of 32 bits.'
  }
  if (type === 'String' && !(typeof value === 'string' && value.trim() !== '' && value.length <= valueLengthMax)) {
    return `It takes a text of 1 to ${valueLengthMax} characters.`
  }
  if (!usePreDefinedValuesOnly) return undefined
  const isAllowed = allowedValues.some(({ id, isActive }) => isActive && id === String(value))
  return isAllowed ? undefined : `'${String(value)}' is none of the predefined values that are active.`
}

/** What has to stand beside a value; undefined for single texts and truth values. */
function annotationOf({ type, isCollection }: SecurityAttributeDefinition): string | undefined {
  const name = type === 'Integer' ? 'Int32' : type
  if (isCollection) return `#Collection(${name})`
  return type === 'Integer' ? '#Int32' : undefined
}

function isAnnotation(annotation: unknown, definition: SecurityAttributeDefinition): boolean {
  const wanted = annotationOf(definition) ?? `#${definition.type}`
  return typeof annotation === 'string' && annotation.replace('Edm.', '').replace(/^#?/, '#') === wanted
}

function put(merged: Map<string, unknown>, definition: SecurityAttributeDefinition, value: Value | null): void {
  const { attributeSet, name } = definition
  const before = merged.get(attributeSet)
  const values: Record<string, unknown> = isJsonObject(before) ? { ...before } : {}
  delete values[`${name}@odata.type`]
  delete values[name]
  const annotation = annotationOf(definition)
  if (value !== null && annotation !== undefined) values[`${name}@odata.type`] = annotation
  if (value !== null) values[name] = value
  const isEmpty = Object.keys(values).every((key) => key.includes('@'))
  if (isEmpty) merged.delete(attributeSet)
  else merged.set(attributeSet, values)
}

function countValues(sets: JsonObject): number {
  const values = Object.values(sets).flatMap((set) =>
    isJsonObject(set) ? Object.entries(set).flatMap(([name, value]) => (name.includes('@') ? [] : [value])) : [],
  )
  return values.reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 1), 0)
}

function refuse(path: string, reason: string): SecurityAttributesOutcome {
  return { kind: 'refused', path, reason }
}

import type { ObjectsReader } from '../contracts/store-objects.ts'
import { refuseAllowedValue, refuseAttributeDefinition } from '../directory/attribute-definition-rules.ts'
import { securityAttributeLimits, toSecurityAttributeDefinition } from '../directory/security-attributes.ts'
import type { Call } from '../http/route.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import { isJsonObject, type JsonObject } from '../std/json-object.ts'
import {
  findNamed,
  insertNamed,
  refusedDefinition,
  replaceNamed,
  requireNamed,
  toAttributeAudit,
} from './attribute-objects.ts'
import { listObjects } from './objects-of-type.ts'
import { mergeChanges } from './parse-entity-body.ts'
import type { ForTenant } from './tenant-part.ts'
import { type WritingParts, writeAs } from './write-as.ts'

export interface DefinitionParts extends WritingParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
}

const type = 'customSecurityAttributeDefinition'

/** Defines a custom security attribute in a set. Answers with what is kept. */
export async function createDefinition(call: Call, body: JsonObject, parts: DefinitionParts): Promise<JsonObject> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const refusal = refuseAttributeDefinition(body)
  if (refusal !== null) throw refusedDefinition(refusal)
  const set = await findNamed(tenant.objects, 'attributeSet', String(body.attributeSet))
  if (set === undefined)
    throw refusedDefinition({ property: 'attributeSet', reason: 'There is no such attribute set.' })
  const attributeSet = String(set.properties.id)
  const allowedValues = toAllowedValues(body)
  const properties: JsonObject = { ...body, allowedValues, attributeSet, id: `${attributeSet}_${String(body.name)}` }
  requireAllowedValues(properties)
  if (properties.status === 'Available') await requireRoom(tenant.objects, set)
  await writeAs(call, parts, async ({ objects, now, audit }) => {
    await insertNamed(objects, type, { properties, now })
    await audit(toAttributeAudit('Add custom security attribute definition in an attribute set', properties))
  })
  return properties
}

/** Changes what `change` makes of a definition, inside a transaction. Refuses with `notFound` and `invalidValue`. */
export async function changeDefinition(
  call: Call,
  change: (properties: JsonObject) => JsonObject,
  parts: DefinitionParts,
): Promise<JsonObject> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const definition = await requireNamed(tenant.objects, type, call.params.id ?? '')
  await requireReactivation(tenant.objects, definition, change)
  return writeAs(call, parts, async ({ objects, audit }) => {
    const current = await requireNamed(objects, type, String(definition.properties.id))
    const properties = change(current.properties)
    const refusal = refuseAttributeDefinition(properties)
    if (refusal !== null) throw refusedDefinition(refusal)
    if (properties.usePreDefinedValuesOnly === true && current.properties.usePreDefinedValuesOnly !== true) {
      const reason = 'It can be changed from true to false only.'
      throw refusedDefinition({ property: 'usePreDefinedValuesOnly', reason })
    }
    requireAllowedValues(properties)
    await replaceNamed(objects, current, properties)
    await audit(toAttributeAudit('Update custom security attribute definition in an attribute set', properties))
    return properties
  })
}

/** A PATCH of the definition itself. */
export function withChanges(changes: JsonObject): (properties: JsonObject) => JsonObject {
  return (properties) => mergeChanges(properties, changes)
}

/** Adds a predefined value, or changes whether it is active. */
export function withAllowedValue(value: JsonObject, use: 'create' | 'update'): (properties: JsonObject) => JsonObject {
  return (properties) => {
    const values = toAllowedValues(properties)
    const isKnown = values.some(({ id }) => id === value.id)
    if (use === 'create' && isKnown) {
      throw refusedDefinition({ property: 'id', reason: 'The attribute has this predefined value already.' })
    }
    const changed = values.map((known) => (known.id === value.id ? { ...known, ...value } : known))
    return { ...properties, allowedValues: isKnown ? changed : [...values, value] }
  }
}

export function toAllowedValues({ allowedValues }: JsonObject): readonly JsonObject[] {
  return Array.isArray(allowedValues) ? allowedValues.filter(isJsonObject) : []
}

function requireAllowedValues(properties: JsonObject): void {
  const values = toAllowedValues(properties)
  const { allowedValuesMax } = securityAttributeLimits
  if (values.length > allowedValuesMax) {
    const reason = `An attribute has at most ${allowedValuesMax} predefined values.`
    throw refusedDefinition({ property: 'allowedValues', reason })
  }
  if (new Set(values.map(({ id }) => id)).size < values.length) {
    throw refusedDefinition({ property: 'allowedValues', reason: 'A predefined value is given twice.' })
  }
  if (values.length > 0 && properties.type === 'Boolean') {
    throw refusedDefinition({ property: 'allowedValues', reason: 'A Boolean attribute has no predefined values.' })
  }
  for (const value of values) {
    const refusal = refuseAllowedValue(value, String(properties.type))
    if (refusal !== null) throw refusedDefinition(refusal)
  }
}

/** Whoever reactivates a definition needs the room of a new one. */
async function requireReactivation(
  objects: Pick<ObjectsReader, 'list' | 'findByKey'>,
  { properties }: DirectoryObject,
  change: (properties: JsonObject) => JsonObject,
): Promise<void> {
  if (properties.status === 'Available' || change(properties).status !== 'Available') return
  const set = await findNamed(objects, 'attributeSet', String(properties.attributeSet))
  if (set !== undefined) await requireRoom(objects, set)
}

async function requireRoom(objects: Pick<ObjectsReader, 'list'>, set: DirectoryObject): Promise<void> {
  const { activeDefinitionsMax } = securityAttributeLimits
  const all = (await listObjects(objects, type)).map(toSecurityAttributeDefinition)
  const active = all.filter(({ status }) => status === 'Available')
  if (active.length >= activeDefinitionsMax) {
    const reason = `A tenant has at most ${activeDefinitionsMax} active custom security attributes.`
    throw refusedDefinition({ property: 'status', reason })
  }
  const { maxAttributesPerSet, id } = set.properties
  const ofSet = active.filter(({ attributeSet }) => attributeSet === id).length
  if (typeof maxAttributesPerSet !== 'number' || ofSet < maxAttributesPerSet) return
  throw refusedDefinition({
    property: 'attributeSet',
    reason: `The set has at most ${maxAttributesPerSet} active attributes.`,
  })
}

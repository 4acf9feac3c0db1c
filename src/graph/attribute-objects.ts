import type { ObjectsReader, ObjectsWriter } from '../contracts/store-objects.ts'
import type { DefinitionRefusal } from '../directory/attribute-definition-rules.ts'
import { newObjectId } from '../directory/new-object-id.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'
import type { JsonObject } from '../std/json-object.ts'
import type { CalledAudit } from './audit-call.ts'
import type { EntityJson } from './collection.ts'
import { resourceNotFound } from './not-found.ts'

/** Kinds of objects whose Graph id is a name; they are kept under an id of their own, with the name as key. */
export type NamedType = 'attributeSet' | 'customSecurityAttributeDefinition'

type Finder = Pick<ObjectsReader | ObjectsWriter, 'findByKey'>

/** By name, letter case ignored. */
export function findNamed(objects: Finder, type: NamedType, id: string): Promise<DirectoryObject | undefined> {
  return objects.findByKey(type, { name: 'id', value: id })
}

/** The same; refuses with `notFound`. */
export async function requireNamed(objects: Finder, type: NamedType, id: string): Promise<DirectoryObject> {
  const found = await findNamed(objects, type, id)
  if (found === undefined) throw resourceNotFound(id)
  return found
}

/** Adds one under the name that its properties say. Refuses with `invalidValue` when there is one already. */
export async function insertNamed(
  objects: Pick<ObjectsWriter, 'insert'>,
  type: NamedType,
  { properties, now }: { readonly properties: JsonObject; readonly now: number },
): Promise<void> {
  const outcome = await objects.insert({ id: newObjectId(now), type, properties, keys: keysOf(properties) })
  if (outcome.kind === 'written') return
  const message = `Another object with the same value for property id already exists: '${String(properties.id)}'.`
  throw new EntrainError('invalidValue', message, { details: [{ code: 'ObjectConflict', message, target: 'id' }] })
}

export async function replaceNamed(
  objects: Pick<ObjectsWriter, 'replace'>,
  { id }: DirectoryObject,
  properties: JsonObject,
): Promise<void> {
  const outcome = await objects.replace({ id, properties, keys: keysOf(properties) })
  if (outcome.kind !== 'written') throw resourceNotFound(String(properties.id))
}

/** Graph's JSON of one. */
export function toNamedJson({ properties }: Pick<DirectoryObject, 'properties'>, names: readonly string[]): EntityJson {
  const shown = Object.fromEntries(names.map((name) => [name, properties[name] ?? null]))
  return { ...shown, id: String(properties.id) }
}

/** A refusal of the rules, in the words of Graph. */
export function refusedDefinition({ property, reason }: DefinitionRefusal): EntrainError {
  const message = `Invalid value specified for property '${property}'. ${reason}`
  return new EntrainError('invalidValue', message, { details: [{ code: 'InvalidValue', message, target: property }] })
}

export function toAttributeAudit(activity: string, { id }: JsonObject): CalledAudit {
  const target = { id: String(id), type: 'Other', displayName: String(id) } as const
  return { activity, category: 'AttributeManagement', targets: [target] }
}

function keysOf({ id }: JsonObject) {
  return [{ name: 'id', value: String(id) }]
}

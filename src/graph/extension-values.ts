import type { ObjectsReader } from '../contracts/store-objects.ts'
import { invalidProperty, textsOf } from '../directory/applications/invalid-property.ts'
import { directoryExtensionPattern } from '../model/user-attributes.ts'
import type { JsonObject } from '../std/json-object.ts'
import { mergeChanges, type WritableProperty } from './parse-entity-body.ts'

/**
 * What an extension can be declared for, and is served here. Service principals take those of applications (ours: the
 * reference names no target of their own).
 */
export type ExtensionTarget = 'User' | 'Group' | 'Application' | 'AdministrativeUnit'

export interface ExtensionDefinition {
  /** `extension_{appId without dashes}_{name}`. */
  readonly name: string
  readonly dataType: string
  readonly isMultiValued: boolean
}

/** Values of extensions that one object has at most (graph-resources section 12). */
const extensionValuesMax = 100
const textLengthMax = 256
/** 256 bytes in base64. */
const binaryLengthMax = 344

const edmTypes: Readonly<Record<string, string>> = {
  Boolean: 'Edm.Boolean',
  Integer: 'Edm.Int32',
  LargeInteger: 'Edm.Int64',
  DateTime: 'Edm.DateTimeOffset',
  Binary: 'Edm.Binary',
}

/** The extensions of these names that an application of the tenant has declared for such objects. */
export async function findExtensionDefinitions(
  objects: Pick<ObjectsReader, 'findByKey'>,
  names: readonly string[],
  target: ExtensionTarget,
): Promise<readonly ExtensionDefinition[]> {
  const found = await Promise.all(names.map((value) => objects.findByKey('extensionProperty', { name: 'name', value })))
  return found.flatMap((object, index) => {
    if (object === undefined) return []
    const { name = names[index], dataType, isMultiValued, targetObjects } = object.properties
    if (Array.isArray(targetObjects) && !textsOf(targetObjects).includes(target)) return []
    return { name: String(name), dataType: String(dataType), isMultiValued: isMultiValued === true }
  })
}

/** Knows the extensions that a body names, as `WritableType.findOpen` wants it. Refuses with `invalidValue` more than 100. */
export async function findWritableExtensions(
  objects: Pick<ObjectsReader, 'findByKey'>,
  body: JsonObject,
  target: ExtensionTarget,
): Promise<(name: string) => WritableProperty | undefined> {
  const names = Object.keys(body).filter((name) => directoryExtensionPattern.test(name))
  if (names.length > extensionValuesMax) throw tooMany(names[0] ?? '')
  const definitions = await findExtensionDefinitions(objects, names, target)
  const properties = new Map(definitions.map((definition) => [definition.name.toLowerCase(), toWritable(definition)]))
  return (name) => properties.get(name.toLowerCase())
}

function toWritable({ name, dataType, isMultiValued }: ExtensionDefinition): WritableProperty {
  const type = edmTypes[dataType] ?? 'Edm.String'
  const lengthMax = type === 'Edm.Binary' ? binaryLengthMax : textLengthMax
  return { name, type, lengthMax, ...(isMultiValued && { collection: true }) }
}

/** Like `mergeChanges`; a cleared extension leaves no trace. Refuses with `invalidValue` more than 100 of them. */
export function mergeOpenChanges(stored: JsonObject, changes: JsonObject): JsonObject {
  const merged = Object.entries(mergeChanges(stored, changes)).filter(
    ([name, value]) => !isUnset(value) || !directoryExtensionPattern.test(name),
  )
  const extensions = merged.filter(([name]) => directoryExtensionPattern.test(name))
  if (extensions.length > extensionValuesMax) throw tooMany(extensions.at(-1)?.[0] ?? '')
  return Object.fromEntries(merged)
}

function isUnset(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}

function tooMany(target: string) {
  const message = `An object has at most ${extensionValuesMax} values of directory extensions.`
  return invalidProperty({ target, message })
}

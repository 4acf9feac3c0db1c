import type { ObjectsReader } from '../contracts/store-objects.ts'
import { EntrainError } from '../model/error.ts'
import { directoryExtensionPattern } from '../model/user-attributes.ts'
import type { JsonObject } from '../std/json-object.ts'
import type { WritableProperty } from './parse-entity-body.ts'

/** Extensions that one body may name. */
const extensionsMax = 100

const extensionTypes: Readonly<Record<string, string>> = {
  Boolean: 'Edm.Boolean',
  Integer: 'Edm.Int32',
  LargeInteger: 'Edm.Int64',
  DateTime: 'Edm.DateTimeOffset',
  Binary: 'Edm.Binary',
}

/**
 * The directory extensions that a body names and that an application has declared for a kind of object, for
 * `writableTypeOf`. Letter case of names does not count. Refuses with `invalidValue` more than 100.
 * @param target as `targetObjects` of an extension property names it: `User`, `AdministrativeUnit`
 */
export async function findExtensions(
  body: JsonObject,
  target: string,
  objects: Pick<ObjectsReader, 'findByKey'>,
): Promise<(name: string) => WritableProperty | undefined> {
  const names = Object.keys(body).filter((name) => directoryExtensionPattern.test(name))
  if (names.length > extensionsMax) throw tooMany(names[0] ?? '')
  const found = new Map<string, WritableProperty>()
  for (const value of names) {
    const object = await objects.findByKey('extensionProperty', { name: 'name', value })
    const targets = object?.properties.targetObjects
    if (object === undefined || (Array.isArray(targets) && !targets.includes(target))) continue
    const { name = value, dataType, isMultiValued } = object.properties
    found.set(value.toLowerCase(), {
      name: String(name),
      type: extensionTypes[String(dataType)] ?? 'Edm.String',
      ...(isMultiValued === true && { collection: true }),
    })
  }
  return (name) => found.get(name.toLowerCase())
}

function tooMany(target: string): EntrainError {
  const message = `At most ${extensionsMax} extensions can be sent.`
  return new EntrainError('invalidValue', message, { details: [{ code: 'InvalidValue', message, target }] })
}

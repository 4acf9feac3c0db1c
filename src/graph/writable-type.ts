import type { GraphVersion } from './model/definition.ts'
import { type EntityName, entityDefinition, findType, propertiesOf } from './model/find-type.ts'
import type { WritableProperty, WritableType } from './parse-entity-body.ts'

/**
 * What bodies of an entity are checked against, from its definition.
 * @param findOpen knows the properties that tenants add to an open type, such as directory extensions
 */
export function writableTypeOf(
  name: EntityName,
  version: GraphVersion,
  findOpen?: (name: string) => WritableProperty | undefined,
): WritableType {
  const properties = propertiesOf(entityDefinition(name), version)
  return {
    name: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    properties,
    required: properties.filter(({ required }) => required).map((property) => property.name),
    findComplex(type) {
      const complex = findType(type)
      return complex?.kind === 'complex' ? { properties: propertiesOf(complex, version) } : undefined
    },
    findEnum(type) {
      const definition = findType(type)
      return definition?.kind === 'enum' ? Object.keys(definition.members) : undefined
    },
    ...(findOpen && { findOpen }),
  }
}

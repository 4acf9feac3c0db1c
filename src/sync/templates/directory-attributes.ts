import { defineAttribute } from '../../model/define-attribute.ts'
import type { AttributeDefinition } from '../../model/synchronization-schema.ts'
import { findUserAttribute, userAttributes } from '../../model/user-attributes.ts'

/** Object type of the embedded directory that people become. */
export const targetObject = 'User'

/** Every attribute that the embedded directory has of itself, as a schema declares it. */
export function directoryAttributes(): readonly AttributeDefinition[] {
  return userAttributes.map(({ name }) => defineDirectoryAttribute(name))
}

/** One attribute of the embedded directory; directory extensions are texts. */
export function defineDirectoryAttribute(name: string): AttributeDefinition {
  const attribute = findUserAttribute(name)
  if (attribute === undefined) return defineAttribute(name)
  const { type, caseExact, multivalued, required, mutability, lengthMax } = attribute
  return defineAttribute(name, {
    type,
    anchor: name === 'objectId',
    caseExact,
    multivalued,
    required,
    mutability,
    referencedObjects:
      type === 'Reference' ? [{ referencedObjectName: targetObject, referencedProperty: 'objectId' }] : [],
    metadata: lengthMax === null ? [] : [{ key: 'MaximumLength', value: String(lengthMax) }],
  })
}

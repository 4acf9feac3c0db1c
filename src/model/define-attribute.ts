import type { AttributeDefinition } from './synchronization-schema.ts'

/** Definition of a plain text attribute, with what differs (default-mappings: "Source attribute list"). */
export function defineAttribute(name: string, extras: Partial<AttributeDefinition> = {}): AttributeDefinition {
  return {
    name,
    type: 'String',
    anchor: false,
    caseExact: false,
    multivalued: false,
    required: false,
    flowNullValues: false,
    mutability: 'ReadWrite',
    defaultValue: null,
    referencedObjects: [],
    apiExpressions: [],
    metadata: [],
    ...extras,
  }
}

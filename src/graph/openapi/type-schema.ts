import type {
  ComplexDefinition,
  EntityDefinition,
  EnumDefinition,
  GraphVersion,
  NavigationDefinition,
  PropertyDefinition,
  ValueDefinition,
} from '../model/definition.ts'
import { findType, isIn, navigationOf, propertiesOf, types } from '../model/find-type.ts'

/** A JSON Schema (draft 2020-12, as OpenAPI 3.1 uses it). */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Schemas of all types of the model, by their name with namespace. */
export function toTypeSchemas(version: GraphVersion): Readonly<Record<string, JsonSchema>> {
  const served = types.filter((type) => isIn(type, version))
  return Object.fromEntries(
    served.map((type) => [
      schemaName(type.name),
      type.kind === 'enum' ? toEnumSchema(type) : toObjectSchema(type, version),
    ]),
  )
}

export function schemaName(type: string): string {
  return `microsoft.graph.${type}`
}

/** Where the schema of a type of the model stands; what the model does not know is any object. */
export function typeReference(type: string): JsonSchema {
  const primitive = primitives[type]
  if (primitive !== undefined) return primitive
  return findType(type) === undefined ? { type: 'object' } : { $ref: `#/components/schemas/${schemaName(type)}` }
}

/** The schema of a value that stands somewhere. */
export function toValueSchema({ type, collection, nullable }: Omit<ValueDefinition, 'name'>): JsonSchema {
  const item = typeReference(type)
  if (collection) return { type: 'array', items: item }
  return nullable === false ? item : orNull(item)
}

const primitives: Readonly<Record<string, JsonSchema>> = {
  'Edm.String': { type: 'string' },
  'Edm.Boolean': { type: 'boolean' },
  'Edm.Guid': { type: 'string', format: 'uuid' },
  'Edm.DateTimeOffset': { type: 'string', format: 'date-time' },
  'Edm.Date': { type: 'string', format: 'date' },
  'Edm.Duration': { type: 'string', format: 'duration' },
  'Edm.Int32': { type: 'integer', format: 'int32' },
  'Edm.Int64': { type: 'integer', format: 'int64' },
  'Edm.Double': { type: 'number', format: 'double' },
  'Edm.Binary': { type: 'string', contentEncoding: 'base64' },
}

function orNull(schema: JsonSchema): JsonSchema {
  return typeof schema.type === 'string' && schema.type !== 'object'
    ? { ...schema, type: [schema.type, 'null'] }
    : { anyOf: [schema, { type: 'null' }] }
}

function toEnumSchema({ members, isFlags }: EnumDefinition): JsonSchema {
  const names = Object.keys(members)
  // Several members stand in one text, separated by commas.
  return isFlags ? { type: 'string', examples: names } : { type: 'string', enum: names }
}

function toObjectSchema(type: EntityDefinition | ComplexDefinition, version: GraphVersion): JsonSchema {
  const values = propertiesOf(type, version).filter((property) => property.type !== 'Edm.Stream')
  const links = navigationOf(type, version).filter(({ expandable }) => expandable)
  return {
    type: 'object',
    properties: {
      ...Object.fromEntries(values.map((property) => [property.name, toPropertySchema(property)])),
      ...Object.fromEntries(links.map((link) => [link.name, toLinkSchema(link)])),
    },
  }
}

function toPropertySchema(property: PropertyDefinition): JsonSchema {
  const { write, lengthMax, itemsMax, collection, isOurs } = property
  const schema = toValueSchema(property)
  const length = lengthMax === undefined ? {} : { maxLength: lengthMax }
  return {
    ...schema,
    ...(collection ? { items: { ...(schema.items as JsonSchema), ...length } } : length),
    ...(itemsMax !== undefined && { maxItems: itemsMax }),
    ...((write === 'never' || write === 'action') && { readOnly: true }),
    ...(isOurs && { 'x-entrain': true }),
  }
}

/** Sent only when it is expanded. */
function toLinkSchema({ target, collection }: NavigationDefinition): JsonSchema {
  const schema = typeReference(target)
  return collection ? { type: 'array', items: schema, readOnly: true } : { ...schema, readOnly: true }
}

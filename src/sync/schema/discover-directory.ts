import type {
  AttributeDefinition,
  DirectoryDefinition,
  ObjectDefinition,
  SynchronizationSchema,
} from '../../model/synchronization-schema.ts'
import { findUserAttribute } from '../../model/user-attributes.ts'
import { defineDirectoryAttribute, directoryAttributes } from '../templates/directory-attributes.ts'

export interface Discovered {
  /** Directory extension attributes that the embedded directory has. */
  readonly extensions: readonly string[]
  /** ISO 8601. */
  readonly at: string
}

/**
 * A directory of a schema with the attributes that it really has. Of the target that are the embedded directory's; what
 * the schema adds to a definition (null flow, default, metadata of its own) stays, and so do attributes that are mapped.
 * A source has no directory behind it: its attributes are those that were declared. Pure.
 */
export function discoverDirectory(
  schema: SynchronizationSchema,
  directory: DirectoryDefinition,
  { extensions, at }: Discovered,
): DirectoryDefinition {
  const isTarget = schema.synchronizationRules.some((rule) => rule.targetDirectoryName === directory.name)
  if (!isTarget) return { ...directory, discoverabilities: 'AttributeNames', discoveryDateTime: at }
  const mapped = mappedTargets(schema, directory.name)
  return {
    ...directory,
    objects: directory.objects.map((object) => discoverObject(object, extensions, mapped)),
    discoverabilities: 'AttributeNames, AttributeDataTypes, AttributeReadOnly, ReferenceAttributes',
    discoveryDateTime: at,
  }
}

function discoverObject(
  object: ObjectDefinition,
  extensions: readonly string[],
  mapped: ReadonlySet<string>,
): ObjectDefinition {
  const declared = new Map(object.attributes.map((attribute) => [attribute.name, attribute]))
  const real = [...directoryAttributes(), ...extensions.map((name) => defineDirectoryAttribute(name))]
  const names = new Set(real.map(({ name }) => name))
  // Extensions and custom security attributes exist before anybody has a value.
  const isKnown = (name: string) => mapped.has(name) || findUserAttribute(name) !== undefined
  const kept = object.attributes.filter(({ name }) => !names.has(name) && isKnown(name))
  return {
    ...object,
    attributes: [...real.map((attribute) => merge(attribute, declared.get(attribute.name))), ...kept],
  }
}

function merge(real: AttributeDefinition, declared: AttributeDefinition | undefined): AttributeDefinition {
  if (declared === undefined) return real
  const keys = new Set(real.metadata.map(({ key }) => key))
  return {
    ...real,
    flowNullValues: declared.flowNullValues,
    defaultValue: declared.defaultValue,
    apiExpressions: declared.apiExpressions,
    metadata: [...real.metadata, ...declared.metadata.filter(({ key }) => !keys.has(key))],
  }
}

function mappedTargets({ synchronizationRules }: SynchronizationSchema, directory: string): ReadonlySet<string> {
  const mappings = synchronizationRules
    .filter(({ targetDirectoryName }) => targetDirectoryName === directory)
    .flatMap(({ objectMappings }) => objectMappings)
  return new Set(mappings.flatMap(({ attributeMappings }) => attributeMappings.map((each) => each.targetAttributeName)))
}

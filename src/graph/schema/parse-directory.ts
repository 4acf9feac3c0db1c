import type { AttributeDefinition, DirectoryDefinition, ObjectDefinition } from '../../model/synchronization-schema.ts'
import type { ObjectReader } from './object-reader.ts'
import { readKeyValues } from './parse-key-values.ts'

/** Reads a directoryDefinition. Its `version` is the server's to give and is passed over. */
export function readDirectory(reader: ObjectReader): DirectoryDefinition {
  const name = reader.requiredText('name')
  const discoverabilities = readFlags(reader, 'discoverabilities', discoverabilityFlags)
  const discoveryDateTime = reader.textOrNull('discoveryDateTime')
  return {
    id: reader.text('id', name),
    name,
    objects: reader.list('objects', readObject),
    ...(reader.boolean('readOnly', false) ? { readOnly: true } : {}),
    ...(discoverabilities === 'None' ? {} : { discoverabilities }),
    ...(discoveryDateTime === null ? {} : { discoveryDateTime }),
  }
}

export const discoverabilityFlags = [
  'AttributeNames',
  'AttributeDataTypes',
  'AttributeReadOnly',
  'ReferenceAttributes',
] as const

function readObject(reader: ObjectReader): ObjectDefinition {
  return {
    name: reader.requiredText('name'),
    attributes: reader.list('attributes', readAttribute),
    metadata: readKeyValues(reader, 'metadata'),
    supportedApis: reader.texts('supportedApis'),
  }
}

const attributeTypes = ['String', 'Integer', 'Reference', 'Binary', 'Boolean', 'DateTime'] as const
const mutabilities = ['ReadWrite', 'ReadOnly', 'Immutable', 'WriteOnly'] as const

export function readAttribute(reader: ObjectReader): AttributeDefinition {
  return {
    name: reader.requiredText('name'),
    type: reader.member('type', attributeTypes, 'String'),
    anchor: reader.boolean('anchor', false),
    caseExact: reader.boolean('caseExact', false),
    multivalued: reader.boolean('multivalued', false),
    required: reader.boolean('required', false),
    flowNullValues: reader.boolean('flowNullValues', false),
    mutability: reader.member('mutability', mutabilities, 'ReadWrite'),
    defaultValue: reader.textOrNull('defaultValue'),
    referencedObjects: reader.list('referencedObjects', (item) => ({
      referencedObjectName: item.text('referencedObjectName'),
      referencedProperty: item.text('referencedProperty'),
    })),
    apiExpressions: readKeyValues(reader, 'apiExpressions'),
    metadata: readKeyValues(reader, 'metadata'),
  }
}

/** Flags by name in any letter case, or as a number whose bits are in the order of `flags`; `None` when there is none. */
export function readFlags(
  reader: ObjectReader,
  name: string,
  flags: readonly string[],
  otherwise: readonly string[] = [],
): string {
  const value = reader.value(name)
  const isGiven = value !== undefined && value !== null
  const chosen = !isGiven
    ? otherwise
    : typeof value === 'number' || /^\d+$/.test(String(value))
      ? flags.filter((_, bit) => (Number(value) & (1 << bit)) !== 0)
      : readFlagNames(reader, name, flags)
  return chosen.join(', ') || 'None'
}

function readFlagNames(reader: ObjectReader, name: string, flags: readonly string[]): readonly string[] {
  const names = String(reader.value(name))
    .split(',')
    .map((each) => each.trim().toLowerCase())
  const unknown = names.find((each) => each !== 'none' && !flags.some((flag) => flag.toLowerCase() === each))
  if (unknown !== undefined) reader.wrong(name, `Requested value '${unknown}' was not found. Use ${flags.join(', ')}.`)
  return flags.filter((flag) => names.includes(flag.toLowerCase()))
}

import { EntrainError } from '../../model/error.ts'
import type {
  AttributeMapping,
  DirectoryDefinition,
  FlowType,
  ObjectDefinition,
  ObjectMapping,
  SynchronizationRule,
  SynchronizationSchema,
} from '../../model/synchronization-schema.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { Findings, ObjectReader } from './object-reader.ts'
import { readDirectory, readFlags } from './parse-directory.ts'
import { readKeyValues } from './parse-key-values.ts'
import { readLookupTables, readMappingTests } from './parse-mapping-tests.ts'
import { readScope } from './parse-scope.ts'
import { readSource } from './parse-source.ts'

/**
 * Reads a synchronizationSchema as clients send it: unknown members and `@odata` annotations are passed over, optional
 * members may be missing, enumerations come in any letter case or as numbers (provisioning-engine section 17).
 * @throws EntrainError `schemaInvalid` with one detail per place that cannot be understood
 */
export function parseSynchronizationSchema(body: unknown): SynchronizationSchema {
  const findings = new Findings()
  if (!isJsonObject(body)) throw new EntrainError('schemaInvalid', 'The schema must be a JSON object.')
  const reader = new ObjectReader(body, '', findings)
  const directories = reader.list('directories', readDirectory)
  const lookupTables = readLookupTables(reader)
  const schema = {
    id: reader.text('id'),
    version: reader.text('version'),
    synchronizationRules: reader.list('synchronizationRules', (rule) => readRule(rule, directories)),
    directories,
    ...(lookupTables === undefined ? {} : { lookupTables }),
  }
  if (schema.synchronizationRules.length === 0) reader.wrong('synchronizationRules', 'At least one rule is required.')
  if (findings.list.length > 0) throw schemaInvalid(findings.list)
  return schema
}

export function schemaInvalid(details: Findings['list']): EntrainError {
  const [first] = details
  const more = details.length > 1 ? ` and ${details.length - 1} more` : ''
  return new EntrainError('schemaInvalid', `The schema is not valid. ${first?.target}: ${first?.message}${more}`, {
    details,
  })
}

function readRule(reader: ObjectReader, directories: readonly DirectoryDefinition[]): SynchronizationRule {
  const sourceDirectoryName = reader.requiredText('sourceDirectoryName')
  const sourceObjects = directories.find((directory) => directory.name === sourceDirectoryName)?.objects ?? []
  const containerFilter = reader.object('containerFilter')
  const groupFilter = reader.object('groupFilter')
  return {
    id: reader.text('id'),
    name: reader.text('name'),
    priority: reader.integer('priority', 1),
    editable: reader.boolean('editable', true),
    sourceDirectoryName,
    targetDirectoryName: reader.requiredText('targetDirectoryName'),
    objectMappings: reader.list('objectMappings', (item) => readObjectMapping(item, sourceObjects)),
    metadata: readKeyValues(reader, 'metadata'),
    ...(containerFilter === null
      ? {}
      : { containerFilter: { includedContainers: containerFilter.texts('includedContainers') } }),
    ...(groupFilter === null ? {} : { groupFilter: { includedGroups: groupFilter.texts('includedGroups') } }),
  }
}

function readObjectMapping(reader: ObjectReader, sourceObjects: readonly ObjectDefinition[]): ObjectMapping {
  const mappingTests = readMappingTests(reader)
  return {
    name: reader.text('name'),
    enabled: reader.boolean('enabled', true),
    flowTypes: readFlags(reader, 'flowTypes', flowTypeFlags, flowTypeFlags),
    sourceObjectName: resolveAlias(reader.requiredText('sourceObjectName'), sourceObjects),
    targetObjectName: reader.requiredText('targetObjectName'),
    scope: readScope(reader.object('scope')),
    attributeMappings: reader.list('attributeMappings', readAttributeMapping),
    metadata: readKeyValues(reader, 'metadata'),
    ...(mappingTests === undefined ? {} : { mappingTests }),
  }
}

/** `User` is understood as the source object whose name is a URN that ends in `:User`. */
function resolveAlias(name: string, sourceObjects: readonly ObjectDefinition[]): string {
  if (name.toLowerCase() !== 'user' || sourceObjects.some((object) => object.name === name)) return name
  return sourceObjects.find((object) => object.name.toLowerCase().endsWith(':user'))?.name ?? name
}

const flowTypeFlags = ['Add', 'Update', 'Delete'] as const

const flowBehaviors = ['FlowWhenChanged', 'FlowAlways'] as const
const flowTypes = ['Always', 'ObjectAddOnly', 'MultiValueAddOnly', 'ValueAddOnly', 'AttributeAddOnly'] as const

function readAttributeMapping(reader: ObjectReader): AttributeMapping {
  const source = reader.object('source')
  return {
    targetAttributeName: reader.requiredText('targetAttributeName'),
    source: source === null ? null : readSource(source),
    defaultValue: reader.textOrNull('defaultValue'),
    flowBehavior: reader.member('flowBehavior', flowBehaviors, 'FlowWhenChanged'),
    flowType: readFlowType(reader),
    matchingPriority: reader.integer('matchingPriority', 0),
    exportMissingReferences: reader.boolean('exportMissingReferences', false),
    flowNullValues: reader.boolean('flowNullValues', false),
  }
}

/** Published examples write `Add` where the enumeration says `ObjectAddOnly`. */
function readFlowType(reader: ObjectReader): FlowType {
  if (String(reader.value('flowType')).toLowerCase() === 'add') return 'ObjectAddOnly'
  return reader.member('flowType', flowTypes, 'Always')
}

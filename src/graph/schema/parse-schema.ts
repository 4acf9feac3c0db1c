import { EntrainError } from '../../model/error.ts'
import type {
  AttributeDefinition,
  AttributeMapping,
  AttributeMappingSource,
  DirectoryDefinition,
  FilterGroup,
  FlowType,
  KeyValue,
  ObjectDefinition,
  ObjectMapping,
  ScopeFilter,
  SynchronizationRule,
  SynchronizationSchema,
} from '../../model/synchronization-schema.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { Findings, ObjectReader } from './object-reader.ts'

/** Functions inside functions, in the tree form of a mapping's source. */
export const sourceDepthMax = 32

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
  const schema = {
    id: reader.text('id'),
    version: reader.text('version'),
    synchronizationRules: reader.list('synchronizationRules', (rule) => readRule(rule, directories)),
    directories,
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

function readDirectory(reader: ObjectReader): DirectoryDefinition {
  const name = reader.requiredText('name')
  return { id: reader.text('id', name), name, objects: reader.list('objects', readObject) }
}

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

function readAttribute(reader: ObjectReader): AttributeDefinition {
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

function readRule(reader: ObjectReader, directories: readonly DirectoryDefinition[]): SynchronizationRule {
  const sourceDirectoryName = reader.requiredText('sourceDirectoryName')
  const sourceObjects = directories.find((directory) => directory.name === sourceDirectoryName)?.objects ?? []
  return {
    id: reader.text('id'),
    name: reader.text('name'),
    priority: reader.integer('priority', 1),
    editable: reader.boolean('editable', true),
    sourceDirectoryName,
    targetDirectoryName: reader.requiredText('targetDirectoryName'),
    objectMappings: reader.list('objectMappings', (item) => readObjectMapping(item, sourceObjects)),
    metadata: readKeyValues(reader, 'metadata'),
  }
}

function readObjectMapping(reader: ObjectReader, sourceObjects: readonly ObjectDefinition[]): ObjectMapping {
  return {
    name: reader.text('name'),
    enabled: reader.boolean('enabled', true),
    flowTypes: readFlowTypes(reader),
    sourceObjectName: resolveAlias(reader.requiredText('sourceObjectName'), sourceObjects),
    targetObjectName: reader.requiredText('targetObjectName'),
    scope: readScope(reader.object('scope')),
    attributeMappings: reader.list('attributeMappings', readAttributeMapping),
    metadata: readKeyValues(reader, 'metadata'),
  }
}

/** `User` is understood as the source object whose name is a URN that ends in `:User`. */
function resolveAlias(name: string, sourceObjects: readonly ObjectDefinition[]): string {
  if (name.toLowerCase() !== 'user' || sourceObjects.some((object) => object.name === name)) return name
  return sourceObjects.find((object) => object.name.toLowerCase().endsWith(':user'))?.name ?? name
}

const flowTypeFlags = ['Add', 'Update', 'Delete'] as const

function readFlowTypes(reader: ObjectReader): string {
  const value = reader.value('flowTypes')
  if (value === undefined || value === null) return flowTypeFlags.join(', ')
  if (typeof value === 'number')
    return flowTypeFlags.filter((_, bit) => (value & (1 << bit)) !== 0).join(', ') || 'None'
  const names = String(value)
    .split(',')
    .map((name) => name.trim().toLowerCase())
  const unknown = names.find((name) => name !== 'none' && !flowTypeFlags.some((flag) => flag.toLowerCase() === name))
  if (unknown !== undefined)
    reader.wrong('flowTypes', `Requested value '${unknown}' was not found. Use ${flowTypeFlags.join(', ')}.`)
  return flowTypeFlags.filter((flag) => names.includes(flag.toLowerCase())).join(', ') || 'None'
}

function readScope(reader: ObjectReader | null): ScopeFilter | null {
  if (reader === null) return null
  const scope = {
    groups: reader.list('groups', readFilterGroup),
    inputFilterGroups: reader.list('inputFilterGroups', readFilterGroup),
    categoryFilterGroups: reader.list('categoryFilterGroups', readFilterGroup),
  }
  const isEmpty = Object.values(scope).every((groups) => groups.length === 0)
  return isEmpty ? null : scope
}

function readFilterGroup(reader: ObjectReader): FilterGroup {
  return {
    name: reader.text('name'),
    clauses: reader.list('clauses', (item) => ({
      operatorName: item.requiredText('operatorName'),
      sourceOperandName: item.requiredText('sourceOperandName'),
      targetOperand: { values: item.object('targetOperand')?.texts('values') ?? [] },
    })),
  }
}

const flowBehaviors = ['FlowWhenChanged', 'FlowAlways'] as const
const flowTypes = ['Always', 'ObjectAddOnly', 'MultiValueAddOnly', 'ValueAddOnly', 'AttributeAddOnly'] as const

function readAttributeMapping(reader: ObjectReader): AttributeMapping {
  const source = reader.object('source')
  return {
    targetAttributeName: reader.requiredText('targetAttributeName'),
    source: source === null ? null : readSource(source, 1),
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

const sourceTypes = ['Attribute', 'Constant', 'Function'] as const

/** Of `name` and `expression` one is enough for attributes and constants. */
function readSource(reader: ObjectReader, depth: number): AttributeMappingSource {
  const name = reader.text('name')
  const expression = reader.text('expression')
  const type = reader.member('type', sourceTypes, impliedType(name, expression))
  const parameters =
    depth >= sourceDepthMax ? tooDeep(reader) : reader.list('parameters', (item) => readParameter(item, depth))
  if (type === 'Attribute') {
    const attribute = name === '' ? (bracketed.exec(expression)?.[1] ?? expression) : name
    return { type, name: attribute, expression: expression === '' ? `[${attribute}]` : expression, parameters }
  }
  if (type === 'Constant') {
    const constant = name === '' ? (quoted.exec(expression)?.[1]?.replaceAll('\\"', '"') ?? expression) : name
    return { type, name: constant, expression, parameters }
  }
  return { type, name, expression, parameters }
}

const bracketed = /^\s*\[([^[\]]*(?:\[[^\]]*\][^[\]]*)*)\]\s*$/
const quoted = /^\s*"(.*)"\s*$/s

function impliedType(name: string, expression: string): AttributeMappingSource['type'] {
  if (expression === '') return 'Attribute'
  if (bracketed.test(expression)) return 'Attribute'
  return name === expression ? 'Attribute' : 'Function'
}

function readParameter(reader: ObjectReader, depth: number): { key: string; value: AttributeMappingSource } {
  const value = reader.object('value')
  if (value !== null) return { key: reader.text('key'), value: readSource(value, depth + 1) }
  return { key: reader.text('key'), value: { type: 'Constant', name: '', expression: '', parameters: [] } }
}

function tooDeep(reader: ObjectReader): AttributeMappingSource['parameters'] {
  if (reader.value('parameters') !== undefined)
    reader.wrong('parameters', `Nested deeper than ${sourceDepthMax} levels.`)
  return []
}

function readKeyValues(reader: ObjectReader, name: string): readonly KeyValue[] {
  return reader.list(name, (item) => ({ key: item.text('key'), value: item.text('value') }))
}

import type { JsonObject } from '../std/json-object.ts'
import type { AttributeValue } from './attribute-value.ts'

/** The mapping document of a job (Graph `synchronizationSchema`); property names are Graph's. */
export interface SynchronizationSchema {
  readonly id: string
  readonly version: string
  readonly synchronizationRules: readonly SynchronizationRule[]
  readonly directories: readonly DirectoryDefinition[]
  /** Tables for `X.Lookup` (ours); absent in schemas from before there were any. */
  readonly lookupTables?: readonly LookupTable[]
}

/** Keys compare exactly. */
export interface LookupTable {
  readonly name: string
  readonly entries: readonly KeyValue[]
}

export interface KeyValue {
  readonly key: string
  readonly value: string
}

export interface DirectoryDefinition {
  readonly id: string
  readonly name: string
  readonly objects: readonly ObjectDefinition[]
  readonly readOnly?: boolean
  /** Comma-separated flags out of AttributeNames, AttributeDataTypes, AttributeReadOnly, ReferenceAttributes; or None. */
  readonly discoverabilities?: string
  /** When the attributes were last read from the directory itself, ISO 8601. */
  readonly discoveryDateTime?: string
}

export interface ObjectDefinition {
  readonly name: string
  readonly attributes: readonly AttributeDefinition[]
  readonly metadata: readonly KeyValue[]
  readonly supportedApis: readonly string[]
}

export type AttributeType = 'String' | 'Integer' | 'Reference' | 'Binary' | 'Boolean' | 'DateTime'
export type Mutability = 'ReadWrite' | 'ReadOnly' | 'Immutable' | 'WriteOnly'

export interface AttributeDefinition {
  readonly name: string
  readonly type: AttributeType
  readonly anchor: boolean
  readonly caseExact: boolean
  readonly multivalued: boolean
  readonly required: boolean
  readonly flowNullValues: boolean
  readonly mutability: Mutability
  readonly defaultValue: string | null
  readonly referencedObjects: readonly { readonly referencedObjectName: string; readonly referencedProperty: string }[]
  readonly apiExpressions: readonly KeyValue[]
  readonly metadata: readonly KeyValue[]
}

export interface SynchronizationRule {
  readonly id: string
  readonly name: string
  readonly priority: number
  readonly editable: boolean
  readonly sourceDirectoryName: string
  readonly targetDirectoryName: string
  readonly objectMappings: readonly ObjectMapping[]
  readonly metadata: readonly KeyValue[]
  /** Kept for whoever wrote it; the engine does not look at it. */
  readonly containerFilter?: { readonly includedContainers: readonly string[] }
  /** Kept for whoever wrote it; the engine does not look at it. */
  readonly groupFilter?: { readonly includedGroups: readonly string[] }
}

export interface ObjectMapping {
  readonly name: string
  readonly enabled: boolean
  /** Comma-separated flags out of Add, Update, Delete. */
  readonly flowTypes: string
  readonly sourceObjectName: string
  readonly targetObjectName: string
  readonly scope: ScopeFilter | null
  readonly attributeMappings: readonly AttributeMapping[]
  readonly metadata: readonly KeyValue[]
  /** Run whenever the schema is saved (ours): one that fails refuses the schema. */
  readonly mappingTests?: readonly MappingTest[]
}

/** What one record must come to (ours). */
export interface MappingTest {
  readonly name: string
  /** The time that `Now()` tells, ISO 8601; null = whatever it is. */
  readonly now: string | null
  /** `data` of a bulk operation. */
  readonly record: JsonObject
  readonly expected: {
    /** Null = not looked at. */
    readonly inScope: boolean | null
    /** By target attribute, only those that are looked at; null = no value. */
    readonly attributes: Readonly<Record<string, AttributeValue>>
  }
}

export type FlowBehavior = 'FlowWhenChanged' | 'FlowAlways'
export type FlowType = 'Always' | 'ObjectAddOnly' | 'MultiValueAddOnly' | 'ValueAddOnly' | 'AttributeAddOnly'

export interface AttributeMapping {
  readonly targetAttributeName: string
  readonly source: AttributeMappingSource | null
  readonly defaultValue: string | null
  readonly flowBehavior: FlowBehavior
  readonly flowType: FlowType
  /** 0 = not a matching property; otherwise tried in ascending order. */
  readonly matchingPriority: number
  readonly exportMissingReferences: boolean
  /** Second gate of null flow (ours; the first is `flowNullValues` of the source attribute). */
  readonly flowNullValues: boolean
}

export interface AttributeMappingSource {
  readonly type: 'Attribute' | 'Constant' | 'Function'
  readonly name: string
  readonly expression: string
  readonly parameters: readonly { readonly key: string; readonly value: AttributeMappingSource }[]
}

/** A scope: the groups are alternatives (OR), the clauses of a group must all hold (AND). */
export interface ScopeFilter {
  readonly groups: readonly FilterGroup[]
  readonly inputFilterGroups: readonly FilterGroup[]
  readonly categoryFilterGroups: readonly FilterGroup[]
}

export interface FilterGroup {
  readonly name: string
  readonly clauses: readonly FilterClause[]
}

export interface FilterClause {
  readonly operatorName: string
  readonly sourceOperandName: string
  readonly targetOperand: { readonly values: readonly string[] }
}

import type { EnumDefinition } from '../definition.ts'

export const attributeDefinitionMetadata: EnumDefinition = {
  kind: 'enum',
  name: 'attributeDefinitionMetadata',
  members: {
    BaseAttributeName: 0,
    ComplexObjectDefinition: 1,
    IsContainer: 2,
    IsCustomerDefined: 3,
    IsDomainQualified: 4,
    LinkPropertyNames: 5,
    LinkTypeName: 6,
    MaximumLength: 7,
    ReferencedProperty: 8,
  },
}

export const attributeFlowBehavior: EnumDefinition = {
  kind: 'enum',
  name: 'attributeFlowBehavior',
  members: {
    FlowWhenChanged: 0,
    FlowAlways: 1,
  },
}

export const attributeFlowType: EnumDefinition = {
  kind: 'enum',
  name: 'attributeFlowType',
  members: {
    Always: 0,
    ObjectAddOnly: 1,
    MultiValueAddOnly: 2,
    ValueAddOnly: 3,
    AttributeAddOnly: 4,
  },
}

export const attributeMappingSourceType: EnumDefinition = {
  kind: 'enum',
  name: 'attributeMappingSourceType',
  members: {
    Attribute: 0,
    Constant: 1,
    Function: 2,
  },
}

export const attributeType: EnumDefinition = {
  kind: 'enum',
  name: 'attributeType',
  members: {
    String: 0,
    Integer: 1,
    Reference: 2,
    Binary: 3,
    Boolean: 4,
    DateTime: 5,
  },
}

export const directoryDefinitionDiscoverabilities: EnumDefinition = {
  kind: 'enum',
  name: 'directoryDefinitionDiscoverabilities',
  isFlags: true,
  members: {
    None: 0,
    AttributeNames: 1,
    AttributeDataTypes: 2,
    AttributeReadOnly: 4,
    ReferenceAttributes: 8,
    UnknownFutureValue: 16,
  },
}

export const mutability: EnumDefinition = {
  kind: 'enum',
  name: 'mutability',
  members: {
    ReadWrite: 0,
    ReadOnly: 1,
    Immutable: 2,
    WriteOnly: 3,
  },
}

export const objectDefinitionMetadata: EnumDefinition = {
  kind: 'enum',
  name: 'objectDefinitionMetadata',
  members: {
    PropertyNameAccountEnabled: 0,
    PropertyNameSoftDeleted: 1,
    IsSoftDeletionSupported: 2,
    IsSynchronizeAllSupported: 3,
    ConnectorDataStorageRequired: 4,
    Extensions: 5,
    BaseObjectName: 6,
  },
}

export const objectFlowTypes: EnumDefinition = {
  kind: 'enum',
  name: 'objectFlowTypes',
  isFlags: true,
  members: {
    None: 0,
    Add: 1,
    Update: 2,
    Delete: 4,
  },
}

export const objectMappingMetadata: EnumDefinition = {
  kind: 'enum',
  name: 'objectMappingMetadata',
  members: {
    EscrowBehavior: 0,
    DisableMonitoringForChanges: 1,
    OriginalJoiningProperty: 2,
    Disposition: 3,
    IsCustomerDefined: 4,
    ExcludeFromReporting: 5,
    Unsynchronized: 6,
  },
}

export const scopeOperatorMultiValuedComparisonType: EnumDefinition = {
  kind: 'enum',
  name: 'scopeOperatorMultiValuedComparisonType',
  members: {
    All: 0,
    Any: 1,
  },
}

export const scopeOperatorType: EnumDefinition = {
  kind: 'enum',
  name: 'scopeOperatorType',
  members: {
    Binary: 0,
    Unary: 1,
  },
}

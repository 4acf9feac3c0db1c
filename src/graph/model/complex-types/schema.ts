import type { ComplexDefinition } from '../definition.ts'

export const attributeDefinition: ComplexDefinition = {
  kind: 'complex',
  name: 'attributeDefinition',
  properties: [
    { name: 'anchor', type: 'Edm.Boolean', nullable: false },
    { name: 'apiExpressions', type: 'stringKeyStringValuePair', collection: true },
    { name: 'caseExact', type: 'Edm.Boolean', nullable: false },
    { name: 'defaultValue', type: 'Edm.String' },
    { name: 'flowNullValues', type: 'Edm.Boolean', nullable: false },
    { name: 'metadata', type: 'attributeDefinitionMetadataEntry', collection: true },
    { name: 'multivalued', type: 'Edm.Boolean', nullable: false },
    { name: 'mutability', type: 'mutability', nullable: false },
    { name: 'name', type: 'Edm.String' },
    { name: 'referencedObjects', type: 'referencedObject', collection: true },
    { name: 'required', type: 'Edm.Boolean', nullable: false },
    { name: 'type', type: 'attributeType', nullable: false },
  ],
}

export const attributeDefinitionMetadataEntry: ComplexDefinition = {
  kind: 'complex',
  name: 'attributeDefinitionMetadataEntry',
  properties: [
    { name: 'key', type: 'attributeDefinitionMetadata' },
    { name: 'value', type: 'Edm.String' },
  ],
}

export const attributeMapping: ComplexDefinition = {
  kind: 'complex',
  name: 'attributeMapping',
  properties: [
    { name: 'defaultValue', type: 'Edm.String' },
    { name: 'exportMissingReferences', type: 'Edm.Boolean', nullable: false },
    { name: 'flowBehavior', type: 'attributeFlowBehavior', nullable: false },
    { name: 'flowType', type: 'attributeFlowType', nullable: false },
    { name: 'matchingPriority', type: 'Edm.Int32', nullable: false },
    { name: 'source', type: 'attributeMappingSource' },
    { name: 'targetAttributeName', type: 'Edm.String' },
  ],
}

export const attributeMappingParameterSchema: ComplexDefinition = {
  kind: 'complex',
  name: 'attributeMappingParameterSchema',
  properties: [
    { name: 'allowMultipleOccurrences', type: 'Edm.Boolean', nullable: false },
    { name: 'name', type: 'Edm.String' },
    { name: 'required', type: 'Edm.Boolean', nullable: false },
    { name: 'type', type: 'attributeType', nullable: false },
  ],
}

export const attributeMappingSource: ComplexDefinition = {
  kind: 'complex',
  name: 'attributeMappingSource',
  properties: [
    { name: 'expression', type: 'Edm.String' },
    { name: 'name', type: 'Edm.String' },
    { name: 'parameters', type: 'stringKeyAttributeMappingSourceValuePair', collection: true },
    { name: 'type', type: 'attributeMappingSourceType', nullable: false },
  ],
}

export const containerFilter: ComplexDefinition = {
  kind: 'complex',
  name: 'containerFilter',
  properties: [{ name: 'includedContainers', type: 'Edm.String', collection: true }],
}

export const expressionInputObject: ComplexDefinition = {
  kind: 'complex',
  name: 'expressionInputObject',
  properties: [
    { name: 'definition', type: 'objectDefinition' },
    { name: 'properties', type: 'stringKeyObjectValuePair', collection: true },
  ],
}

export const filter: ComplexDefinition = {
  kind: 'complex',
  name: 'filter',
  properties: [
    { name: 'categoryFilterGroups', type: 'filterGroup', collection: true },
    { name: 'groups', type: 'filterGroup', collection: true },
    { name: 'inputFilterGroups', type: 'filterGroup', collection: true },
  ],
}

export const filterClause: ComplexDefinition = {
  kind: 'complex',
  name: 'filterClause',
  properties: [
    { name: 'operatorName', type: 'Edm.String' },
    { name: 'sourceOperandName', type: 'Edm.String' },
    { name: 'targetOperand', type: 'filterOperand' },
  ],
}

export const filterGroup: ComplexDefinition = {
  kind: 'complex',
  name: 'filterGroup',
  properties: [
    { name: 'clauses', type: 'filterClause', collection: true },
    { name: 'name', type: 'Edm.String' },
  ],
}

export const filterOperand: ComplexDefinition = {
  kind: 'complex',
  name: 'filterOperand',
  properties: [{ name: 'values', type: 'Edm.String', collection: true }],
}

export const groupFilter: ComplexDefinition = {
  kind: 'complex',
  name: 'groupFilter',
  properties: [{ name: 'includedGroups', type: 'Edm.String', collection: true }],
}

export const objectDefinition: ComplexDefinition = {
  kind: 'complex',
  name: 'objectDefinition',
  properties: [
    { name: 'attributes', type: 'attributeDefinition', collection: true },
    { name: 'metadata', type: 'objectDefinitionMetadataEntry', collection: true },
    { name: 'name', type: 'Edm.String' },
    { name: 'supportedApis', type: 'Edm.String', collection: true },
  ],
}

export const objectDefinitionMetadataEntry: ComplexDefinition = {
  kind: 'complex',
  name: 'objectDefinitionMetadataEntry',
  properties: [
    { name: 'key', type: 'objectDefinitionMetadata' },
    { name: 'value', type: 'Edm.String' },
  ],
}

export const objectMapping: ComplexDefinition = {
  kind: 'complex',
  name: 'objectMapping',
  properties: [
    { name: 'attributeMappings', type: 'attributeMapping', collection: true },
    { name: 'enabled', type: 'Edm.Boolean', nullable: false },
    { name: 'flowTypes', type: 'objectFlowTypes', nullable: false },
    { name: 'metadata', type: 'objectMappingMetadataEntry', collection: true },
    { name: 'name', type: 'Edm.String' },
    { name: 'scope', type: 'filter' },
    { name: 'sourceObjectName', type: 'Edm.String' },
    { name: 'targetObjectName', type: 'Edm.String' },
  ],
}

export const objectMappingMetadataEntry: ComplexDefinition = {
  kind: 'complex',
  name: 'objectMappingMetadataEntry',
  properties: [
    { name: 'key', type: 'objectMappingMetadata' },
    { name: 'value', type: 'Edm.String' },
  ],
}

export const parseExpressionResponse: ComplexDefinition = {
  kind: 'complex',
  name: 'parseExpressionResponse',
  properties: [
    { name: 'error', type: 'publicError' },
    { name: 'evaluationResult', type: 'Edm.String', collection: true },
    { name: 'evaluationSucceeded', type: 'Edm.Boolean', nullable: false },
    { name: 'parsedExpression', type: 'attributeMappingSource' },
    { name: 'parsingSucceeded', type: 'Edm.Boolean', nullable: false },
  ],
}

export const publicError: ComplexDefinition = {
  kind: 'complex',
  name: 'publicError',
  properties: [
    { name: 'code', type: 'Edm.String' },
    { name: 'details', type: 'publicErrorDetail', collection: true },
    { name: 'innerError', type: 'publicInnerError' },
    { name: 'message', type: 'Edm.String' },
    { name: 'target', type: 'Edm.String' },
  ],
}

export const publicErrorDetail: ComplexDefinition = {
  kind: 'complex',
  name: 'publicErrorDetail',
  properties: [
    { name: 'code', type: 'Edm.String' },
    { name: 'message', type: 'Edm.String' },
    { name: 'target', type: 'Edm.String' },
  ],
}

export const publicInnerError: ComplexDefinition = {
  kind: 'complex',
  name: 'publicInnerError',
  isOpen: true,
  properties: [
    { name: 'code', type: 'Edm.String' },
    { name: 'details', type: 'publicErrorDetail', collection: true },
    { name: 'message', type: 'Edm.String' },
    { name: 'target', type: 'Edm.String' },
  ],
}

export const referencedObject: ComplexDefinition = {
  kind: 'complex',
  name: 'referencedObject',
  properties: [
    { name: 'referencedObjectName', type: 'Edm.String' },
    { name: 'referencedProperty', type: 'Edm.String' },
  ],
}

export const stringKeyAttributeMappingSourceValuePair: ComplexDefinition = {
  kind: 'complex',
  name: 'stringKeyAttributeMappingSourceValuePair',
  properties: [
    { name: 'key', type: 'Edm.String' },
    { name: 'value', type: 'attributeMappingSource' },
  ],
}

export const stringKeyObjectValuePair: ComplexDefinition = {
  kind: 'complex',
  name: 'stringKeyObjectValuePair',
  isOpen: true,
  properties: [{ name: 'key', type: 'Edm.String' }],
}

export const synchronizationRule: ComplexDefinition = {
  kind: 'complex',
  name: 'synchronizationRule',
  properties: [
    { name: 'containerFilter', type: 'containerFilter' },
    { name: 'editable', type: 'Edm.Boolean', nullable: false },
    { name: 'groupFilter', type: 'groupFilter' },
    { name: 'id', type: 'Edm.String', write: 'never' },
    { name: 'metadata', type: 'stringKeyStringValuePair', collection: true },
    { name: 'name', type: 'Edm.String' },
    { name: 'objectMappings', type: 'objectMapping', collection: true },
    { name: 'priority', type: 'Edm.Int32', nullable: false },
    { name: 'sourceDirectoryName', type: 'Edm.String' },
    { name: 'targetDirectoryName', type: 'Edm.String' },
  ],
}

import type { EntityDefinition } from '../definition.ts'

export const synchronization: EntityDefinition = {
  kind: 'entity',
  name: 'synchronization',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'secrets', type: 'synchronizationSecretKeyStringValuePair', collection: true },
  ],
  navigation: [
    { name: 'jobs', target: 'synchronizationJob', collection: true, contained: true },
    { name: 'templates', target: 'synchronizationTemplate', collection: true, contained: true },
  ],
}

export const synchronizationJob: EntityDefinition = {
  kind: 'entity',
  name: 'synchronizationJob',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'schedule', type: 'synchronizationSchedule', write: 'never' },
    { name: 'status', type: 'synchronizationStatus', write: 'never' },
    { name: 'synchronizationJobSettings', type: 'keyValuePair', collection: true, write: 'restricted' },
    {
      name: 'templateId',
      type: 'Edm.String',
      write: 'create',
      required: true,
      filter: ['eq', 'ne', 'in'],
      basic: ['eq', 'ne', 'in'],
    },
    { name: 'options', type: 'synchronizationJobOptions', isOurs: true },
    { name: 'waiting', type: 'synchronizationJobWaiting', write: 'never', isOurs: true },
  ],
  navigation: [
    { name: 'bulkUpload', target: 'bulkUpload', contained: true },
    { name: 'schema', target: 'synchronizationSchema', contained: true, expandable: true },
  ],
  paths: [{ path: 'status/code', filter: ['eq', 'ne', 'in'], basic: ['eq', 'ne', 'in'] }],
}

export const synchronizationTemplate: EntityDefinition = {
  kind: 'entity',
  name: 'synchronizationTemplate',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'applicationId', type: 'Edm.Guid', nullable: false, write: 'never' },
    { name: 'default', type: 'Edm.Boolean', nullable: false, write: 'never' },
    { name: 'description', type: 'Edm.String', write: 'never' },
    { name: 'discoverable', type: 'Edm.Boolean', nullable: false, write: 'never' },
    { name: 'factoryTag', type: 'Edm.String', write: 'never' },
    { name: 'metadata', type: 'synchronizationMetadataEntry', collection: true, write: 'restricted' },
  ],
  navigation: [{ name: 'schema', target: 'synchronizationSchema', contained: true }],
}

export const synchronizationSchema: EntityDefinition = {
  kind: 'entity',
  name: 'synchronizationSchema',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'synchronizationRules', type: 'synchronizationRule', collection: true },
    { name: 'version', type: 'Edm.String' },
  ],
  navigation: [{ name: 'directories', target: 'directoryDefinition', collection: true, contained: true }],
}

export const directoryDefinition: EntityDefinition = {
  kind: 'entity',
  name: 'directoryDefinition',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'discoverabilities', type: 'directoryDefinitionDiscoverabilities', nullable: false, write: 'never' },
    { name: 'discoveryDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'name', type: 'Edm.String' },
    { name: 'objects', type: 'objectDefinition', collection: true },
    { name: 'readOnly', type: 'Edm.Boolean', nullable: false },
    { name: 'version', type: 'Edm.String' },
  ],
  navigation: [],
}

export const filterOperatorSchema: EntityDefinition = {
  kind: 'entity',
  name: 'filterOperatorSchema',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'arity', type: 'scopeOperatorType', nullable: false, write: 'never' },
    {
      name: 'multivaluedComparisonType',
      type: 'scopeOperatorMultiValuedComparisonType',
      nullable: false,
      write: 'never',
    },
    { name: 'supportedAttributeTypes', type: 'attributeType', collection: true, write: 'never' },
  ],
  navigation: [],
}

export const attributeMappingFunctionSchema: EntityDefinition = {
  kind: 'entity',
  name: 'attributeMappingFunctionSchema',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'parameters', type: 'attributeMappingParameterSchema', collection: true, write: 'never' },
  ],
  navigation: [],
}

export const bulkUpload: EntityDefinition = {
  kind: 'entity',
  name: 'bulkUpload',
  base: 'entity',
  hasStream: true,
  properties: [{ name: 'id', type: 'Edm.String', nullable: false, write: 'never' }],
  navigation: [],
}

export const objectConnection: EntityDefinition = {
  kind: 'entity',
  name: 'objectConnection',
  versions: ['beta'],
  properties: [
    { name: 'objectId', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'sourceAnchor', type: 'Edm.String', write: 'never' },
    { name: 'targetAnchor', type: 'Edm.String', write: 'never' },
    { name: 'displayName', type: 'Edm.String', write: 'never' },
    { name: 'objectTypeName', type: 'Edm.String', write: 'never' },
  ],
  navigation: [],
}

import type { ComplexDefinition } from '../definition.ts'

export const directorySizeQuota: ComplexDefinition = {
  kind: 'complex',
  name: 'directorySizeQuota',
  versions: ['beta'],
  properties: [
    { name: 'total', type: 'Edm.Int32' },
    { name: 'used', type: 'Edm.Int32' },
  ],
}

export const domainState: ComplexDefinition = {
  kind: 'complex',
  name: 'domainState',
  properties: [
    { name: 'lastActionDateTime', type: 'Edm.DateTimeOffset' },
    { name: 'operation', type: 'Edm.String' },
    { name: 'status', type: 'Edm.String' },
  ],
}

export const privacyProfile: ComplexDefinition = {
  kind: 'complex',
  name: 'privacyProfile',
  properties: [
    { name: 'contactEmail', type: 'Edm.String' },
    { name: 'statementUrl', type: 'Edm.String', lengthMax: 255 },
  ],
}

export const unifiedRolePermission: ComplexDefinition = {
  kind: 'complex',
  name: 'unifiedRolePermission',
  properties: [
    { name: 'allowedResourceActions', type: 'Edm.String', collection: true },
    { name: 'condition', type: 'Edm.String' },
    { name: 'excludedResourceActions', type: 'Edm.String', collection: true },
  ],
}

export const verifiedDomain: ComplexDefinition = {
  kind: 'complex',
  name: 'verifiedDomain',
  properties: [
    { name: 'capabilities', type: 'Edm.String' },
    { name: 'isDefault', type: 'Edm.Boolean' },
    { name: 'isInitial', type: 'Edm.Boolean' },
    { name: 'name', type: 'Edm.String' },
    { name: 'type', type: 'Edm.String' },
  ],
}

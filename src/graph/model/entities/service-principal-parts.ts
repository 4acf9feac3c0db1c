import type { EntityDefinition } from '../definition.ts'

export const delegatedPermissionClassification: EntityDefinition = {
  kind: 'entity',
  name: 'delegatedPermissionClassification',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'classification', type: 'permissionClassificationType', write: 'create', required: true },
    { name: 'permissionId', type: 'Edm.String', write: 'create' },
    { name: 'permissionName', type: 'Edm.String', write: 'create' },
  ],
  navigation: [],
}

export const endpoint: EntityDefinition = {
  kind: 'entity',
  name: 'endpoint',
  base: 'directoryObject',
  isOpen: true,
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'deletedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
    { name: 'capability', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'providerId', type: 'Edm.String', write: 'never' },
    { name: 'providerName', type: 'Edm.String', write: 'never' },
    { name: 'providerResourceId', type: 'Edm.String', write: 'never' },
    { name: 'uri', type: 'Edm.String', nullable: false, write: 'never' },
  ],
  navigation: [],
}

export const remoteDesktopSecurityConfiguration: EntityDefinition = {
  kind: 'entity',
  name: 'remoteDesktopSecurityConfiguration',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'isRemoteDesktopProtocolEnabled', type: 'Edm.Boolean', nullable: false },
  ],
  navigation: [
    { name: 'approvedClientApps', target: 'approvedClientApp', collection: true, contained: true },
    { name: 'targetDeviceGroups', target: 'targetDeviceGroup', collection: true, contained: true },
  ],
}

export const approvedClientApp: EntityDefinition = {
  kind: 'entity',
  name: 'approvedClientApp',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'displayName', type: 'Edm.String' },
  ],
  navigation: [],
}

export const targetDeviceGroup: EntityDefinition = {
  kind: 'entity',
  name: 'targetDeviceGroup',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'displayName', type: 'Edm.String' },
  ],
  navigation: [],
}

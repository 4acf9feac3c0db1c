import type { EntityDefinition } from '../definition.ts'

export const appRoleAssignment: EntityDefinition = {
  kind: 'entity',
  name: 'appRoleAssignment',
  base: 'directoryObject',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never', filter: ['eq'], basic: ['eq'] },
    { name: 'deletedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
    { name: 'appRoleId', type: 'Edm.Guid', nullable: false, write: 'create', required: true },
    { name: 'createdDateTime', type: 'Edm.DateTimeOffset', write: 'never', versions: ['v1.0'] },
    {
      name: 'principalDisplayName',
      type: 'Edm.String',
      write: 'never',
      filter: ['eq', 'startsWith'],
      basic: ['eq', 'startsWith'],
      lengthMax: 256,
    },
    { name: 'principalId', type: 'Edm.Guid', write: 'create', required: true },
    { name: 'principalType', type: 'Edm.String', write: 'never' },
    { name: 'resourceDisplayName', type: 'Edm.String', write: 'never', lengthMax: 256 },
    { name: 'resourceId', type: 'Edm.Guid', write: 'create', required: true, filter: ['eq'], basic: ['eq'] },
    { name: 'creationTimestamp', type: 'Edm.DateTimeOffset', versions: ['beta'] },
  ],
  navigation: [],
}

export const oAuth2PermissionGrant: EntityDefinition = {
  kind: 'entity',
  name: 'oAuth2PermissionGrant',
  base: 'entity',
  tracksChanges: true,
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    {
      name: 'clientId',
      type: 'Edm.String',
      nullable: false,
      write: 'create',
      required: true,
      filter: ['eq'],
      basic: ['eq'],
    },
    { name: 'consentType', type: 'Edm.String', write: 'create', required: true, filter: ['eq'], basic: ['eq'] },
    { name: 'principalId', type: 'Edm.String', write: 'create', filter: ['eq'], basic: ['eq'] },
    {
      name: 'resourceId',
      type: 'Edm.String',
      nullable: false,
      write: 'create',
      required: true,
      filter: ['eq'],
      basic: ['eq'],
    },
    { name: 'scope', type: 'Edm.String', required: true },
    { name: 'expiryTime', type: 'Edm.DateTimeOffset', versions: ['beta'] },
    { name: 'startTime', type: 'Edm.DateTimeOffset', versions: ['beta'] },
  ],
  navigation: [],
}

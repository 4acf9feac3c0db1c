import type { EntityDefinition } from '../definition.ts'

export const policyBase: EntityDefinition = {
  kind: 'entity',
  name: 'policyBase',
  base: 'directoryObject',
  isAbstract: true,
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'deletedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
    { name: 'description', type: 'Edm.String' },
    { name: 'displayName', type: 'Edm.String' },
  ],
  navigation: [],
}

export const stsPolicy: EntityDefinition = {
  kind: 'entity',
  name: 'stsPolicy',
  base: 'policyBase',
  isAbstract: true,
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'deletedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
    { name: 'definition', type: 'Edm.String', collection: true, required: true },
    { name: 'isOrganizationDefault', type: 'Edm.Boolean' },
  ],
  navigation: [{ name: 'appliesTo', target: 'directoryObject', collection: true }],
}

export const claimsMappingPolicy: EntityDefinition = {
  kind: 'entity',
  name: 'claimsMappingPolicy',
  base: 'stsPolicy',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'deletedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
  ],
  navigation: [],
}

export const homeRealmDiscoveryPolicy: EntityDefinition = {
  kind: 'entity',
  name: 'homeRealmDiscoveryPolicy',
  base: 'stsPolicy',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'deletedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
  ],
  navigation: [],
}

export const tokenIssuancePolicy: EntityDefinition = {
  kind: 'entity',
  name: 'tokenIssuancePolicy',
  base: 'stsPolicy',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'deletedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
  ],
  navigation: [],
}

export const tokenLifetimePolicy: EntityDefinition = {
  kind: 'entity',
  name: 'tokenLifetimePolicy',
  base: 'stsPolicy',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'deletedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
  ],
  navigation: [],
}

export const appManagementPolicy: EntityDefinition = {
  kind: 'entity',
  name: 'appManagementPolicy',
  base: 'policyBase',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'deletedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
    { name: 'isEnabled', type: 'Edm.Boolean', nullable: false },
  ],
  navigation: [{ name: 'appliesTo', target: 'directoryObject', collection: true }],
}

export const policyRoot: EntityDefinition = {
  kind: 'entity',
  name: 'policyRoot',
  base: 'policyBase',
  properties: [],
  navigation: [
    { name: 'appManagementPolicies', target: 'appManagementPolicy', collection: true, contained: true },
    { name: 'claimsMappingPolicies', target: 'claimsMappingPolicy', collection: true, contained: true },
    { name: 'homeRealmDiscoveryPolicies', target: 'homeRealmDiscoveryPolicy', collection: true, contained: true },
    { name: 'tokenIssuancePolicies', target: 'tokenIssuancePolicy', collection: true, contained: true },
    { name: 'tokenLifetimePolicies', target: 'tokenLifetimePolicy', collection: true, contained: true },
  ],
}

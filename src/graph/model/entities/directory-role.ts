import type { EntityDefinition } from '../definition.ts'
import { byValue, identity, nullable } from '../filter-sets.ts'

export const directoryRole: EntityDefinition = {
  kind: 'entity',
  name: 'directoryRole',
  base: 'directoryObject',
  isOpen: true,
  tracksChanges: true,
  alternateKeys: ['roleTemplateId'],
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never', filter: ['eq'], basic: ['eq'] },
    { name: 'deletedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
    { name: 'description', type: 'Edm.String', write: 'never', filter: identity, search: true },
    {
      name: 'displayName',
      type: 'Edm.String',
      write: 'never',
      filter: ['eq', 'ne', 'not', 'in', 'startsWith'],
      basic: byValue,
      search: true,
    },
    { name: 'roleTemplateId', type: 'Edm.String', write: 'create', required: true, filter: identity, basic: byValue },
  ],
  navigation: [
    { name: 'members', target: 'directoryObject', collection: true, expandable: true },
    { name: 'scopedMembers', target: 'scopedRoleMembership', collection: true, contained: true },
  ],
}

export const directoryRoleTemplate: EntityDefinition = {
  kind: 'entity',
  name: 'directoryRoleTemplate',
  base: 'directoryObject',
  isOpen: true,
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'deletedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
    { name: 'description', type: 'Edm.String', write: 'never' },
    { name: 'displayName', type: 'Edm.String', write: 'never' },
  ],
  navigation: [],
}

export const scopedRoleMembership: EntityDefinition = {
  kind: 'entity',
  name: 'scopedRoleMembership',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'administrativeUnitId', type: 'Edm.String', nullable: false, write: 'create' },
    { name: 'roleId', type: 'Edm.String', nullable: false, write: 'create', required: true },
    { name: 'roleMemberInfo', type: 'identity', nullable: false, write: 'create', required: true },
  ],
  navigation: [],
}

export const administrativeUnit: EntityDefinition = {
  kind: 'entity',
  name: 'administrativeUnit',
  base: 'directoryObject',
  isOpen: true,
  tracksChanges: true,
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never', filter: ['eq'], basic: ['eq'] },
    { name: 'deletedDateTime', type: 'Edm.DateTimeOffset', write: 'never' },
    { name: 'description', type: 'Edm.String', filter: ['eq', 'ne', 'in', 'startsWith'], search: true },
    {
      name: 'displayName',
      type: 'Edm.String',
      required: true,
      filter: nullable,
      orderby: 'basic',
      search: true,
      lengthMax: 256,
    },
    { name: 'isMemberManagementRestricted', type: 'Edm.Boolean', write: 'create' },
    { name: 'membershipRule', type: 'Edm.String' },
    { name: 'membershipRuleProcessingState', type: 'Edm.String' },
    { name: 'membershipType', type: 'Edm.String' },
    { name: 'visibility', type: 'Edm.String' },
  ],
  navigation: [
    { name: 'members', target: 'directoryObject', collection: true, expandable: true },
    { name: 'scopedRoleMembers', target: 'scopedRoleMembership', collection: true, contained: true },
  ],
}

import type { EntityDefinition } from '../definition.ts'
import { byValue } from '../filter-sets.ts'

export const unifiedRoleAssignment: EntityDefinition = {
  kind: 'entity',
  name: 'unifiedRoleAssignment',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'appScopeId', type: 'Edm.String', write: 'create', filter: byValue, basic: byValue },
    { name: 'condition', type: 'Edm.String' },
    { name: 'directoryScopeId', type: 'Edm.String', write: 'create', required: true, filter: byValue, basic: byValue },
    { name: 'principalId', type: 'Edm.String', write: 'create', required: true, filter: byValue, basic: byValue },
    { name: 'principalOrganizationId', type: 'Edm.String', write: 'never' },
    { name: 'roleDefinitionId', type: 'Edm.String', write: 'create', required: true, filter: byValue, basic: byValue },
    { name: 'resourceScope', type: 'Edm.String', write: 'never', versions: ['beta'] },
  ],
  navigation: [
    { name: 'appScope', target: 'appScope', contained: true },
    { name: 'directoryScope', target: 'directoryObject', expandable: true },
    { name: 'principal', target: 'directoryObject', expandable: true },
    { name: 'roleDefinition', target: 'unifiedRoleDefinition', expandable: true },
  ],
}

export const unifiedRoleDefinition: EntityDefinition = {
  kind: 'entity',
  name: 'unifiedRoleDefinition',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never', filter: byValue, basic: byValue },
    { name: 'description', type: 'Edm.String', write: 'never' },
    { name: 'displayName', type: 'Edm.String', write: 'never', filter: byValue, basic: byValue },
    { name: 'isBuiltIn', type: 'Edm.Boolean', write: 'never', filter: byValue, basic: byValue },
    { name: 'isEnabled', type: 'Edm.Boolean', write: 'never' },
    { name: 'resourceScopes', type: 'Edm.String', collection: true, write: 'never' },
    { name: 'rolePermissions', type: 'unifiedRolePermission', collection: true, write: 'never' },
    { name: 'templateId', type: 'Edm.String', write: 'never' },
    { name: 'version', type: 'Edm.String', write: 'never' },
    { name: 'allowedPrincipalTypes', type: 'allowedRolePrincipalTypes', write: 'never', versions: ['beta'] },
    { name: 'isPrivileged', type: 'Edm.Boolean', write: 'never', versions: ['beta'] },
  ],
  navigation: [{ name: 'inheritsPermissionsFrom', target: 'unifiedRoleDefinition', collection: true, contained: true }],
}

export const appScope: EntityDefinition = {
  kind: 'entity',
  name: 'appScope',
  base: 'entity',
  properties: [
    { name: 'id', type: 'Edm.String', nullable: false, write: 'never' },
    { name: 'displayName', type: 'Edm.String', write: 'never' },
    { name: 'type', type: 'Edm.String', write: 'never' },
  ],
  navigation: [],
}

export const rbacApplication: EntityDefinition = {
  kind: 'entity',
  name: 'rbacApplication',
  base: 'entity',
  properties: [{ name: 'id', type: 'Edm.String', nullable: false, write: 'never' }],
  navigation: [
    { name: 'roleAssignments', target: 'unifiedRoleAssignment', collection: true, contained: true },
    { name: 'roleDefinitions', target: 'unifiedRoleDefinition', collection: true, contained: true },
    {
      name: 'transitiveRoleAssignments',
      target: 'unifiedRoleAssignment',
      collection: true,
      contained: true,
      versions: ['beta'],
    },
  ],
}

export const roleManagement: EntityDefinition = {
  kind: 'entity',
  name: 'roleManagement',
  properties: [],
  navigation: [{ name: 'directory', target: 'rbacApplication', contained: true }],
}

import type { RouteAccess, RouteRow } from './route-row.ts'

const roleManagementReadDirectory = {
  delegated: {
    least: ['RoleManagement.Read.Directory'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
  },
  application: {
    least: ['RoleManagement.Read.Directory'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
  },
} as const satisfies RouteAccess

const roleManagementReadWriteDirectory = {
  delegated: { least: ['RoleManagement.ReadWrite.Directory'] },
  application: { least: ['RoleManagement.ReadWrite.Directory'] },
} as const satisfies RouteAccess

const roleManagementReadDirectoryOr2 = {
  delegated: {
    least: ['RoleManagement.Read.Directory'],
    higher: [
      'Directory.Read.All',
      'Directory.ReadWrite.All',
      'RoleManagement.Read.All',
      'RoleManagement.ReadWrite.Directory',
    ],
  },
  application: {
    least: ['RoleManagement.Read.Directory'],
    higher: [
      'Directory.Read.All',
      'Directory.ReadWrite.All',
      'RoleManagement.Read.All',
      'RoleManagement.ReadWrite.Directory',
    ],
  },
} as const satisfies RouteAccess

const roleManagementReadDirectoryOr3 = {
  delegated: {
    least: ['RoleManagement.Read.Directory'],
    higher: [
      'Directory.Read.All',
      'Directory.ReadWrite.All',
      'RoleManagement.Read.All',
      'RoleManagement.ReadWrite.Directory',
    ],
  },
  application: {
    least: ['RoleManagement.Read.Directory'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
  },
} as const satisfies RouteAccess

/** Routes of Graph (graph-resources; permissions as published). Alternate keys such as `(appId=…)` are spellings of `{id}`. */
export const rolesTable = [
  {
    method: 'GET',
    path: '/directoryRoles',
    ...roleManagementReadDirectory,
    success: 200,
    returns: 'directoryRole collection',
  },
  {
    method: 'POST',
    path: '/directoryRoles',
    ...roleManagementReadWriteDirectory,
    success: 201,
    returns: 'directoryRole',
  },
  {
    method: 'GET',
    path: '/directoryRoles/{id}',
    ...roleManagementReadDirectory,
    success: 200,
    returns: 'directoryRole',
  },
  { method: 'GET', path: '/directoryRoles/delta', ...roleManagementReadDirectory, success: 200, returns: 'delta' },
  {
    method: 'GET',
    path: '/directoryRoles/{id}/members',
    ...roleManagementReadDirectory,
    success: 200,
    returns: 'directoryObject collection',
  },
  { method: 'POST', path: '/directoryRoles/{id}/members/$ref', ...roleManagementReadWriteDirectory, success: 204 },
  {
    method: 'DELETE',
    path: '/directoryRoles/{id}/members/{memberId}/$ref',
    ...roleManagementReadWriteDirectory,
    success: 204,
  },
  {
    method: 'GET',
    path: '/directoryRoleTemplates',
    ...roleManagementReadDirectory,
    success: 200,
    returns: 'directoryRoleTemplate collection',
  },
  {
    method: 'GET',
    path: '/directoryRoleTemplates/{id}',
    ...roleManagementReadDirectory,
    success: 200,
    returns: 'directoryRoleTemplate',
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleDefinitions',
    ...roleManagementReadDirectoryOr2,
    success: 200,
    returns: 'unifiedRoleDefinition collection',
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleDefinitions/{id}',
    ...roleManagementReadDirectoryOr2,
    success: 200,
    returns: 'unifiedRoleDefinition',
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleAssignments',
    ...roleManagementReadDirectoryOr3,
    success: 200,
    returns: 'unifiedRoleAssignment collection',
  },
  {
    method: 'POST',
    path: '/roleManagement/directory/roleAssignments',
    ...roleManagementReadWriteDirectory,
    success: 201,
    returns: 'unifiedRoleAssignment',
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/roleAssignments/{id}',
    ...roleManagementReadDirectoryOr3,
    success: 200,
    returns: 'unifiedRoleAssignment',
  },
  {
    method: 'DELETE',
    path: '/roleManagement/directory/roleAssignments/{id}',
    ...roleManagementReadWriteDirectory,
    success: 204,
  },
  {
    method: 'GET',
    path: '/roleManagement/directory/transitiveRoleAssignments',
    ...roleManagementReadDirectory,
    success: 200,
    returns: 'unifiedRoleAssignment collection',
    versions: ['beta'],
  },
] as const satisfies readonly RouteRow[]

import type { RouteAccess, RouteRow } from './route-row.ts'

const userReadBasicAll = {
  delegated: {
    least: ['User.ReadBasic.All'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'User.Read.All', 'User.ReadWrite.All'],
  },
  application: {
    least: ['User.ReadBasic.All'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'User.Read.All', 'User.ReadWrite.All'],
  },
} as const satisfies RouteAccess

const oneUser = {
  delegated: {
    least: ['User.ReadBasic.All'],
    higher: [
      'Directory.Read.All',
      'Directory.ReadWrite.All',
      'User.Read',
      'User.Read.All',
      'User.ReadWrite',
      'User.ReadWrite.All',
    ],
  },
  application: {
    least: ['User.ReadBasic.All'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'User.Read.All', 'User.ReadWrite.All'],
  },
} as const satisfies RouteAccess

const userReadWriteAll = {
  delegated: { least: ['User.ReadWrite.All'], higher: ['Directory.ReadWrite.All'] },
  application: { least: ['User.ReadWrite.All'], higher: ['Directory.ReadWrite.All'] },
} as const satisfies RouteAccess

/** They write a few properties each, some of them only of users that the caller may read. */
export const propertyWriters = [
  'User-Mail.ReadWrite.All',
  'User-PasswordProfile.ReadWrite.All',
  'User-Phone.ReadWrite.All',
  'User.EnableDisableAccount.All',
  'User.ManageIdentities.All',
  ['User-LifeCycleInfo.ReadWrite.All', 'User.Read.All', 'Directory.Read.All'],
  ['CustomSecAttributeAssignment.ReadWrite.All', 'User.Read.All', 'Directory.Read.All'],
] as const

const userReadAll = {
  delegated: {
    least: ['User.Read.All'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'User.ReadWrite.All'],
  },
  application: {
    least: ['User.Read.All'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'User.ReadWrite.All'],
  },
} as const satisfies RouteAccess

const userRead = {
  delegated: {
    least: ['User.Read'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'User.Read.All', 'User.ReadWrite.All'],
  },
  application: {
    least: ['User.Read.All'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'User.ReadWrite.All'],
  },
} as const satisfies RouteAccess

const appRoleAssignmentReadWriteAll = {
  delegated: { least: ['AppRoleAssignment.ReadWrite.All'] },
  application: { least: ['AppRoleAssignment.ReadWrite.All'] },
} as const satisfies RouteAccess

/** Routes of Graph (graph-resources; permissions as published). Alternate keys such as `(appId=…)` are spellings of `{id}`. */
export const usersTable = [
  { method: 'GET', path: '/users', ...userReadBasicAll, success: 200, returns: 'user collection' },
  { method: 'GET', path: '/users/$count', ...userReadBasicAll, success: 200, returns: 'Edm.Int32' },
  { method: 'POST', path: '/users', ...userReadWriteAll, success: 201, returns: 'user' },
  { method: 'GET', path: '/users/{id}', ...oneUser, success: 200, returns: 'user' },
  { method: 'GET', path: '/users/{id}/{property}', ...oneUser, success: 200, returns: 'Edm.String' },
  { method: 'GET', path: '/users/{id}/{property}/$value', ...oneUser, success: 200, returns: 'Edm.Stream' },
  {
    method: 'PATCH',
    path: '/users/{id}',
    delegated: {
      least: ['User.ReadWrite.All'],
      higher: ['Directory.ReadWrite.All', 'User.ReadWrite', ...propertyWriters],
    },
    application: { least: ['User.ReadWrite.All'], higher: ['Directory.ReadWrite.All', ...propertyWriters] },
    success: 204,
  },
  {
    method: 'DELETE',
    path: '/users/{id}',
    delegated: { least: ['User.DeleteRestore.All', 'User.ReadWrite.All'] },
    application: { least: ['User.DeleteRestore.All', 'User.ReadWrite.All'] },
    success: 204,
  },
  { method: 'GET', path: '/users/delta', ...userReadAll, success: 200, returns: 'delta' },
  { method: 'GET', path: '/users/{id}/manager', ...userReadAll, success: 200, returns: 'directoryObject' },
  { method: 'GET', path: '/users/{id}/manager/$ref', ...userReadAll, success: 200, returns: 'reference' },
  { method: 'PUT', path: '/users/{id}/manager/$ref', ...userReadWriteAll, success: 204 },
  { method: 'DELETE', path: '/users/{id}/manager/$ref', ...userReadWriteAll, success: 204 },
  {
    method: 'GET',
    path: '/users/{id}/directReports',
    ...userRead,
    success: 200,
    returns: 'directoryObject collection',
  },
  { method: 'GET', path: '/users/{id}/directReports/$count', ...userRead, success: 200, returns: 'Edm.Int32' },
  {
    method: 'GET',
    path: '/users/{id}/transitiveReports',
    ...userReadAll,
    success: 200,
    returns: 'directoryObject collection',
  },
  { method: 'GET', path: '/users/{id}/transitiveReports/$count', ...userReadAll, success: 200, returns: 'Edm.Int32' },
  {
    method: 'GET',
    path: '/users/{id}/memberOf',
    delegated: {
      least: ['User.Read'],
      higher: [
        'Directory.Read.All',
        'Directory.ReadWrite.All',
        'Group.ReadBasic.All',
        'GroupMember.Read.All',
        'GroupMember.ReadBasic.All',
      ],
    },
    application: {
      least: ['Directory.Read.All'],
      higher: ['Directory.ReadWrite.All', 'Group.ReadBasic.All', 'GroupMember.ReadBasic.All'],
    },
    success: 200,
    returns: 'directoryObject collection',
  },
  {
    method: 'GET',
    path: '/users/{id}/transitiveMemberOf',
    delegated: {
      least: ['User.Read'],
      higher: [
        'Directory.Read.All',
        'Directory.ReadWrite.All',
        'Group.Read.All',
        'Group.ReadBasic.All',
        'GroupMember.Read.All',
        'GroupMember.ReadBasic.All',
        'User.Read.All',
      ],
    },
    application: {
      least: ['User.Read.All'],
      higher: [
        'Directory.Read.All',
        'Directory.ReadWrite.All',
        'Group.Read.All',
        'Group.ReadBasic.All',
        'GroupMember.Read.All',
        'GroupMember.ReadBasic.All',
      ],
    },
    success: 200,
    returns: 'directoryObject collection',
  },
  { method: 'GET', path: '/users/{id}/ownedObjects', ...userRead, success: 200, returns: 'directoryObject collection' },
  {
    method: 'GET',
    path: '/users/{id}/createdObjects',
    delegated: {
      least: ['User.Read'],
      higher: [
        'Directory.Read.All',
        'Directory.ReadWrite.All',
        'User.Read.All',
        'User.ReadWrite',
        'User.ReadWrite.All',
      ],
    },
    application: {
      least: ['User.Read.All'],
      higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'User.ReadWrite.All'],
    },
    success: 200,
    returns: 'directoryObject collection',
  },
  {
    method: 'GET',
    path: '/users/{id}/appRoleAssignments',
    delegated: { least: ['AppRoleAssignment.ReadWrite.All'], higher: ['Directory.Read.All'] },
    application: { least: ['Directory.Read.All'], higher: ['AppRoleAssignment.ReadWrite.All'] },
    success: 200,
    returns: 'appRoleAssignment collection',
  },
  {
    method: 'POST',
    path: '/users/{id}/appRoleAssignments',
    ...appRoleAssignmentReadWriteAll,
    success: 201,
    returns: 'appRoleAssignment',
  },
  {
    method: 'DELETE',
    path: '/users/{id}/appRoleAssignments/{assignmentId}',
    ...appRoleAssignmentReadWriteAll,
    success: 204,
  },
  {
    method: 'GET',
    path: '/users/{id}/oauth2PermissionGrants',
    delegated: { least: ['Directory.Read.All'], higher: ['DelegatedPermissionGrant.ReadWrite.All'] },
    application: { least: ['Directory.Read.All'], higher: ['DelegatedPermissionGrant.ReadWrite.All'] },
    success: 200,
    returns: 'oAuth2PermissionGrant collection',
  },
  {
    method: 'POST',
    path: '/users/{id}/revokeSignInSessions',
    delegated: { least: ['User.RevokeSessions.All'], higher: ['Directory.ReadWrite.All', 'User.ReadWrite.All'] },
    application: { least: ['User.RevokeSessions.All'], higher: ['Directory.ReadWrite.All', 'User.ReadWrite.All'] },
    success: 200,
    returns: 'Edm.Boolean',
  },
] as const satisfies readonly RouteRow[]

import type { RouteAccess, RouteRow } from './route-row.ts'

const applicationReadAll = {
  delegated: {
    least: ['Application.Read.All'],
    higher: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  application: {
    least: ['Application.Read.All', 'Application.ReadWrite.OwnedBy'],
    higher: ['Application.ReadWrite.All', 'Directory.Read.All'],
  },
} as const satisfies RouteAccess

const applicationReadWriteAll = {
  delegated: { least: ['Application.ReadWrite.All'], higher: ['Directory.ReadWrite.All'] },
  application: {
    least: ['Application.ReadWrite.OwnedBy'],
    higher: ['Application.ReadWrite.All', 'Directory.ReadWrite.All'],
  },
} as const satisfies RouteAccess

const applicationReadAllOrOwner = {
  delegated: {
    least: ['Application.Read.All'],
    higher: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  application: {
    least: ['Application.Read.All', 'Application.ReadWrite.OwnedBy'],
    higher: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
} as const satisfies RouteAccess

const applicationReadAllOr3 = {
  delegated: {
    least: ['Application.Read.All'],
    higher: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  application: {
    least: ['Application.Read.All'],
    higher: [
      'Application.ReadWrite.All',
      'Application.ReadWrite.OwnedBy',
      'Directory.Read.All',
      'Directory.ReadWrite.All',
    ],
  },
} as const satisfies RouteAccess

const appRoleAssignmentReadWriteAll = {
  delegated: { least: [['AppRoleAssignment.ReadWrite.All', 'Application.Read.All', 'Directory.Read.All']] },
  application: { least: [['AppRoleAssignment.ReadWrite.All', 'Application.Read.All', 'Directory.Read.All']] },
} as const satisfies RouteAccess

const appRoleAssignmentReadWriteAllOr2 = {
  delegated: { least: ['AppRoleAssignment.ReadWrite.All'] },
  application: { least: ['AppRoleAssignment.ReadWrite.All'] },
} as const satisfies RouteAccess

const policyReadWritePermissionGrant = {
  delegated: { least: ['Policy.ReadWrite.PermissionGrant'] },
  application: { least: ['Policy.ReadWrite.PermissionGrant'] },
} as const satisfies RouteAccess

const applicationReadAllOr2 = {
  delegated: {
    least: ['Application.Read.All'],
    higher: [
      'Application.ReadWrite.All',
      'Directory.Read.All',
      'Directory.ReadWrite.All',
      'Group.Read.All',
      'Group.ReadBasic.All',
      'Group.ReadWrite.All',
      'GroupMember.Read.All',
      'GroupMember.ReadBasic.All',
      'User.Read',
      'User.Read.All',
      'User.ReadWrite.All',
    ],
  },
  application: {
    least: ['Application.Read.All'],
    higher: [
      'Application.ReadWrite.All',
      'Directory.Read.All',
      'Directory.ReadWrite.All',
      'Group.Read.All',
      'Group.ReadBasic.All',
      'Group.ReadWrite.All',
      'GroupMember.Read.All',
      'GroupMember.ReadBasic.All',
      'User.Read.All',
      'User.ReadWrite.All',
    ],
  },
} as const satisfies RouteAccess

/** Routes of Graph (graph-resources; permissions as published). Alternate keys such as `(appId=…)` are spellings of `{id}`. */
export const servicePrincipalsTable = [
  {
    method: 'GET',
    path: '/servicePrincipals',
    ...applicationReadAll,
    success: 200,
    returns: 'servicePrincipal collection',
  },
  { method: 'GET', path: '/servicePrincipals/$count', ...applicationReadAll, success: 200, returns: 'Edm.Int32' },
  { method: 'POST', path: '/servicePrincipals', ...applicationReadWriteAll, success: 201, returns: 'servicePrincipal' },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}',
    ...applicationReadAllOrOwner,
    success: 200,
    returns: 'servicePrincipal',
  },
  { method: 'PATCH', path: '/servicePrincipals/{id}', ...applicationReadWriteAll, success: 204 },
  { method: 'DELETE', path: '/servicePrincipals/{id}', ...applicationReadWriteAll, success: 204 },
  { method: 'GET', path: '/servicePrincipals/delta', ...applicationReadAllOrOwner, success: 200, returns: 'delta' },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/addPassword',
    ...applicationReadWriteAll,
    success: 200,
    returns: 'passwordCredential',
  },
  { method: 'POST', path: '/servicePrincipals/{id}/removePassword', ...applicationReadWriteAll, success: 204 },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/addKey',
    ...applicationReadWriteAll,
    success: 200,
    returns: 'keyCredential',
  },
  { method: 'POST', path: '/servicePrincipals/{id}/removeKey', ...applicationReadWriteAll, success: 204 },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/addTokenSigningCertificate',
    ...applicationReadWriteAll,
    success: 200,
    returns: 'selfSignedCertificate',
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/appRoleAssignedTo',
    ...applicationReadAllOr3,
    success: 200,
    returns: 'appRoleAssignment collection',
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/appRoleAssignedTo',
    ...appRoleAssignmentReadWriteAll,
    success: 201,
    returns: 'appRoleAssignment',
  },
  {
    method: 'DELETE',
    path: '/servicePrincipals/{id}/appRoleAssignedTo/{assignmentId}',
    ...appRoleAssignmentReadWriteAllOr2,
    success: 204,
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/appRoleAssignments',
    ...applicationReadAllOr3,
    success: 200,
    returns: 'appRoleAssignment collection',
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/appRoleAssignments',
    ...appRoleAssignmentReadWriteAll,
    success: 201,
    returns: 'appRoleAssignment',
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/appRoleAssignments/{assignmentId}',
    ...applicationReadAllOr3,
    success: 200,
    returns: 'appRoleAssignment',
  },
  {
    method: 'DELETE',
    path: '/servicePrincipals/{id}/appRoleAssignments/{assignmentId}',
    ...appRoleAssignmentReadWriteAllOr2,
    success: 204,
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/oauth2PermissionGrants',
    delegated: {
      least: ['Directory.Read.All'],
      higher: ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'],
    },
    application: {
      least: ['Directory.Read.All'],
      higher: ['DelegatedPermissionGrant.ReadWrite.All', 'Directory.ReadWrite.All'],
    },
    success: 200,
    returns: 'oAuth2PermissionGrant collection',
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/delegatedPermissionClassifications',
    delegated: { least: ['Application.Read.All'], higher: ['Directory.Read.All'] },
    application: { least: ['Application.Read.All'], higher: ['Application.ReadWrite.OwnedBy', 'Directory.Read.All'] },
    success: 200,
    returns: 'delegatedPermissionClassification collection',
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/delegatedPermissionClassifications',
    ...policyReadWritePermissionGrant,
    success: 201,
    returns: 'delegatedPermissionClassification',
  },
  {
    method: 'DELETE',
    path: '/servicePrincipals/{id}/delegatedPermissionClassifications/{classificationId}',
    ...policyReadWritePermissionGrant,
    success: 204,
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/owners',
    ...applicationReadAllOr3,
    success: 200,
    returns: 'directoryObject collection',
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/owners/$ref',
    delegated: { least: [['Application.ReadWrite.All', 'Directory.Read.All']], higher: ['Directory.ReadWrite.All'] },
    application: {
      least: [['Application.ReadWrite.OwnedBy', 'Directory.Read.All']],
      higher: [['Application.ReadWrite.All', 'Directory.Read.All'], 'Directory.ReadWrite.All'],
    },
    success: 204,
  },
  { method: 'DELETE', path: '/servicePrincipals/{id}/owners/{ownerId}/$ref', ...applicationReadWriteAll, success: 204 },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/ownedObjects',
    ...applicationReadAllOr3,
    success: 200,
    returns: 'directoryObject collection',
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/createdObjects',
    ...applicationReadAllOr3,
    success: 200,
    returns: 'directoryObject collection',
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/memberOf',
    ...applicationReadAllOr3,
    success: 200,
    returns: 'directoryObject collection',
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{id}/transitiveMemberOf',
    delegated: {
      least: ['Application.Read.All'],
      higher: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
    },
    application: {
      least: ['Application.Read.All'],
      higher: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
    },
    success: 200,
    returns: 'directoryObject collection',
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/getMemberGroups',
    delegated: {
      least: ['Application.Read.All'],
      higher: [
        'Application.ReadWrite.All',
        'Directory.Read.All',
        'Directory.ReadWrite.All',
        'Group.Read.All',
        'Group.ReadBasic.All',
        'Group.ReadWrite.All',
        'GroupMember.Read.All',
        'GroupMember.ReadBasic.All',
        'User.Read.All',
      ],
    },
    application: {
      least: ['Application.Read.All'],
      higher: [
        'Application.ReadWrite.All',
        'Directory.Read.All',
        'Directory.ReadWrite.All',
        'Group.Read.All',
        'Group.ReadBasic.All',
        'Group.ReadWrite.All',
        'GroupMember.Read.All',
        'GroupMember.ReadBasic.All',
        'User.Read.All',
      ],
    },
    success: 200,
    returns: 'Edm.String collection',
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/getMemberObjects',
    ...applicationReadAllOr2,
    success: 200,
    returns: 'Edm.String collection',
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/checkMemberGroups',
    delegated: {
      least: ['Application.Read.All'],
      higher: [
        'Application.ReadWrite.All',
        'Directory.Read.All',
        'Directory.ReadWrite.All',
        'Group.Read.All',
        'Group.ReadBasic.All',
        'Group.ReadWrite.All',
        'GroupMember.Read.All',
        'GroupMember.ReadBasic.All',
        'User.Read.All',
        'User.ReadWrite.All',
      ],
    },
    application: {
      least: ['Application.Read.All'],
      higher: [
        'Application.ReadWrite.All',
        'Directory.Read.All',
        'Directory.ReadWrite.All',
        'Group.Read.All',
        'Group.ReadBasic.All',
        'Group.ReadWrite.All',
        'GroupMember.Read.All',
        'GroupMember.ReadBasic.All',
        'User.Read.All',
        'User.ReadWrite.All',
      ],
    },
    success: 200,
    returns: 'Edm.String collection',
  },
  {
    method: 'POST',
    path: '/servicePrincipals/{id}/checkMemberObjects',
    ...applicationReadAllOr2,
    success: 200,
    returns: 'Edm.String collection',
  },
] as const satisfies readonly RouteRow[]

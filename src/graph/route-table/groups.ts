import type { RouteAccess, RouteRow } from './route-row.ts'

const groupReadBasicAll = {
  delegated: {
    least: ['Group.ReadBasic.All'],
    higher: [
      'Directory.Read.All',
      'Directory.ReadWrite.All',
      'Group.Read.All',
      'Group.ReadWrite.All',
      'GroupMember.Read.All',
    ],
  },
  application: {
    least: ['Group.ReadBasic.All'],
    higher: [
      'Directory.Read.All',
      'Directory.ReadWrite.All',
      'Group.Read.All',
      'Group.ReadWrite.All',
      'GroupMember.Read.All',
    ],
  },
} as const satisfies RouteAccess

const groupReadWriteAll = {
  delegated: { least: ['Group.ReadWrite.All'], higher: ['Directory.ReadWrite.All'] },
  application: { least: ['Group.ReadWrite.All'], higher: ['Directory.ReadWrite.All'] },
} as const satisfies RouteAccess

const groupMemberReadBasicAll = {
  delegated: {
    least: ['GroupMember.ReadBasic.All'],
    higher: [
      'Directory.Read.All',
      'Group.Read.All',
      'Group.ReadBasic.All',
      'Group.ReadWrite.All',
      'GroupMember.Read.All',
      'GroupMember.ReadWrite.All',
    ],
  },
  application: {
    least: ['GroupMember.ReadBasic.All'],
    higher: [
      'Directory.Read.All',
      'Group.Read.All',
      'Group.ReadBasic.All',
      'Group.ReadWrite.All',
      'GroupMember.Read.All',
      'GroupMember.ReadWrite.All',
    ],
  },
} as const satisfies RouteAccess

const appRoleAssignmentReadWriteAll = {
  delegated: { least: ['AppRoleAssignment.ReadWrite.All'] },
  application: { least: ['AppRoleAssignment.ReadWrite.All'] },
} as const satisfies RouteAccess

/** Routes of Graph (graph-resources; permissions as published). Alternate keys such as `(appId=…)` are spellings of `{id}`. */
export const groupsTable = [
  { method: 'GET', path: '/groups', ...groupReadBasicAll, success: 200, returns: 'group collection' },
  {
    method: 'POST',
    path: '/groups',
    delegated: { least: ['Group.ReadWrite.All'], higher: ['Directory.ReadWrite.All'] },
    application: { least: ['Group.Create'], higher: ['Directory.ReadWrite.All', 'Group.ReadWrite.All'] },
    success: 201,
    returns: 'group',
  },
  {
    method: 'GET',
    path: '/groups/{id}',
    delegated: {
      least: ['Group.ReadBasic.All', 'GroupMember.Read.All'],
      higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'Group.Read.All', 'Group.ReadWrite.All'],
    },
    application: {
      least: ['Group.ReadBasic.All', 'GroupMember.Read.All'],
      higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'Group.Read.All', 'Group.ReadWrite.All'],
    },
    success: 200,
    returns: 'group',
  },
  { method: 'PATCH', path: '/groups/{id}', ...groupReadWriteAll, success: 204 },
  {
    method: 'DELETE',
    path: '/groups/{id}',
    delegated: { least: ['Group.ReadWrite.All'] },
    application: { least: ['Group.ReadWrite.All'] },
    success: 204,
  },
  { method: 'GET', path: '/groups/delta', ...groupReadBasicAll, success: 200, returns: 'delta' },
  {
    method: 'GET',
    path: '/groups/{id}/members',
    ...groupMemberReadBasicAll,
    success: 200,
    returns: 'directoryObject collection',
  },
  {
    method: 'POST',
    path: '/groups/{id}/members/$ref',
    delegated: {
      least: [['GroupMember.ReadWrite.All', 'User.ReadWrite.All', 'Group.ReadWrite.All', 'Application.ReadWrite.All']],
      higher: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
    },
    application: {
      least: [['GroupMember.ReadWrite.All', 'User.ReadWrite.All', 'Group.ReadWrite.All', 'Application.ReadWrite.All']],
      higher: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
    },
    success: 204,
  },
  {
    method: 'DELETE',
    path: '/groups/{id}/members/{memberId}/$ref',
    delegated: { least: ['GroupMember.ReadWrite.All'], higher: ['Directory.ReadWrite.All', 'Group.ReadWrite.All'] },
    application: { least: ['GroupMember.ReadWrite.All'], higher: ['Directory.ReadWrite.All', 'Group.ReadWrite.All'] },
    success: 204,
  },
  {
    method: 'GET',
    path: '/groups/{id}/transitiveMembers',
    ...groupMemberReadBasicAll,
    success: 200,
    returns: 'directoryObject collection',
  },
  {
    method: 'GET',
    path: '/groups/{id}/memberOf',
    delegated: {
      least: ['GroupMember.ReadBasic.All'],
      higher: [
        'Directory.Read.All',
        'Directory.ReadWrite.All',
        'Group.Read.All',
        'Group.ReadBasic.All',
        'GroupMember.Read.All',
      ],
    },
    application: {
      least: ['GroupMember.ReadBasic.All'],
      higher: [
        'Directory.Read.All',
        'Directory.ReadWrite.All',
        'Group.Read.All',
        'Group.ReadBasic.All',
        'GroupMember.Read.All',
      ],
    },
    success: 200,
    returns: 'directoryObject collection',
  },
  {
    method: 'GET',
    path: '/groups/{id}/owners',
    delegated: {
      least: ['GroupMember.Read.All'],
      higher: ['Directory.Read.All', 'Group.Read.All', 'Group.ReadWrite.All', 'GroupMember.ReadWrite.All'],
    },
    application: {
      least: ['GroupMember.Read.All'],
      higher: ['Directory.Read.All', 'Group.Read.All', 'Group.ReadWrite.All', 'GroupMember.ReadWrite.All'],
    },
    success: 200,
    returns: 'directoryObject collection',
  },
  { method: 'POST', path: '/groups/{id}/owners/$ref', ...groupReadWriteAll, success: 204 },
  { method: 'DELETE', path: '/groups/{id}/owners/{ownerId}/$ref', ...groupReadWriteAll, success: 204 },
  {
    method: 'GET',
    path: '/groups/{id}/appRoleAssignments',
    delegated: {
      least: ['Directory.Read.All'],
      higher: ['AppRoleAssignment.ReadWrite.All', 'Directory.ReadWrite.All'],
    },
    application: {
      least: ['Directory.Read.All'],
      higher: ['AppRoleAssignment.ReadWrite.All', 'Directory.ReadWrite.All'],
    },
    success: 200,
    returns: 'appRoleAssignment collection',
  },
  {
    method: 'POST',
    path: '/groups/{id}/appRoleAssignments',
    ...appRoleAssignmentReadWriteAll,
    success: 201,
    returns: 'appRoleAssignment',
  },
  {
    method: 'DELETE',
    path: '/groups/{id}/appRoleAssignments/{assignmentId}',
    ...appRoleAssignmentReadWriteAll,
    success: 204,
  },
] as const satisfies readonly RouteRow[]

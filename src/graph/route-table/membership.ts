import type { Permission } from '../../auth/permissions.ts'
import { linkRows, referenceRows } from './link-rows.ts'
import type { RouteAccess, RouteRow } from './route-row.ts'

const memberOfUser = {
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
} as const satisfies RouteAccess

const objectsOfUser = {
  delegated: {
    least: ['User.Read'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'User.Read.All', 'User.ReadWrite.All'],
  },
  application: {
    least: ['User.Read.All'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'User.ReadWrite.All'],
  },
} as const satisfies RouteAccess

const ofServicePrincipal = {
  delegated: {
    least: ['Application.Read.All'],
    higher: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
  application: {
    least: ['Application.Read.All'],
    higher: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
  },
} as const satisfies RouteAccess

const groupReaders = [
  'Directory.Read.All',
  'Directory.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadBasic.All',
  'Group.ReadWrite.All',
  'GroupMember.Read.All',
] as const satisfies readonly Permission[]

const groups = {
  delegated: { least: ['Group.ReadBasic.All'], higher: groupReaders.filter((name) => name !== 'Group.ReadBasic.All') },
  application: {
    least: ['Group.ReadBasic.All'],
    higher: groupReaders.filter((name) => name !== 'Group.ReadBasic.All'),
  },
} as const satisfies RouteAccess

const membersOfGroup = {
  delegated: { least: ['GroupMember.ReadBasic.All'], higher: [...groupReaders, 'GroupMember.ReadWrite.All'] },
  application: { least: ['GroupMember.ReadBasic.All'], higher: [...groupReaders, 'GroupMember.ReadWrite.All'] },
} as const satisfies RouteAccess

const memberOfGroup = {
  delegated: { least: ['GroupMember.ReadBasic.All'], higher: groupReaders },
  application: { least: ['GroupMember.ReadBasic.All'], higher: groupReaders },
} as const satisfies RouteAccess

const ownersOfGroup = {
  delegated: {
    least: ['GroupMember.Read.All'],
    higher: ['Directory.Read.All', 'Group.Read.All', 'Group.ReadWrite.All', 'GroupMember.ReadWrite.All'],
  },
  application: {
    least: ['GroupMember.Read.All'],
    higher: ['Directory.Read.All', 'Group.Read.All', 'Group.ReadWrite.All', 'GroupMember.ReadWrite.All'],
  },
} as const satisfies RouteAccess

const roleMembers = {
  delegated: {
    least: ['RoleManagement.Read.Directory'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
  },
  application: {
    least: ['RoleManagement.Read.Directory'],
    higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
  },
} as const satisfies RouteAccess

const directoryReadAll = {
  delegated: { least: ['Directory.Read.All'], higher: ['Directory.ReadWrite.All'] },
  application: { least: ['Directory.Read.All'], higher: ['Directory.ReadWrite.All'] },
} as const satisfies RouteAccess

function mine({ delegated }: RouteAccess) {
  return { delegated, application: 'none' } as const
}

const list = { method: 'GET', success: 200, returns: 'directoryObject collection' } as const
const check = { method: 'POST', success: 200, returns: 'Edm.String collection' } as const

/**
 * What follows from the routes of the other tables by the conventions: `$count`, type casts and `$ref` of every list of
 * directory objects (graph-conventions sections 1 and 12), and the lists of the signed-in user and of groups.
 */
export const membershipTable = [
  ...linkRows('/users/{id}/memberOf', memberOfUser),
  ...linkRows('/users/{id}/transitiveMemberOf', memberOfUser),
  ...linkRows('/users/{id}/ownedObjects', objectsOfUser),
  ...linkRows('/users/{id}/createdObjects', objectsOfUser),
  ...linkRows('/me/memberOf', mine(memberOfUser)),
  { ...list, path: '/me/transitiveMemberOf', ...mine(memberOfUser) },
  ...linkRows('/me/transitiveMemberOf', mine(memberOfUser)),
  { ...list, path: '/me/ownedObjects', ...mine(objectsOfUser) },
  ...linkRows('/me/ownedObjects', mine(objectsOfUser)),
  { ...list, path: '/me/createdObjects', ...mine(objectsOfUser) },
  ...linkRows('/me/createdObjects', mine(objectsOfUser)),
  { ...check, path: '/me/getMemberGroups', ...mine(memberOfUser) },
  { ...check, path: '/me/getMemberObjects', ...mine(memberOfUser) },
  { ...check, path: '/me/checkMemberGroups', ...mine(memberOfUser) },
  { ...check, path: '/me/checkMemberObjects', ...mine(memberOfUser) },
  ...linkRows('/servicePrincipals/{id}/memberOf', ofServicePrincipal),
  ...linkRows('/servicePrincipals/{id}/transitiveMemberOf', ofServicePrincipal),
  ...linkRows('/servicePrincipals/{id}/ownedObjects', ofServicePrincipal),
  ...linkRows('/servicePrincipals/{id}/createdObjects', ofServicePrincipal),
  { method: 'GET', path: '/groups/$count', ...groups, success: 200, returns: 'Edm.Int32' },
  ...linkRows('/groups/{id}/members', membersOfGroup),
  ...referenceRows('/groups/{id}/members', membersOfGroup),
  ...linkRows('/groups/{id}/transitiveMembers', membersOfGroup),
  ...linkRows('/groups/{id}/memberOf', memberOfGroup),
  { ...list, path: '/groups/{id}/transitiveMemberOf', ...memberOfGroup },
  ...linkRows('/groups/{id}/transitiveMemberOf', memberOfGroup),
  ...linkRows('/groups/{id}/owners', ownersOfGroup),
  ...referenceRows('/groups/{id}/owners', ownersOfGroup),
  { ...check, path: '/groups/{id}/getMemberGroups', ...memberOfGroup },
  { ...check, path: '/groups/{id}/getMemberObjects', ...memberOfGroup },
  { ...check, path: '/groups/{id}/checkMemberGroups', ...memberOfGroup },
  { ...check, path: '/groups/{id}/checkMemberObjects', ...memberOfGroup },
  ...linkRows('/directoryRoles/{id}/members', roleMembers),
  ...referenceRows('/directoryRoles/{id}/members', roleMembers),
  {
    method: 'GET',
    path: '/directoryObjects/{id}/{type}',
    ...directoryReadAll,
    success: 200,
    returns: 'directoryObject',
  },
  { ...check, path: '/directoryObjects/{id}/getMemberGroups', ...directoryReadAll },
  { ...check, path: '/directoryObjects/{id}/getMemberObjects', ...directoryReadAll },
  { ...check, path: '/directoryObjects/{id}/checkMemberGroups', ...directoryReadAll },
  { ...check, path: '/directoryObjects/{id}/checkMemberObjects', ...directoryReadAll },
] as const satisfies readonly RouteRow[]

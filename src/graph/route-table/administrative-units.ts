import { linkRows, referenceRows } from './link-rows.ts'
import type { RouteAccess, RouteRow } from './route-row.ts'

const unitReaders = {
  least: ['AdministrativeUnit.Read.All'],
  higher: ['AdministrativeUnit.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
} as const
const unitRead = { delegated: unitReaders, application: unitReaders } as const satisfies RouteAccess

const unitReadWriteAll = {
  delegated: { least: ['AdministrativeUnit.ReadWrite.All'] },
  application: { least: ['AdministrativeUnit.ReadWrite.All'] },
} as const satisfies RouteAccess

const roleReaders = {
  least: ['RoleManagement.Read.Directory'],
  higher: ['Directory.Read.All', 'Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
} as const
const roleRead = { delegated: roleReaders, application: roleReaders } as const satisfies RouteAccess

const roleReadWrite = {
  delegated: { least: ['RoleManagement.ReadWrite.Directory'] },
  application: { least: ['RoleManagement.ReadWrite.Directory'] },
} as const satisfies RouteAccess

/** Graph page "Add a member", "Permissions to create a new group". */
const createGroupInUnit = {
  delegated: {
    least: [['Group.ReadWrite.All', 'AdministrativeUnit.Read.All', 'AdministrativeUnit.ReadWrite.All']],
    higher: ['Directory.ReadWrite.All'],
  },
  application: {
    least: [['Group.Create', 'AdministrativeUnit.Read.All', 'AdministrativeUnit.ReadWrite.All']],
    higher: [
      ['Group.ReadWrite.All', 'AdministrativeUnit.Read.All', 'AdministrativeUnit.ReadWrite.All'],
      'Directory.ReadWrite.All',
    ],
  },
} as const satisfies RouteAccess

const list = { method: 'GET', ...unitRead, success: 200 } as const

/** The rows below one of the paths under which Graph has administrative units. */
function unitRows<const Path extends string>(path: Path) {
  const unit = `${path}/{id}` as const
  const members = `${unit}/members` as const
  const scoped = `${unit}/scopedRoleMembers` as const
  return [
    { ...list, path, returns: 'administrativeUnit collection' },
    { ...list, path: `${path}/$count` as const, returns: 'Edm.Int32' },
    { ...list, path: `${path}/delta` as const, returns: 'delta' },
    { method: 'POST', path, ...unitReadWriteAll, success: 201, returns: 'administrativeUnit' },
    { ...list, path: unit, returns: 'administrativeUnit' },
    { method: 'PATCH', path: unit, ...unitReadWriteAll, success: 204 },
    { method: 'DELETE', path: unit, ...unitReadWriteAll, success: 204 },
    { ...list, path: members, returns: 'directoryObject collection' },
    ...linkRows(members, unitRead),
    ...referenceRows(members, unitRead),
    { method: 'POST', path: members, ...createGroupInUnit, success: 201, returns: 'group' },
    { method: 'POST', path: `${members}/$ref` as const, ...unitReadWriteAll, success: 204 },
    { method: 'DELETE', path: `${members}/{memberId}/$ref` as const, ...unitReadWriteAll, success: 204 },
    { method: 'GET', path: scoped, ...roleRead, success: 200, returns: 'scopedRoleMembership collection' },
    { method: 'POST', path: scoped, ...roleReadWrite, success: 201, returns: 'scopedRoleMembership' },
    {
      method: 'GET',
      path: `${scoped}/{membershipId}` as const,
      ...roleRead,
      success: 200,
      returns: 'scopedRoleMembership',
    },
    { method: 'DELETE', path: `${scoped}/{membershipId}` as const, ...roleReadWrite, success: 204 },
  ] as const
}

const onlyBeta = { versions: ['beta'] } as const

/** Routes of Graph (Graph pages "administrativeUnit", "scopedRoleMembership"); beta has them under a path of their own, too. */
export const administrativeUnitsTable = [
  ...unitRows('/directory/administrativeUnits'),
  ...inBeta(unitRows('/administrativeUnits')),
  {
    method: 'GET',
    path: '/users/{id}/scopedRoleMemberOf',
    ...roleRead,
    success: 200,
    returns: 'scopedRoleMembership collection',
  },
  {
    method: 'GET',
    path: '/me/scopedRoleMemberOf',
    delegated: roleReaders,
    application: 'none',
    success: 200,
    returns: 'scopedRoleMembership collection',
  },
  {
    method: 'GET',
    path: '/directoryRoles/{id}/scopedMembers',
    ...roleRead,
    success: 200,
    returns: 'scopedRoleMembership collection',
  },
] as const satisfies readonly RouteRow[]

function inBeta<const Rows extends readonly object[]>(rows: Rows) {
  // The shape of each row stays as it is, so that the keys of the table do.
  return rows.map((row) => ({ ...row, ...onlyBeta })) as unknown as {
    readonly [Index in keyof Rows]: Rows[Index] & typeof onlyBeta
  }
}

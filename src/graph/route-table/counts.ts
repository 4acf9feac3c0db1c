import { applicationsTable } from './applications.ts'
import { directoryTable } from './directory.ts'
import { groupsTable } from './groups.ts'
import { linkRows, referenceRows } from './link-rows.ts'
import { permissionGrantsTable } from './permission-grants.ts'
import type { RouteAccess, RouteRow } from './route-row.ts'
import { servicePrincipalsTable } from './service-principals.ts'
import { usersTable } from './users.ts'

const lists: readonly RouteRow[] = [
  ...applicationsTable,
  ...servicePrincipalsTable,
  ...usersTable,
  ...groupsTable,
  ...permissionGrantsTable,
  ...directoryTable,
]

/** Whoever may read a list may count it. */
function accessOf(path: string): RouteAccess {
  const list = lists.find((row) => row.method === 'GET' && row.path === path)
  if (list === undefined) throw new Error(`there is no list ${path}`)
  const { delegated, application, delegatedRoles } = list
  return { delegated, application, ...(delegatedRoles && { delegatedRoles }) }
}

function countRow<const Path extends string>(path: Path) {
  return { ...accessOf(path), method: 'GET', path: `${path}/$count`, success: 200, returns: 'Edm.Int32' } as const
}

function ownerRows<const Path extends string>(path: Path) {
  const access = accessOf(path)
  return [...linkRows(path, access), ...referenceRows(path, access)] as const
}

/** `$count` of the lists of other tables, and casts of their owners (graph-conventions sections 1 and 6). */
export const countsTable = [
  ...ownerRows('/applications/{id}/owners'),
  countRow('/applications/{id}/extensionProperties'),
  countRow('/applications/{id}/federatedIdentityCredentials'),
  ...ownerRows('/servicePrincipals/{id}/owners'),
  countRow('/servicePrincipals/{id}/appRoleAssignedTo'),
  countRow('/servicePrincipals/{id}/appRoleAssignments'),
  countRow('/servicePrincipals/{id}/oauth2PermissionGrants'),
  countRow('/servicePrincipals/{id}/delegatedPermissionClassifications'),
  countRow('/users/{id}/appRoleAssignments'),
  countRow('/users/{id}/oauth2PermissionGrants'),
  countRow('/groups/{id}/appRoleAssignments'),
  countRow('/oauth2PermissionGrants'),
  countRow('/directory/deletedItems/microsoft.graph.user'),
  countRow('/directory/deletedItems/microsoft.graph.group'),
  countRow('/directory/deletedItems/microsoft.graph.application'),
  countRow('/directory/deletedItems/microsoft.graph.servicePrincipal'),
  countRow('/directory/deletedItems/microsoft.graph.administrativeUnit'),
] as const satisfies readonly RouteRow[]

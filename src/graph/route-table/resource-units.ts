import type { RequestCost } from '../../http/resource-units.ts'
import type { RouteRow } from './route-row.ts'

/**
 * Base costs of requests, as far as they are not 1 (Graph page "Microsoft Graph service-specific throttling limits",
 * identity and access). What stands here counts as reading, even where it is a POST. `/me/…` costs what `/users/{id}/…` does.
 */
const units: Readonly<Record<string, number>> = {
  'GET /applications': 2,
  'GET /applications/{id}/extensionProperties': 2,
  'POST /directoryObjects/getByIds': 5,
  'GET /groups/{id}/members': 3,
  'GET /groups/{id}/transitiveMembers': 5,
  'POST /users/{id}/checkMemberGroups': 4,
  'POST /users/{id}/checkMemberObjects': 4,
  'POST /users/{id}/getMemberGroups': 2,
  'POST /users/{id}/getMemberObjects': 2,
  'GET /users/{id}/memberOf': 2,
  'GET /users/{id}/ownedObjects': 2,
  'GET /users/{id}/transitiveMemberOf': 2,
  'GET /oauth2PermissionGrants': 2,
  'GET /oauth2PermissionGrants/{id}': 2,
  'GET /servicePrincipals/{id}/appRoleAssignments': 2,
  'GET /users': 2,
}

/** What a route takes from the limits of directory objects. */
export function baseCostOf({ method, path }: Pick<RouteRow, 'method' | 'path'>): RequestCost {
  const listed = units[`${method} ${path.replace(/^\/me\//, '/users/{id}/')}`]
  return { units: listed ?? 1, writes: listed === undefined && method !== 'GET' ? 1 : 0 }
}

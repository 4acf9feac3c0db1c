import type { ApplicationsStore } from '../contracts/store-applications.ts'
import { graphAppId, type Permission, permissionOfAppRole } from './permissions.ts'

/**
 * The application permissions that a service principal was granted. Only grants on Graph's own service principal
 * count: another resource could declare an app role with the same id and grant it to whomever it likes.
 */
export async function grantedPermissions(
  applications: Pick<ApplicationsStore, 'findServicePrincipalByAppId' | 'listAppRoleAssignments'>,
  servicePrincipalId: string,
): Promise<readonly Permission[]> {
  const graph = await applications.findServicePrincipalByAppId(graphAppId)
  if (graph === undefined) return []
  const resourceId = graph.id.toLowerCase()
  const assignments = await applications.listAppRoleAssignments(servicePrincipalId)
  const granted = assignments
    .filter((assignment) => assignment.resourceId.toLowerCase() === resourceId)
    .map((assignment) => permissionOfAppRole(assignment.appRoleId))
    .filter((permission) => permission !== undefined)
  return [...new Set(granted)].sort()
}

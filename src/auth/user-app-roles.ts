import type { DirectoryObject } from '../model/directory-object.ts'
import { type MembershipReader, readLinking } from './directory-roles.ts'
import { type AppRoleOwner, type GrantedAppRoles, toGrantedAppRoles } from './granted-app-roles.ts'

/**
 * App roles that a user has on a resource: assigned to the user, or to a group that the user is a direct member of.
 * Members of a group within that group have none (Graph `appRoleAssignment`).
 */
export async function readUserAppRoles(
  objects: MembershipReader,
  userId: string,
  owner: AppRoleOwner,
): Promise<GrantedAppRoles> {
  const groups = (await readLinking(objects, 'members', userId)).filter(({ type }) => type === 'group')
  const assignments: DirectoryObject[] = []
  for (const principalId of [userId, ...groups.map(({ id }) => id)]) {
    const linking = await readLinking(objects, 'principal', principalId)
    assignments.push(...linking.filter(({ type }) => type === 'appRoleAssignment'))
  }
  const granted = assignments.map(({ properties: { resourceId, appRoleId } }) => {
    return { resourceId: String(resourceId), appRoleId: String(appRoleId) }
  })
  return toGrantedAppRoles(granted, owner)
}

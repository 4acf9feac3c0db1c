import { readUserAppRoles } from '../auth/user-app-roles.ts'
import type { ObjectsReader } from '../contracts/store-objects.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import type { ClientRegistration } from './client-registration.ts'
import type { DelegatedResource } from './consent/delegated-resource.ts'
import { OAuthError } from './error.ts'

type Objects = Pick<ObjectsReader, 'findByKey' | 'findMany' | 'listLinking'>

/** Where an application takes only those who are assigned to it, by themselves or by a group: 50105 for the others. */
export async function refuseUnassigned(
  objects: Pick<Objects, 'findMany' | 'listLinking'>,
  { servicePrincipal, application, displayName }: ClientRegistration,
  userId: string,
): Promise<void> {
  if (servicePrincipal?.properties.appRoleAssignmentRequired !== true) return
  const { isAssigned } = await readUserAppRoles(objects, userId, { servicePrincipal, application })
  if (!isAssigned) throw unassigned(displayName)
}

/** Roles of a user in a client, for its id_token. */
export async function rolesInClient(
  objects: Pick<Objects, 'findMany' | 'listLinking'>,
  { servicePrincipal, application }: ClientRegistration,
  userId: string,
): Promise<readonly string[]> {
  if (servicePrincipal === undefined || !declaresRoles(application ?? servicePrincipal)) return []
  return (await readUserAppRoles(objects, userId, { servicePrincipal, application })).roles
}

/**
 * Roles of a user on an API of the tenant's own, for the access token; Graph's roles are directory roles. Refuses with
 * 50105 where the API takes assigned users only, and with 500011 when it is disabled.
 */
export async function rolesOnResource(
  objects: Objects,
  { isGraph, servicePrincipal, audience }: DelegatedResource,
  userId: string,
): Promise<readonly string[]> {
  const { appId, accountEnabled, appRoleAssignmentRequired, displayName } = servicePrincipal.properties
  if (accountEnabled === false) throw new OAuthError(500011, `The resource '${audience}' is disabled in the tenant.`)
  if (isGraph) return []
  const application = await objects.findByKey('application', { name: 'appId', value: String(appId) })
  if (appRoleAssignmentRequired !== true && !declaresRoles(application ?? servicePrincipal)) return []
  const { roles, isAssigned } = await readUserAppRoles(objects, userId, { servicePrincipal, application })
  if (appRoleAssignmentRequired === true && !isAssigned) throw unassigned(String(displayName))
  return roles
}

/** Most applications have no roles, and then nobody's groups need to be read. */
function declaresRoles({ properties: { appRoles } }: DirectoryObject): boolean {
  return Array.isArray(appRoles) && appRoles.length > 0
}

function unassigned(displayName: string): OAuthError {
  return new OAuthError(50105, `The user is not assigned to a role of the application '${displayName}'.`)
}

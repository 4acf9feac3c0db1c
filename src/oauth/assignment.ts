import type { ObjectsReader } from '../contracts/store-objects.ts'
import type { ClientRegistration } from './client-registration.ts'
import { OAuthError } from './error.ts'

const linksMax = 1_000

/** Where an application takes only those who are assigned to it, by themselves or by a group: 50105 for the others. */
export async function refuseUnassigned(
  objects: Pick<ObjectsReader, 'findMany' | 'listLinking'>,
  { servicePrincipal, displayName }: ClientRegistration,
  userId: string,
): Promise<void> {
  if (servicePrincipal?.properties.appRoleAssignmentRequired !== true) return
  const groups = await objects.listLinking('members', userId, { limit: linksMax })
  for (const principalId of [userId, ...groups]) {
    const ids = await objects.listLinking('principal', principalId, { limit: linksMax })
    const found = await objects.findMany(ids)
    const isAssigned = found.some(
      (object) => object?.type === 'appRoleAssignment' && object.properties.resourceId === servicePrincipal.id,
    )
    if (isAssigned) return
  }
  throw new OAuthError(50105, `The user is not assigned to a role of the application '${displayName}'.`)
}

import { holdsRole } from '../../auth/directory-roles.ts'
import { applicationWriters } from '../../auth/role-rights.ts'
import type { ObjectsReader } from '../../contracts/store-objects.ts'
import type { Call } from '../../http/route.ts'
import { toObjectId } from '../../model/directory-object.ts'
import type { Writing } from '../write-as.ts'

/**
 * Who made an object is linked to it. Whoever may change only what it owns becomes its owner: an application with
 * `.OwnedBy`, a user whose directory roles say nothing of applications.
 */
export async function linkCreator(call: Call, { objects }: Writing, id: string): Promise<void> {
  const creator = idOf(call)
  await objects.link('creator', id, creator)
  if (reachesOwnedOnly(call)) await objects.link('owners', id, creator)
}

/** Whether the caller may change applications and service principals that it owns, and no others. */
export function reachesOwnedOnly({ principal, ownedOnly = false }: Pick<Call, 'principal' | 'ownedOnly'>): boolean {
  return principal.kind === 'application' ? ownedOnly : !holdsRole(principal.directoryRoles, applicationWriters)
}

/** Whether the caller is an owner of the object. */
export function isOwner(call: Pick<Call, 'principal'>, objects: Pick<ObjectsReader, 'isLinked'>, id: string) {
  return objects.isLinked('owners', id, toObjectId(idOf(call)))
}

function idOf({ principal }: Pick<Call, 'principal'>): string {
  return principal.kind === 'application' ? principal.servicePrincipalId : principal.userId
}

import type { Call } from '../../http/route.ts'
import type { Writing } from '../write-as.ts'

/**
 * Who made an object is linked to it. Whoever may change only what it owns becomes its owner: an application with
 * `.OwnedBy`, a user without a directory role.
 */
export async function linkCreator(
  { principal, ownedOnly = false }: Call,
  { objects }: Writing,
  id: string,
): Promise<void> {
  const creator = principal.kind === 'application' ? principal.servicePrincipalId : principal.userId
  await objects.link('creator', id, creator)
  const owns = principal.kind === 'application' ? ownedOnly : principal.directoryRoles.length === 0
  if (owns) await objects.link('owners', id, creator)
}

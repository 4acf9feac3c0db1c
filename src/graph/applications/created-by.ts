import type { Call } from '../../http/route.ts'
import { seesOwnedOnly } from './owned-only.ts'
import type { Writing } from './parts.ts'

/**
 * Who made an object is linked to it. Whoever may change only what it owns becomes its owner: an application with
 * `.OwnedBy`, a user without a directory role.
 */
export async function linkCreator({ principal }: Call, { objects }: Writing, id: string): Promise<void> {
  const creator = principal.kind === 'application' ? principal.servicePrincipalId : principal.userId
  await objects.link('creator', id, creator)
  const owns = principal.kind === 'application' ? seesOwnedOnly(principal) : principal.directoryRoles.length === 0
  if (owns) await objects.link('owners', id, creator)
}

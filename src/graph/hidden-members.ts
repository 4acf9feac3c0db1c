import type { ObjectsReader } from '../contracts/store-objects.ts'
import { hidesMembers } from '../directory/unit-rules.ts'
import type { Call } from '../http/route.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'
import { holdsAny } from './caller.ts'

type Holder = Pick<DirectoryObject, 'id' | 'properties'>

/**
 * Whether a caller may know who is in a group or an administrative unit: with `visibility` HiddenMembership only with the
 * permission `Member.Read.Hidden`, and the members and owners themselves (Graph pages "group" and "administrativeUnit
 * resource type").
 */
export async function seesMembers(
  { principal }: Pick<Call, 'principal'>,
  { id, properties }: Holder,
  objects: Pick<ObjectsReader, 'isLinked'>,
): Promise<boolean> {
  if (!hidesMembers(properties) || holdsAny(principal, ['Member.Read.Hidden'])) return true
  const ownId = (principal.kind === 'user' ? principal.userId : principal.servicePrincipalId).toLowerCase()
  return (await objects.isLinked('members', id, ownId)) || objects.isLinked('owners', id, ownId)
}

/** Refuses with `accessDenied` who may not know the members. */
export async function requireSeeingMembers(
  call: Pick<Call, 'principal'>,
  holder: Holder,
  objects: Pick<ObjectsReader, 'isLinked'>,
): Promise<void> {
  if (await seesMembers(call, holder, objects)) return
  const message = 'The members are hidden: the token needs Member.Read.Hidden as well.'
  throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'PermissionMissing', message }],
  })
}

/** Memberships of an object without the hidden ones, unless the caller is the member or may see them. */
export function withoutHidden(
  { principal }: Pick<Call, 'principal'>,
  memberId: string,
  memberships: readonly DirectoryObject[],
): readonly DirectoryObject[] {
  const isSelf = principal.kind === 'user' && principal.userId.toLowerCase() === memberId.toLowerCase()
  if (isSelf || holdsAny(principal, ['Member.Read.Hidden'])) return memberships
  return memberships.filter(({ properties }) => !hidesMembers(properties))
}

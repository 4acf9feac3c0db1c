import type { DirectoryTransaction } from '../contracts/store-writes.ts'
import type { AuditTarget, AuditTargetType } from '../directory/audit-entry.ts'
import { type Candidate, type GroupRefusal, isDynamicGroup, refuseLink } from '../directory/group-rules.ts'
import { isDynamicUnit } from '../directory/unit-rules.ts'
import { type DirectoryObject, toObjectId } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'
import { refused } from './group-body.ts'
import { resourceNotFound } from './not-found.ts'
import { alreadyLinked } from './references.ts'

/** What stands at the other end of a link, for the audit log. */
export interface LinkTarget extends Candidate {
  readonly displayName: string | null
  readonly userPrincipalName: string | null
}

/** Finds who is to be linked, inside a transaction. Refuses with `notFound`. */
export async function findLinkTarget(
  { objects, users }: Pick<DirectoryTransaction, 'objects' | 'users'>,
  id: string,
): Promise<LinkTarget> {
  const [user] = await users.findByIds([toObjectId(id)])
  if (user !== undefined) {
    const { displayName, userPrincipalName } = user.properties
    return { id: user.id, type: 'user', displayName: displayName ?? null, userPrincipalName }
  }
  const object = await objects.find(id)
  if (object === undefined) throw resourceNotFound(id)
  const { displayName } = object.properties
  return {
    id: object.id,
    type: object.type,
    displayName: typeof displayName === 'string' ? displayName : null,
    userPrincipalName: null,
  }
}

const auditTypes: ReadonlyMap<string, AuditTargetType> = new Map<string, AuditTargetType>([
  ['user', 'User'],
  ['group', 'Group'],
  ['servicePrincipal', 'ServicePrincipal'],
  ['application', 'Application'],
  ['directoryRole', 'Role'],
  ['administrativeUnit', 'AdministrativeUnit'],
])

/** How the audit log names it. */
export function toAuditTarget({ id, type, displayName, userPrincipalName }: LinkTarget): AuditTarget {
  return { id, type: auditTypes.get(type) ?? 'Other', displayName, userPrincipalName }
}

/** Makes somebody member or owner of a group. Refuses with `notFound` and `invalidValue`. */
export async function linkToGroup(
  transaction: Pick<DirectoryTransaction, 'objects' | 'users'>,
  group: DirectoryObject,
  { relation, id }: { readonly relation: 'members' | 'owners'; readonly id: string },
): Promise<LinkTarget> {
  if (relation === 'members') requireAssignedMembers(group)
  const target = await findLinkTarget(transaction, id)
  requireNone(refuseLink(group, relation, target))
  if (!(await transaction.objects.link(relation, group.id, target.id))) throw alreadyLinked(relation)
  return target
}

/** Refuses with `accessDenied` to change by hand who is in a group or unit by its rule, as the reference does. */
export function requireAssignedMembers({ properties }: Pick<DirectoryObject, 'properties'>): void {
  if (!isDynamicGroup(properties) && !isDynamicUnit(properties)) return
  const message = 'The members follow from the membershipRule and cannot be changed by hand.'
  throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', {
    details: [{ code: 'DynamicMembership', message, target: 'members' }],
  })
}

/** Rules of membership are about users: whatever else was a member of a group or unit that now has one is none any more. */
export async function keepUsersOnly(
  { objects, users }: Pick<DirectoryTransaction, 'objects' | 'users'>,
  fromId: string,
): Promise<void> {
  const ids = await objects.listLinked('members', fromId)
  const found = await users.findByIds(ids)
  for (const [index, id] of ids.entries()) {
    // Users in the deleted items are neither; they may come back.
    if (found[index] === undefined && (await objects.find(id)) !== undefined) {
      await objects.unlink('members', fromId, id)
    }
  }
}

/** Ends a link. Refuses with `notFound` when there is none. */
export async function unlinkFrom(
  { objects }: Pick<DirectoryTransaction, 'objects'>,
  {
    relation,
    fromId,
    toId,
  }: { readonly relation: 'members' | 'owners'; readonly fromId: string; readonly toId: string },
): Promise<void> {
  if (!(await objects.unlink(relation, fromId, toId))) throw resourceNotFound(toId)
}

/** Another transaction came first. */
export function concurrent(): EntrainError {
  return new EntrainError('conflict', 'The object was changed at the same time. Try again.')
}

function requireNone(refusal: GroupRefusal | null): void {
  if (refusal !== null) throw refused(refusal)
}

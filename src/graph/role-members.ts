import type { AuditEntry } from '../contracts/store-audits.ts'
import type { DirectoryTransaction } from '../contracts/store-writes.ts'
import { keepingHolder } from '../directory/keep-administrator.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'
import type { CalledAudit } from './audit-call.ts'
import { globalAdministrator } from './directory-role-object.ts'
import { findLinkTarget, type LinkTarget, toAuditTarget, unlinkFrom } from './link-objects.ts'

/** Who is to have a role, or no longer. */
export interface RoleChange {
  readonly role: DirectoryObject
  readonly principalId: string
  readonly audit: (audit: CalledAudit) => AuditEntry
}

/** Gives somebody a role in the whole tenant. Answers whether that is new. Refuses with `notFound` and `invalidValue`. */
export async function addToRole(
  transaction: DirectoryTransaction,
  { role, principalId, audit }: RoleChange,
): Promise<boolean> {
  const target = await findRolePrincipal(transaction, principalId)
  const isNew = await transaction.objects.link('members', role.id, target.id)
  if (isNew) await transaction.audits.append([audit(toAudit('Add member to role', role, target))])
  return isNew
}

/** Takes a role away. Refuses with `notFound` when it is not held, and with `invalidValue` to leave no Global Administrator. */
export function removeFromRole(
  transaction: DirectoryTransaction,
  { role, principalId, audit }: RoleChange,
): Promise<void> {
  return keepingHolder(transaction, globalAdministrator, async () => {
    const target = await findLinkTarget(transaction, principalId)
    await unlinkFrom(transaction, { relation: 'members', fromId: role.id, toId: target.id })
    await transaction.audits.append([audit(toAudit('Remove member from role', role, target))])
  })
}

/** Users, service principals and role-assignable groups can have roles. */
export async function findRolePrincipal(
  transaction: Pick<DirectoryTransaction, 'objects' | 'users'>,
  principalId: string,
): Promise<LinkTarget> {
  const target = await findLinkTarget(transaction, principalId)
  if (target.type === 'user' || target.type === 'servicePrincipal') return target
  const group = target.type === 'group' ? await transaction.objects.find(target.id) : undefined
  if (group?.properties.isAssignableToRole === true) return target
  const message =
    target.type === 'group'
      ? 'Directory roles can only be assigned to groups that were created with isAssignableToRole set to true.'
      : 'Directory roles can be assigned to users, service principals and role-assignable groups.'
  throw new EntrainError('invalidValue', message, {
    details: [{ code: 'InvalidValue', message, target: 'principalId' }],
  })
}

function toAudit(activity: string, { id, properties }: DirectoryObject, target: LinkTarget): CalledAudit {
  const { displayName } = properties
  const role = { id, type: 'Role', displayName: typeof displayName === 'string' ? displayName : null } as const
  const operationType = activity.startsWith('Add') ? 'Assign' : 'Unassign'
  return { activity, category: 'RoleManagement', targets: [toAuditTarget(target), role], operationType }
}

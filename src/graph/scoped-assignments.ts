import type { AuditEntry } from '../contracts/store-audits.ts'
import type { DirectoryTransaction } from '../contracts/store-writes.ts'
import { newObjectId } from '../directory/new-object-id.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'
import type { CalledAudit } from './audit-call.ts'
import { ensureRole } from './directory-role-object.ts'
import { findLinkTarget, type LinkTarget, toAuditTarget } from './link-objects.ts'
import { resourceNotFound } from './not-found.ts'
import type { RoleTemplate } from './role-catalogue.ts'
import { findRolePrincipal } from './role-members.ts'

/** A role over one object, or over the members of an administrative unit. */
export interface ScopedWish {
  /** `/administrativeUnits/{id}`, or `/{id}` of any other object. */
  readonly scope: string
  readonly template: RoleTemplate
  readonly principalId: string
  readonly now: number
  readonly audit: (audit: CalledAudit) => AuditEntry
}

/** Id of the object that a scope names. */
export function objectOfScope(scope: string): string {
  return scope.split('/').at(-1) ?? ''
}

/** Assigns a role over a part of the tenant, and activates the role. Refuses with `notFound` and `invalidValue`. */
export async function insertScoped(
  transaction: DirectoryTransaction,
  { scope, template, principalId, now, audit }: ScopedWish,
): Promise<DirectoryObject> {
  const { objects, audits } = transaction
  const target = await findRolePrincipal(transaction, principalId)
  const { role } = await ensureRole(objects, template, now)
  const id = newObjectId(now)
  const properties = { principalId: target.id, roleDefinitionId: template.id, directoryScopeId: scope }
  const key = { name: 'assignment', value: `${target.id} ${template.id} ${scope}` }
  const outcome = await objects.insert({ id, type: 'unifiedRoleAssignment', properties, keys: [key] })
  if (outcome.kind !== 'written') throw conflictingAssignment()
  await objects.link('principal', id, target.id)
  // Whatever purges the object purges the roles over it.
  await objects.link('resource', id, objectOfScope(scope))
  await audits.append([audit(toAudit('Add', { role, target, scope }))])
  return { id, type: 'unifiedRoleAssignment', version: 1, deletedDateTime: null, properties }
}

/** Ends an assignment. Refuses with `notFound`. */
export async function removeScoped(
  transaction: DirectoryTransaction,
  { id, properties }: DirectoryObject,
  audit: (audit: CalledAudit) => AuditEntry,
): Promise<void> {
  const { objects, audits } = transaction
  if ((await objects.purge(id)).kind === 'gone') throw resourceNotFound(id)
  const value = String(properties.roleDefinitionId)
  const role = await objects.findByKey('directoryRole', { name: 'roleTemplateId', value })
  // A principal that is gone took its assignments along.
  const target = await findLinkTarget(transaction, String(properties.principalId))
  const scope = String(properties.directoryScopeId)
  await audits.append([audit(toAudit('Remove', { role, target, scope }))])
}

interface Assigned {
  readonly role: DirectoryObject | undefined
  readonly target: LinkTarget
  readonly scope: string
}

function toAudit(verb: 'Add' | 'Remove', { role, target, scope }: Assigned): CalledAudit {
  const displayName = role?.properties.displayName
  const name = typeof displayName === 'string' ? displayName : null
  return {
    activity: verb === 'Add' ? 'Add scoped member to role' : 'Remove scoped member from role',
    category: 'RoleManagement',
    operationType: verb === 'Add' ? 'Assign' : 'Unassign',
    targets: [
      toAuditTarget(target),
      ...(role === undefined ? [] : [{ id: role.id, type: 'Role', displayName: name } as const]),
    ],
    additionalDetails: { directoryScopeId: scope },
  }
}

export function conflictingAssignment(): EntrainError {
  const message = 'A conflicting object with one or more of the specified property values is present in the directory.'
  return new EntrainError('invalidValue', message, {
    details: [{ code: 'ConflictingObjects', message, target: 'principalId' }],
  })
}

import { roleTemplates } from '../auth/role-templates.ts'
import { isRoleAssignable } from '../directory/membership.ts'
import type { Call } from '../http/route.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'
import { holdsAny } from './caller.ts'

const managers: readonly string[] = [
  roleTemplates['Global Administrator'],
  roleTemplates['Privileged Role Administrator'],
]

/**
 * Whoever changes who has directory roles needs `RoleManagement.ReadWrite.Directory` besides the permission of the route,
 * and as a signed-in user one of the roles that manage roles (graph-resources 4.1). Refuses with `accessDenied`.
 */
export function requireRoleManagement({ principal }: Pick<Call, 'principal'>): void {
  const message = 'Insufficient privileges to complete the operation.'
  if (!holdsAny(principal, ['RoleManagement.ReadWrite.Directory'])) {
    const reason = 'A group that directory roles can be assigned to needs RoleManagement.ReadWrite.Directory as well.'
    throw new EntrainError('accessDenied', message, { details: [{ code: 'PermissionMissing', message: reason }] })
  }
  if (principal.kind === 'user' && !principal.directoryRoles.some((role) => managers.includes(role))) {
    const reason = 'The signed-in user needs to be Global Administrator or Privileged Role Administrator.'
    throw new EntrainError('accessDenied', message, { details: [{ code: 'DirectoryRoleMissing', message: reason }] })
  }
}

/** The same for a group, when it is one that directory roles can be assigned to. */
export function requireGroupAccess(call: Pick<Call, 'principal'>, group: Pick<DirectoryObject, 'properties'>): void {
  if (isRoleAssignable(group)) requireRoleManagement(call)
}

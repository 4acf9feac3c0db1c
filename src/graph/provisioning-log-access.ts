import type { Permission } from '../auth/permissions.ts'
import { roleTemplates } from '../auth/role-templates.ts'
import type { RoutePermissions } from '../http/route.ts'
import { EntrainError } from '../model/error.ts'
import type { Principal } from '../model/principal.ts'
import { holdsAny } from './caller.ts'

const readers: readonly Permission[] = ['ProvisioningLog.Read.All', 'AuditLog.Read.All', 'Directory.Read.All']

/** Reading the provisioning log (provisioning-logs section 1). */
export const readProvisioningLog: RoutePermissions<Permission> = {
  application: readers,
  delegated: readers,
  delegatedRoles: [
    roleTemplates['Reports Reader'],
    roleTemplates['Security Reader'],
    roleTemplates['Security Administrator'],
    roleTemplates['Security Operator'],
    roleTemplates['Global Reader'],
    roleTemplates['Application Administrator'],
    roleTemplates['Cloud Application Administrator'],
    roleTemplates['Global Administrator'],
  ],
}

/**
 * For routes that show what the log shows, besides what their own permissions open. Refuses with `permissionMissing`,
 * which names what would do.
 */
export function requireLogReader(principal: Principal): void {
  const missing = (what: string) => new EntrainError('permissionMissing', what)
  if (!holdsAny(principal, readers))
    throw missing(
      `The token has none of the permissions that open the provisioning log, which this answer tells from: ${readers.join(', ')}.`,
    )
  const { delegatedRoles } = readProvisioningLog
  if (principal.kind === 'user' && !delegatedRoles.some((role) => principal.directoryRoles.includes(role)))
    throw missing(`The signed-in user needs one of the directory roles ${delegatedRoles.join(', ')}.`)
}

import type { Permission } from '../auth/permissions.ts'
import { roleTemplates } from '../auth/role-templates.ts'
import { EntrainError } from '../model/error.ts'
import type { Principal } from '../model/principal.ts'
import { holdsAny } from './caller.ts'
import { readsProvisioningLog } from './route-table/audit-logs.ts'

const { least, higher } = readsProvisioningLog.application
const readers: readonly Permission[] = [...least, ...higher]
const readerRoles: readonly string[] = readsProvisioningLog.delegatedRoles.map((name) => roleTemplates[name])

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
  if (principal.kind === 'user' && !readerRoles.some((role) => principal.directoryRoles.includes(role)))
    throw missing(
      `The signed-in user needs one of the directory roles ${readsProvisioningLog.delegatedRoles.join(', ')}.`,
    )
}

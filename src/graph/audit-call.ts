import type { ApplicationsStore } from '../contracts/store-applications.ts'
import type { AuditEntry } from '../contracts/store-audits.ts'
import type { DirectoryStore } from '../contracts/store-directory.ts'
import { type Audit, type AuditActor, type AuditedProperty, directoryAudit } from '../directory/audit-entry.ts'
import { newObjectId } from '../directory/new-object-id.ts'
import type { Call } from '../http/route.ts'
import type { JsonObject } from '../std/json-object.ts'
import type { ForTenant } from './tenant-part.ts'

interface Finders {
  readonly applications: Pick<ApplicationsStore, 'findServicePrincipal'>
  readonly directory: Pick<DirectoryStore, 'findUser'>
}

/** What only the writer knows; the rest is read from the call. */
export type CalledAudit = Omit<Audit, 'id' | 'at' | 'initiatedBy' | 'correlationId' | 'userAgent'>

/**
 * Writes audits of one call: who called is looked up once, before the transaction, and each entry is made inside it:
 * `const audit = await auditsOf(call, tenant, clock)`, then `audits.append([audit({ activity: 'Add user', … })])`.
 */
export async function auditsOf(
  call: Pick<Call, 'principal' | 'request'>,
  finders: Finders,
  clock: { now(): number },
): Promise<(audit: CalledAudit) => AuditEntry> {
  const { request } = call
  const initiatedBy = await toActor(call, finders)
  return (audit) => {
    const at = clock.now()
    return directoryAudit({
      ...audit,
      at,
      id: newObjectId(at),
      initiatedBy,
      correlationId: request.clientRequestId,
      userAgent: request.header('user-agent'),
    })
  }
}

async function toActor(
  { principal, request }: Pick<Call, 'principal' | 'request'>,
  { applications, directory }: Finders,
): Promise<AuditActor> {
  if (principal.kind === 'user') {
    const { displayName = null, userPrincipalName = null } =
      (await directory.findUser(principal.userId))?.properties ?? {}
    return { kind: 'user', id: principal.userId, displayName, userPrincipalName, ipAddress: request.remoteAddress }
  }
  const { appId, servicePrincipalId } = principal
  const displayName = (await applications.findServicePrincipal(servicePrincipalId))?.displayName ?? null
  return { kind: 'application', appId, servicePrincipalId, displayName }
}

/** What differs, as audits tell it. */
export function changesOf(before: JsonObject, after: JsonObject): readonly AuditedProperty[] {
  return Object.keys(after)
    .filter((name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null))
    .map((name) => ({ name, oldValue: before[name] ?? null, newValue: after[name] ?? null }))
}

/** Writes one audit of a call that succeeded, for writers whose work is no transaction of the directory. */
export type AuditCall = (call: Pick<Call, 'principal' | 'request'>, audit: CalledAudit) => Promise<void>

export function createAuditCall(parts: {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'provisioning'>
  readonly clock: { now(): number }
}): AuditCall {
  return async (call, audit) => {
    const tenant = parts.forTenant(call.principal.tenantId)
    const toEntry = await auditsOf(call, tenant, parts.clock)
    await tenant.provisioning.transaction(({ audits }) => audits.append([toEntry(audit)]))
  }
}

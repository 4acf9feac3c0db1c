import type { ObjectsWriter } from '../contracts/store-objects.ts'
import type { UsersWriter } from '../contracts/store-provisioning.ts'
import type { Call } from '../http/route.ts'
import { auditsOf, type CalledAudit } from './audit-call.ts'
import type { ForTenant } from './tenant-part.ts'

/** A transaction of one call: what is written, and the audit entries about it, last together. */
export interface Writing {
  readonly objects: ObjectsWriter
  readonly users: UsersWriter
  /** Milliseconds since 1970, UTC. */
  readonly now: number
  /** The same as ISO 8601. */
  readonly at: string
  audit(entry: CalledAudit): Promise<void>
}

export interface WritingParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'provisioning'>
  readonly clock: { now(): number }
}

/** Runs `work` in one transaction on behalf of the caller. */
export async function writeAs<T>(
  call: Call,
  { forTenant, clock }: WritingParts,
  work: (writing: Writing) => Promise<T>,
): Promise<T> {
  const tenant = forTenant(call.principal.tenantId)
  const toEntry = await auditsOf(call, tenant, clock)
  return tenant.provisioning.transaction(({ objects, users, audits }) => {
    const now = clock.now()
    const at = new Date(now).toISOString()
    return work({ objects, users, now, at, audit: (entry) => audits.append([toEntry(entry)]) })
  })
}

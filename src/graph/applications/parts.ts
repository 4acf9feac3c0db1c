import type { Clock } from '../../contracts/clock.ts'
import type { ObjectsWriter } from '../../contracts/store-objects.ts'
import type { UsersWriter } from '../../contracts/store-provisioning.ts'
import type { EvaluationContext } from '../../expression/evaluation.ts'
import type { Call } from '../../http/route.ts'
import { auditsOf, type CalledAudit } from '../audit-call.ts'
import type { ForTenant } from '../tenant-part.ts'

/** What the resources of applications need. */
export interface ApplicationParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
  readonly clock: Clock
  readonly newId: () => string
  /** Tells the domains of a tenant. */
  readonly evaluationContextOf: (tenantId: string) => Promise<EvaluationContext>
}

export type ApplicationTenant = ReturnType<ApplicationParts['forTenant']>
export type ObjectsOf = Pick<ApplicationTenant, 'objects'>

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

export function tenantOf({ principal }: Pick<Call, 'principal'>, { forTenant }: Pick<ApplicationParts, 'forTenant'>) {
  return forTenant(principal.tenantId)
}

/** Runs `work` in one transaction on behalf of the caller. */
export async function writeAs<T>(
  call: Call,
  parts: ApplicationParts,
  work: (writing: Writing) => Promise<T>,
): Promise<T> {
  const tenant = tenantOf(call, parts)
  const toEntry = await auditsOf(call, tenant, parts.clock)
  return tenant.provisioning.transaction(({ objects, users, audits }) => {
    const now = parts.clock.now()
    const at = new Date(now).toISOString()
    return work({ objects, users, now, at, audit: (entry) => audits.append([toEntry(entry)]) })
  })
}

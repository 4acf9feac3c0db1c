import type { Clock } from '../contracts/clock.ts'
import type { UploadsReader } from '../contracts/staging.ts'
import type { Store } from '../contracts/store.ts'
import type { ProvisioningStore } from '../contracts/store-provisioning.ts'
import type { CycleDeps } from '../sync/cycle.ts'
import { createDirectoryTarget } from '../targets/directory/index.ts'
import { toEvaluationContext, verifiedDomainsOf } from './evaluation-context.ts'
import { quarantineAudit } from './quarantine-audit.ts'

export interface CycleDepsParts {
  readonly store: Pick<Store, 'tenants'>
  readonly tenantId: string
  /** The store's own side of the engine, or that of a dry run. */
  readonly provisioning: ProvisioningStore
  readonly uploads: UploadsReader
  readonly clock: Clock
  readonly onDefect: CycleDeps['onDefect']
}

/** What settling records of one tenant needs: which target, whose clock, which domains. */
export async function createCycleDeps({
  store,
  tenantId,
  provisioning,
  uploads,
  clock,
  onDefect,
}: CycleDepsParts): Promise<CycleDeps> {
  const tenant = await store.tenants.find(tenantId)
  if (tenant === undefined) throw new Error(`tenant ${tenantId} is gone`)
  const isVerifiedDomain = verifiedDomainsOf(tenant)
  return {
    provisioning,
    uploads,
    clock,
    targetFor: ({ users, passwords }) => createDirectoryTarget({ users, passwords, clock, isVerifiedDomain }),
    evaluationContext: () => toEvaluationContext(tenant, clock),
    onDefect,
    auditQuarantine: quarantineAudit,
  }
}

import { randomUUID } from 'node:crypto'
import type { Clock } from '../contracts/clock.ts'
import type { UploadsReader } from '../contracts/staging.ts'
import type { Store, TenantStore } from '../contracts/store.ts'
import type { CycleDeps } from '../sync/cycle.ts'
import { EngineWorker, type WorkerEvents } from '../sync/worker.ts'
import { createDirectoryTarget } from '../targets/directory/index.ts'
import { toEvaluationContext, verifiedDomainsOf } from './evaluation-context.ts'

export interface EngineParts {
  readonly store: Store
  readonly uploads: UploadsReader
  readonly clock: Clock
  readonly events: WorkerEvents & { defect(error: unknown, where: string): void }
  /** Uploads that one batch settles at most (sync/worker.ts). */
  readonly uploadsPerBatchMax?: number
}

/** Puts the engine together: which store, which target, whose clock. It does not start by itself. */
export function createEngine({ store, uploads, clock, events, ...limits }: EngineParts): EngineWorker {
  return new EngineWorker({
    ...limits,
    storeOf: (tenantId) => store.forTenant(tenantId),
    uploads,
    clock,
    events,
    newGuid: randomUUID,
    async cycleDepsOf(tenantStore: TenantStore): Promise<CycleDeps> {
      const tenant = await store.tenants.find(tenantStore.tenantId)
      if (tenant === undefined) throw new Error(`tenant ${tenantStore.tenantId} is gone`)
      const isVerifiedDomain = verifiedDomainsOf(tenant)
      return {
        provisioning: tenantStore.provisioning,
        uploads,
        clock,
        targetFor: ({ users }) => createDirectoryTarget({ users, clock, isVerifiedDomain }),
        evaluationContext: () => toEvaluationContext(tenant, clock),
        onDefect: (error, anchor, uploadId) =>
          events.defect(error, anchor === null ? `upload ${uploadId}` : `record ${anchor} of upload ${uploadId}`),
      }
    },
  })
}

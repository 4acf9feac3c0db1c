import { randomUUID } from 'node:crypto'
import type { Clock } from '../contracts/clock.ts'
import type { UploadsReader } from '../contracts/staging.ts'
import type { Store } from '../contracts/store.ts'
import { EngineWorker, type WorkerEvents } from '../sync/worker.ts'
import { createCycleDeps } from './cycle-deps.ts'

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
    cycleDepsOf: ({ tenantId, provisioning }) =>
      createCycleDeps({
        store,
        tenantId,
        provisioning,
        uploads,
        clock,
        onDefect: (error, anchor, uploadId) =>
          events.defect(error, anchor === null ? `upload ${uploadId}` : `record ${anchor} of upload ${uploadId}`),
      }),
  })
}

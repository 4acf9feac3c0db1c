import type { ProvisioningTransaction } from '../../contracts/store-provisioning.ts'
import type { JobProgress } from '../../model/synchronization-job.ts'
import type { DryRunBase } from './base.ts'
import type { Journal } from './journal.ts'
import { perJob } from './per-job.ts'
import { createTable } from './table.ts'

export interface ProgressOverlay {
  readonly advance: ProvisioningTransaction['advance']
  /** Rejects with `notFound` when there is no such job. */
  requireJob(jobId: string): Promise<void>
}

/** How far each job is: read once, changed in memory from then on. */
export function createProgress(
  base: Pick<DryRunBase, 'readProgress'>,
  journal: Pick<Journal, 'record'>,
): ProgressOverlay {
  const began = perJob((jobId) => base.readProgress(jobId))
  const changed = createTable<JobProgress>(journal)
  return {
    async requireJob(jobId) {
      await began(jobId)
    },
    async advance(jobId, change) {
      const before = await began(jobId)
      const progress = change(changed.get(jobId) ?? before)
      changed.set(jobId, progress)
      return progress
    },
  }
}

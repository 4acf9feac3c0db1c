import type { Initiator } from '../model/provisioning-log.ts'
import type { SynchronizationJob } from '../model/synchronization-job.ts'
import type { JobProgram } from './job-program.ts'
import type { PlanOptions } from './plan.ts'

/** What is settled together in one transaction belongs to one job and one cycle. */
export interface Batch {
  readonly tenantId: string
  readonly job: SynchronizationJob
  readonly program: JobProgram
  readonly options: PlanOptions
  readonly cycleId: string
  /** When the cycle began, ISO 8601. */
  readonly timeBegan: string
  /**
   * What takes accounts away: done at once, or kept back until it is known how much of it the cycle brings. `release` is
   * `apply` for what does not wait behind older records that are kept back: because it is them, or on demand. `reject`
   * leaves it undone.
   */
  readonly deprovisioning: 'apply' | 'hold' | 'release' | 'reject'
  /** After failures: as little as possible in one transaction, so that a defect holds up only what shows it. */
  readonly isCareful: boolean
  /** After many failures that a defect of ours caused: the records are written down as failed, nothing is applied. */
  readonly isGivenUp: boolean
  /** Who asked for it; null = the engine itself. */
  readonly initiator: Initiator | null
}

import type { SynchronizationJob } from '../model/synchronization-job.ts'
import type { StagedUpload } from '../model/upload.ts'
import type { JobProgram } from './job-program.ts'
import type { PlanOptions } from './plan.ts'

/** Claimed uploads of one job, settled together in one transaction. */
export interface Batch {
  readonly job: SynchronizationJob
  readonly program: JobProgram
  readonly options: PlanOptions
  readonly uploads: readonly StagedUpload[]
  /** The uploads could not be settled again and again: their records are written down as failures, nothing is applied. */
  readonly isGivenUp: boolean
  readonly cycleId: string
  /** When the cycle began, ISO 8601. */
  readonly timeBegan: string
}

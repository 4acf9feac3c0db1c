import type { Clock } from '../contracts/clock.ts'
import type { UploadsReader } from '../contracts/staging.ts'
import type { TenantStore } from '../contracts/store.ts'
import {
  defaultJobOptions,
  evaluationOfAll,
  initialProgress,
  type JobProgress,
  type SynchronizationJob,
} from '../model/synchronization-job.ts'
import type { SynchronizationSchema } from '../model/synchronization-schema.ts'

/** What a restart forgets (Graph `synchronizationJobRestartScope`, without its sum `Full`). */
export type ResetScope = 'ConnectorDataStore' | 'Escrows' | 'Watermark' | 'QuarantineState' | 'ForceDeletes'

/** A restart without criteria, as the portal sends it: links survive. */
export const defaultResetScope: ReadonlySet<ResetScope> = new Set(['QuarantineState', 'Watermark', 'Escrows'])

export interface LifecycleParts {
  readonly tenant: Pick<TenantStore, 'tenantId' | 'jobs'>
  readonly uploads: Pick<UploadsReader, 'lastSequence'>
  /** Tells the engine that the job has something to do. */
  readonly wake: (tenantId: string, jobId: string) => void
}

export interface NewJob {
  readonly servicePrincipalId: string
  readonly template: JobTemplate
  /** What is set beside the usual ones, or instead of them. */
  readonly settings?: SynchronizationJob['settings']
}

const usualSettings: SynchronizationJob['settings'] = [{ name: 'QuarantineTooManyDeletesThreshold', value: '500' }]

/** What jobs of one kind begin with. */
export interface JobTemplate {
  readonly id: string
  readonly description: string
  /** A fresh schema for the job with this id. */
  schemaFor(jobId: string): SynchronizationSchema
}

/**
 * Creates a job that waits to be started. Its id is `{templateId}.{tenant id, 32 hex digits}.{guid}`, as clients know it
 * (provisioning-engine: "Identifiers, creation, life cycle of a job").
 */
export async function createJob(
  tenant: Pick<TenantStore, 'tenantId' | 'jobs'>,
  { servicePrincipalId, template, settings = [] }: NewJob,
  { clock, newId }: { readonly clock: Clock; readonly newId: () => string },
): Promise<SynchronizationJob> {
  const id = `${template.id}.${tenant.tenantId.replaceAll('-', '')}.${newId()}`
  const job: SynchronizationJob = {
    id,
    servicePrincipalId,
    templateId: template.id,
    scheduleState: 'Disabled',
    createdDateTime: new Date(clock.now()).toISOString(),
    settings: [...usualSettings.filter(({ name }) => settings.every((each) => each.name !== name)), ...settings],
    options: defaultJobOptions,
    schema: template.schemaFor(id),
    schemaVersion: 1,
    progress: initialProgress,
  }
  await tenant.jobs.create(job)
  return job
}

/** First start, continuing after a pause, or another try after a quarantine. Starting a running job does no harm. */
export async function startJob({ tenant, wake }: LifecycleParts, job: SynchronizationJob): Promise<void> {
  const { quarantine, escrowsPruned } = job.progress
  if (quarantine !== null || escrowsPruned)
    await tenant.jobs.patchProgress(job.id, { quarantine: null, escrowsPruned: false })
  if (job.scheduleState !== 'Active') await tenant.jobs.setScheduleState(job.id, 'Active')
  wake(tenant.tenantId, job.id)
}

/**
 * The running cycle finishes with what is staged by now, then nothing more runs (provisioning-engine: "State machine").
 * Later uploads are accepted and wait for the start. Pausing a paused job does no harm.
 */
export async function pauseJob({ tenant, uploads, wake }: LifecycleParts, job: SynchronizationJob): Promise<void> {
  if (job.scheduleState === 'Paused') return
  // First, so that whatever is staged from here on waits.
  await tenant.jobs.setScheduleState(job.id, 'Paused')
  const lastSequence = await uploads.lastSequence(tenant.tenantId, job.id)
  const isCycleOpen = ((await tenant.jobs.find(job.id))?.progress.openCycle ?? null) !== null
  await tenant.jobs.patchProgress(job.id, { drainThrough: isCycleOpen ? lastSequence : 0 })
  wake(tenant.tenantId, job.id)
}

/**
 * A running job goes on with what is staged; a job that is not running drops everything uploaded before
 * (provisioning-bulk-upload: "Ordering, staging and lifetime of staged data"). Either way it runs afterwards.
 */
export async function restartJob(
  { tenant, uploads, wake }: LifecycleParts,
  job: SynchronizationJob,
  scope: ReadonlySet<ResetScope>,
): Promise<void> {
  const { jobs } = tenant
  const isRunning = job.scheduleState === 'Active'
  const patch: Partial<JobProgress> = {
    ...(isRunning ? {} : planPurge(await uploads.lastSequence(tenant.tenantId, job.id), job)),
    ...(scope.has('QuarantineState')
      ? { countSuccessiveCompleteFailures: 0, quarantine: null, escrowsPruned: false }
      : {}),
    ...(scope.has('ConnectorDataStore') ? { synchronizedEntries: 0 } : {}),
    ...(scope.has('Watermark') ? { evaluation: evaluationOfAll } : {}),
    ...(scope.has('ForceDeletes') ? { releasesHeld: true } : {}),
  }
  if (scope.has('QuarantineState') && !scope.has('ForceDeletes')) {
    await jobs.dropHeld(job.id)
    Object.assign(patch, { heldDecided: 0 })
  }
  if (scope.has('Escrows')) await jobs.dropEscrows(job.id)
  if (scope.has('ConnectorDataStore')) await jobs.dropLinks(job.id)
  if (Object.keys(patch).length > 0) await jobs.patchProgress(job.id, patch)
  // Last, so that the engine never sees a running job with the old cursor.
  if (!isRunning) await jobs.setScheduleState(job.id, 'Active')
  wake(tenant.tenantId, job.id)
}

/** Nothing moves backwards: what the engine settled stays settled. */
function planPurge(lastSequence: number, { progress }: SynchronizationJob): Partial<JobProgress> {
  if (lastSequence <= progress.cursor) return {}
  // The end of a snapshot may be among what is dropped.
  return { cursor: lastSequence, purgedThrough: lastSequence, absentAfter: null }
}

import type { Clock } from '../contracts/clock.ts'
import type { UploadsReader } from '../contracts/staging.ts'
import type { TenantStore } from '../contracts/store.ts'
import { EntrainError } from '../model/error.ts'
import type { JobProgress, SynchronizationJob } from '../model/synchronization-job.ts'
import type { StagedUpload } from '../model/upload.ts'
import type { CycleEnded } from '../telemetry/events.ts'
import type { Batch } from './batch.ts'
import { type CycleDeps, settleBatch } from './cycle.ts'
import { compileJob, type JobProgram } from './job-program.ts'
import { closeCycle } from './progress.ts'

/** Limits and delays of the engine. */
export const workerLimits = {
  /** Uploads that one batch settles in one transaction; at 50 operations each, 5,000 people. */
  uploadsPerBatchMax: 100,
  /** A cycle ends when nothing has arrived for so long. */
  cycleIdleMs: 1_000,
  /** After an error that is not the record's fault (disk full, locked file) the batch is tried again, with growing pauses. */
  retryMs: 250,
  retryMsMax: 30_000,
  /** From this attempt on uploads are settled one by one, so that a defect that one of them shows does not hold up the others. */
  attemptsTogetherMax: 3,
  /** After so many attempts an upload that a defect of ours does not let through is written down as failed. */
  attemptsMax: 8,
} as const

export interface WorkerDeps {
  readonly storeOf: (tenantId: string) => TenantStore
  readonly uploads: UploadsReader
  readonly cycleDepsOf: (store: TenantStore) => Promise<CycleDeps>
  readonly clock: Clock
  readonly newGuid: () => string
  readonly events: WorkerEvents
  /** Default: `workerLimits.uploadsPerBatchMax`. What comes out must not depend on it. */
  readonly uploadsPerBatchMax?: number
}

export interface WorkerEvents {
  settled(tenantId: string, jobId: string, sequence: number): void
  cycleEnded(cycle: CycleEnded): void
  batchFailed(tenantId: string, jobId: string, error: unknown): void
}

interface JobState {
  readonly tenantId: string
  readonly jobId: string
  isDirty: boolean
  /** Milliseconds since 1970 when its open cycle ends unless something arrives. */
  idleAt: number | null
  retryAt: number
  failures: number
  /** Settling failed last, and not by trouble of the store: trying again will not help. */
  isDefect: boolean
  program: { readonly version: number; readonly program: JobProgram } | null
}

/** Settles what is staged, job by job, one batch at a time, and ends cycles that have gone quiet. */
export class EngineWorker {
  readonly #deps: WorkerDeps
  readonly #jobs = new Map<string, JobState>()
  #stopping = false
  #wakeUp: () => void = () => undefined
  #running: Promise<void> = Promise.resolve()

  constructor(deps: WorkerDeps) {
    this.#deps = deps
  }

  start(): void {
    this.#running = this.#run()
  }

  /** Something may be there for this job: an upload, a start, a new schema. */
  wake(tenantId: string, jobId: string): void {
    this.#stateOf(tenantId, jobId).isDirty = true
    this.#wakeUp()
  }

  /** Finishes the batch in hand, then rests. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#wakeUp()
    await this.#running
  }

  #stateOf(tenantId: string, jobId: string): JobState {
    const key = `${tenantId}/${jobId}`
    const known = this.#jobs.get(key)
    if (known !== undefined) return known
    const state: JobState = {
      tenantId,
      jobId,
      isDirty: false,
      idleAt: null,
      retryAt: 0,
      failures: 0,
      isDefect: false,
      program: null,
    }
    this.#jobs.set(key, state)
    return state
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      let worked = false
      for (const state of [...this.#jobs.values()]) {
        if (this.#stopping) return
        worked = (await this.#visit(state)) || worked
      }
      if (!worked) await this.#sleep()
    }
  }

  /** Answers whether there was something to do. */
  async #visit(state: JobState): Promise<boolean> {
    const now = this.#deps.clock.now()
    if (now < state.retryAt) return false
    try {
      const worked = state.isDirty && (await this.#settleNext(state))
      if (!worked && state.idleAt !== null && now >= state.idleAt) await this.#endCycle(state)
      state.failures = 0
      return worked
    } catch (error) {
      this.#deps.events.batchFailed(state.tenantId, state.jobId, error)
      // Whatever was being looked at is looked at again, also when nobody wakes the job.
      state.isDirty = true
      state.failures++
      state.retryAt = now + Math.min(workerLimits.retryMs * 2 ** (state.failures - 1), workerLimits.retryMsMax)
      return false
    }
  }

  async #settleNext(state: JobState): Promise<boolean> {
    const { tenantId, jobId } = state
    const store = this.#deps.storeOf(tenantId)
    // Taken back before looking: whatever arrives while we look sets it again.
    state.isDirty = false
    const job = await store.jobs.find(jobId)
    if (job === undefined) return this.#forget(state)
    if (job.progress.openCycle !== null) state.idleAt ??= this.#deps.clock.now() + workerLimits.cycleIdleMs
    const uploads = await this.#claim(state, job)
    if (uploads.length === 0) {
      this.#deps.events.settled(tenantId, jobId, job.progress.cursor)
      return false
    }
    state.isDirty = true
    const cycle = job.progress.openCycle ?? {
      id: this.#deps.newGuid(),
      timeBegan: new Date(this.#deps.clock.now()).toISOString(),
    }
    const progress = await this.#settle(
      state,
      {
        job,
        program: this.#programOf(state, job),
        options: {
          skipMappingWhenAllInputsAbsent: job.options.skipMappingWhenAllInputsAbsent,
          skipOutOfScopeDeletions: isSet(job, 'SkipOutOfScopeDeletions'),
        },
        uploads,
        isGivenUp: state.isDefect && state.failures >= workerLimits.attemptsMax,
        cycleId: cycle.id,
        timeBegan: cycle.timeBegan,
      },
      await this.#deps.cycleDepsOf(store),
    )
    state.isDefect = false
    state.retryAt = 0
    state.idleAt = this.#deps.clock.now() + workerLimits.cycleIdleMs
    this.#deps.events.settled(tenantId, jobId, progress.cursor)
    return true
  }

  async #settle(state: JobState, batch: Batch, deps: CycleDeps): Promise<JobProgress> {
    try {
      return await settleBatch(batch, deps)
    } catch (error) {
      state.isDefect = !(error instanceof EntrainError)
      throw error
    }
  }

  /** What may run now, at most a batch of it. */
  async #claim({ tenantId, jobId, failures }: JobState, job: SynchronizationJob): Promise<readonly StagedUpload[]> {
    const { cursor } = job.progress
    const through = runsThrough(job)
    if (cursor >= through) return []
    const limit =
      failures < workerLimits.attemptsTogetherMax
        ? (this.#deps.uploadsPerBatchMax ?? workerLimits.uploadsPerBatchMax)
        : 1
    const uploads = await this.#deps.uploads.next(tenantId, jobId, cursor, limit)
    return uploads.filter(({ sequence }) => sequence <= through)
  }

  /** The job was deleted. */
  #forget({ tenantId, jobId }: JobState): false {
    this.#jobs.delete(`${tenantId}/${jobId}`)
    return false
  }

  #programOf(state: JobState, job: SynchronizationJob): JobProgram {
    if (state.program?.version === job.schemaVersion) return state.program.program
    const { program, problems } = compileJob(job.schema, job.schemaVersion)
    if (program === null)
      throw new Error(`The schema of job ${job.id} cannot run: ${problems.map((problem) => problem.message).join(' ')}`)
    state.program = { version: job.schemaVersion, program }
    return program
  }

  async #endCycle(state: JobState): Promise<void> {
    const { tenantId, jobId } = state
    const store = this.#deps.storeOf(tenantId)
    const progress = await store.provisioning.transaction((transaction) =>
      transaction.advance(jobId, (open) => closeCycle(open, this.#deps.clock.now())),
    )
    state.idleAt = null
    const { lastExecution } = progress
    if (lastExecution === null) return
    const { activityIdentifier, timeBegan, timeEnded, ...counts } = lastExecution
    const durationMs = Date.parse(timeEnded) - Date.parse(timeBegan)
    this.#deps.events.cycleEnded({ tenantId, jobId, cycleId: activityIdentifier, durationMs, ...counts })
  }

  async #sleep(): Promise<void> {
    const now = this.#deps.clock.now()
    let until = now + workerLimits.retryMsMax
    for (const { isDirty, retryAt, idleAt } of this.#jobs.values()) {
      if (isDirty) until = Math.min(until, retryAt)
      if (idleAt !== null) until = Math.min(until, Math.max(idleAt, retryAt))
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, Math.max(until - now, 1))
    this.#wakeUp = resolve
    const isWoken = [...this.#jobs.values()].some(({ isDirty, retryAt }) => isDirty && retryAt <= now)
    if (!this.#stopping && !isWoken) await promise
    clearTimeout(timer)
  }
}

/** Sequence of the last upload that may run now. A paused job finishes the cycle that the pause fell into. */
function runsThrough({ scheduleState, progress }: SynchronizationJob): number {
  if (scheduleState === 'Active') return Number.MAX_SAFE_INTEGER
  return scheduleState === 'Paused' ? progress.drainThrough : 0
}

function isSet(job: SynchronizationJob, name: string): boolean {
  return job.settings.some((setting) => setting.name === name && setting.value.toLowerCase() === 'true')
}

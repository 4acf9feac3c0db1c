import type { Clock } from '../contracts/clock.ts'
import type { UploadsReader } from '../contracts/staging.ts'
import type { TenantStore } from '../contracts/store.ts'
import type { ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import { EntrainError } from '../model/error.ts'
import type { JobProgress, SynchronizationJob } from '../model/synchronization-job.ts'
import type { CycleEnded, Quarantined } from '../telemetry/events.ts'
import { settleAbsences } from './absence.ts'
import type { Batch } from './batch.ts'
import { claimUploads } from './claim.ts'
import { type CycleDeps, settleUploads } from './cycle.ts'
import { type EndedCycle, endCycle } from './cycle-end.ts'
import { settleDue } from './due.ts'
import { beginEvaluation, settleEvaluation } from './evaluation.ts'
import { deletesMax } from './held.ts'
import { carryOut, type JobOrder, type OrderAnswer } from './job-order.ts'
import { compileJob, type JobProgram } from './job-program.ts'
import { planOptionsOf } from './plan-options.ts'
import { judgeFailures } from './quarantine.ts'
import { createRetainedUploads, type RetainedUploadsReader } from './retained-uploads.ts'

/** Limits and delays of the engine. */
export const workerLimits = {
  /** Uploads that one batch settles in one transaction; at 50 operations each, 5,000 people. */
  uploadsPerBatchMax: 100,
  /** A cycle ends when nothing has arrived for so long. */
  cycleIdleMs: 1_000,
  /** A cycle ends after so long also while uploads keep coming: what it holds back must not wait for ever. */
  cycleMsMax: 60_000,
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
  quarantined(event: Quarantined): void
  batchFailed(tenantId: string, jobId: string, error: unknown): void
}

/** An order, and who waits for its answer. */
export interface PendingOrder {
  readonly order: JobOrder
  readonly resolve: (answer: OrderAnswer) => void
  readonly reject: (error: unknown) => void
}

/** Everything that the engine does for one job, one piece at a time. */
export class JobRunner {
  readonly tenantId: string
  readonly jobId: string
  readonly #deps: WorkerDeps
  readonly #retained: RetainedUploadsReader
  readonly #orders: PendingOrder[] = []
  #isDirty = false
  /** Milliseconds since 1970 when its open cycle ends unless something arrives. */
  #idleAt: number | null = null
  /** When there is something to do again without being woken. */
  #dueAt: number | null = null
  #retryAt = 0
  #failures = 0
  /** Settling failed last, and not by trouble of the store: trying again will not help. */
  #isDefect = false
  #evaluatesNext = false
  #program: { readonly version: number; readonly program: JobProgram } | null = null

  constructor(tenantId: string, jobId: string, deps: WorkerDeps) {
    this.tenantId = tenantId
    this.jobId = jobId
    this.#deps = deps
    this.#retained = createRetainedUploads(() => deps.storeOf(tenantId).jobs, jobId)
  }

  wake(): void {
    this.#isDirty = true
  }

  order(order: PendingOrder): void {
    this.#orders.push(order)
    this.#isDirty = true
  }

  /** When to visit it next, milliseconds since 1970; null = when it is woken. */
  nextAt(): number | null {
    const times = [this.#isDirty ? 0 : null, this.#idleAt, this.#dueAt].filter((at) => at !== null)
    return times.length === 0 ? null : Math.max(this.#retryAt, Math.min(...times))
  }

  /** Does one piece of work. Answers whether there was something to do. */
  async visit(): Promise<'worked' | 'idle' | 'gone'> {
    const now = this.#deps.clock.now()
    if (now < this.#retryAt) return 'idle'
    if (this.#dueAt !== null && now >= this.#dueAt) this.#isDirty = true
    try {
      const store = this.#deps.storeOf(this.tenantId)
      const outcome = this.#isDirty ? await this.#work(store) : 'idle'
      if (outcome === 'idle' && this.#idleAt !== null && now >= this.#idleAt) await this.#endCycle(store)
      this.#failures = 0
      return outcome
    } catch (error) {
      this.#deps.events.batchFailed(this.tenantId, this.jobId, error)
      // Whatever was being looked at is looked at again, also when nobody wakes the job.
      this.#isDirty = true
      this.#failures++
      this.#retryAt = now + Math.min(workerLimits.retryMs * 2 ** (this.#failures - 1), workerLimits.retryMsMax)
      return 'idle'
    }
  }

  async #work(store: TenantStore): Promise<'worked' | 'idle' | 'gone'> {
    // Taken back before looking: whatever arrives while we look sets it again.
    this.#isDirty = false
    this.#dueAt = null
    const job = await store.jobs.find(this.jobId)
    if (job === undefined) return this.#gone()
    if (await this.#carryOutNext(store, job)) return this.#worked()
    if (job.progress.openCycle !== null) this.#idleAt ??= this.#deps.clock.now() + workerLimits.cycleIdleMs
    // What an administrator lets through does not wait for work.
    if (job.progress.releasesHeld) this.#idleAt ??= this.#deps.clock.now()
    if (this.#isResting(job)) return 'idle'
    if (await this.#endsOverdue(store, job)) return this.#worked()
    const progress = await this.#settleNext(store, job)
    if (progress === null) {
      await this.#planNext(store, job)
      this.#tellSettled(job.progress)
      return 'idle'
    }
    this.#isDefect = false
    this.#retryAt = 0
    this.#idleAt = this.#deps.clock.now() + workerLimits.cycleIdleMs
    this.#tellSettled(progress)
    return this.#worked()
  }

  #worked(): 'worked' {
    this.#isDirty = true
    return 'worked'
  }

  #gone(): 'gone' {
    for (const { reject } of this.#orders.splice(0))
      reject(new EntrainError('notFound', `There is no synchronization job '${this.jobId}'.`))
    return 'gone'
  }

  /** In quarantine nothing runs until the next attempt, except what an administrator lets through. */
  #isResting({ progress: { quarantine, openCycle, releasesHeld } }: SynchronizationJob): boolean {
    if (quarantine === null) return false
    if (releasesHeld) return true
    if (openCycle !== null) return false
    if (this.#deps.clock.now() >= quarantine.nextAttempt) {
      // An attempt without work is a cycle too: it finds that nothing is wrong any more.
      this.#idleAt ??= this.#deps.clock.now() + workerLimits.cycleIdleMs
      return false
    }
    this.#dueAt = quarantine.nextAttempt
    return true
  }

  /** Ends a cycle that has lasted too long, or that has met too many failures to go on. */
  async #endsOverdue(store: TenantStore, job: SynchronizationJob): Promise<boolean> {
    const cycle = job.progress.openCycle
    if (cycle === null) return false
    const isOver = this.#deps.clock.now() - Date.parse(cycle.timeBegan) >= workerLimits.cycleMsMax
    const failures = judgeFailures(cycle, job.options.quarantine)
    if (!isOver && (failures === null || failures.reason === 'EncounteredEscrowProportionThreshold')) return false
    await this.#endCycle(store)
    return true
  }

  async #settleNext(store: TenantStore, job: SynchronizationJob): Promise<JobProgress | null> {
    const deps = await this.#deps.cycleDepsOf(store)
    const batch = this.#batchOf(job)
    const { evaluation, cursor } = job.progress
    if (evaluation?.through === null && job.scheduleState === 'Active') return this.#beginEvaluation(store, job)
    this.#evaluatesNext = !this.#evaluatesNext
    if (this.#evaluatesNext && evaluation !== null && cursor >= evaluation.waitsFor)
      return (await this.#evaluate(store, batch, deps)) ?? this.#takeUploads(store, batch, deps)
    const settled = (await this.#takeUploads(store, batch, deps)) ?? (await this.#evaluate(store, batch, deps))
    if (settled !== null || job.scheduleState !== 'Active') return settled
    return this.#settle(store, (transaction) => settleDue(batch, transaction, deps))
  }

  /**
   * Whether the job was paused since it was read. Asked after claiming: what was claimed had arrived before, so nothing
   * that came after the pause is among it.
   */
  async #wasPaused({ jobs }: TenantStore, { scheduleState }: SynchronizationJob): Promise<boolean> {
    const now = await jobs.find(this.jobId)
    if (now?.scheduleState === scheduleState) return false
    this.#isDirty = true
    return true
  }

  async #takeUploads(store: TenantStore, batch: Batch, deps: CycleDeps): Promise<JobProgress | null> {
    const { uploadsPerBatchMax = workerLimits.uploadsPerBatchMax } = this.#deps
    const limit = batch.isCareful ? 1 : uploadsPerBatchMax
    const claim = await claimUploads(this.#deps.uploads, { tenantId: this.tenantId, job: batch.job, limit })
    if (claim.kind === 'none' || (await this.#wasPaused(store, batch.job))) return null
    switch (claim.kind) {
      case 'snapshotEnd':
        return this.#settle(store, (transaction) => settleAbsences(batch, claim.upload, transaction, deps))
      case 'uploads':
        return this.#settle(store, (transaction) => settleUploads(batch, claim.uploads, transaction, deps))
    }
  }

  async #beginEvaluation(
    store: TenantStore,
    { progress: { cursor: through } }: SynchronizationJob,
  ): Promise<JobProgress> {
    const waitsFor = await this.#deps.uploads.lastSequence(this.tenantId, this.jobId)
    return this.#settle(store, (transaction) => beginEvaluation(this.jobId, { through, waitsFor }, transaction))
  }

  async #evaluate(store: TenantStore, batch: Batch, deps: CycleDeps): Promise<JobProgress | null> {
    if (batch.job.progress.evaluation === null || batch.job.scheduleState !== 'Active') return null
    const retained = await this.#retained.read(batch.job.progress.evaluation)
    return this.#settle(store, (transaction) => settleEvaluation(batch, retained, transaction, deps))
  }

  async #settle<T>(store: TenantStore, work: (transaction: ProvisioningTransaction) => Promise<T>): Promise<T> {
    try {
      return await store.provisioning.transaction(work)
    } catch (error) {
      this.#isDefect = !(error instanceof EntrainError)
      throw error
    }
  }

  /** Orders do not wait: they are carried out whatever state the job is in. */
  async #carryOutNext(store: TenantStore, job: SynchronizationJob): Promise<boolean> {
    const pending = this.#orders.shift()
    if (pending === undefined) return false
    try {
      const deps = await this.#deps.cycleDepsOf(store)
      const batchOf = () => ({ ...this.#batchOf(job), cycleId: this.#deps.newGuid() })
      pending.resolve(await carryOut(pending.order, { job, store, deps, batchOf }))
    } catch (error) {
      pending.reject(error)
    }
    return true
  }

  #batchOf(job: SynchronizationJob): Batch {
    const { openCycle } = job.progress
    return {
      tenantId: this.tenantId,
      job,
      program: this.#programOf(job),
      options: planOptionsOf(job),
      cycleId: openCycle?.id ?? this.#deps.newGuid(),
      timeBegan: openCycle?.timeBegan ?? new Date(this.#deps.clock.now()).toISOString(),
      deprovisioning: deletesMax(job) === null ? 'apply' : 'hold',
      isCareful: this.#failures >= workerLimits.attemptsTogetherMax,
      isGivenUp: this.#isDefect && this.#failures >= workerLimits.attemptsMax,
      initiator: null,
    }
  }

  #programOf(job: SynchronizationJob): JobProgram {
    if (this.#program?.version === job.schemaVersion) return this.#program.program
    const { program, problems } = compileJob(job.schema, job.schemaVersion)
    if (program === null)
      throw new Error(`The schema of job ${job.id} cannot run: ${problems.map((problem) => problem.message).join(' ')}`)
    this.#program = { version: job.schemaVersion, program }
    return program
  }

  /** When a failure is tried again or a date comes, nobody wakes the job. */
  async #planNext(store: TenantStore, job: SynchronizationJob): Promise<void> {
    if (job.scheduleState !== 'Active') return
    const [held] = await store.sourceEntries.listHeld(job.id, 1, null)
    // After a start what is held is judged again, also when nothing else is to be done.
    if (held !== undefined) this.#idleAt ??= this.#deps.clock.now() + workerLimits.cycleIdleMs
    this.#dueAt = await store.sourceEntries.nextDueAt(job.id)
  }

  #tellSettled({ cursor, heldFrom }: JobProgress): void {
    const through = heldFrom === null ? cursor : Math.min(cursor, heldFrom - 1)
    this.#deps.events.settled(this.tenantId, this.jobId, through)
  }

  async #endCycle(store: TenantStore): Promise<void> {
    this.#idleAt = null
    const deps = await this.#deps.cycleDepsOf(store)
    const ended = await endCycle(this.jobId, {
      store,
      clock: this.#deps.clock,
      deps,
      batchOf: (job) => this.#batchOf(job),
      settle: (work) => this.#settle(store, work),
    })
    if (ended !== null) this.#tellEnded(ended)
  }

  #tellEnded({ before, after }: EndedCycle): void {
    this.#tellSettled(after)
    const { tenantId, jobId } = this
    const { lastExecution, quarantine } = after
    if (lastExecution !== null && lastExecution.activityIdentifier !== before.lastExecution?.activityIdentifier) {
      const { activityIdentifier, timeBegan, timeEnded, ...counts } = lastExecution
      const durationMs = Date.parse(timeEnded) - Date.parse(timeBegan)
      this.#deps.events.cycleEnded({ tenantId, jobId, cycleId: activityIdentifier, durationMs, ...counts })
    }
    if (quarantine === null || quarantine.reason === before.quarantine?.reason) return
    const { reason, error } = quarantine
    this.#deps.events.quarantined({ tenantId, jobId, reason, message: error.message })
  }
}

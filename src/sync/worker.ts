import type { JobOrder, OrderAnswer } from './job-order.ts'
import { JobRunner, type WorkerDeps, workerLimits } from './job-runner.ts'

export { type WorkerDeps, type WorkerEvents, workerLimits } from './job-runner.ts'

/** Settles what is staged, job by job, one piece at a time, and ends cycles that have gone quiet. */
export class EngineWorker {
  readonly #deps: WorkerDeps
  readonly #jobs = new Map<string, JobRunner>()
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
    this.#runnerOf(tenantId, jobId).wake()
    this.#wakeUp()
  }

  /** Carries out an order before all other work of the job, whatever state the job is in. Rejects with an `EntrainError`. */
  order(tenantId: string, jobId: string, order: JobOrder): Promise<OrderAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<OrderAnswer>()
    this.#runnerOf(tenantId, jobId).order({ order, resolve, reject })
    this.#wakeUp()
    return promise
  }

  /** Finishes the batch in hand, then rests. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#wakeUp()
    await this.#running
  }

  #runnerOf(tenantId: string, jobId: string): JobRunner {
    const key = `${tenantId}/${jobId}`
    const runner = this.#jobs.get(key) ?? new JobRunner(tenantId, jobId, this.#deps)
    this.#jobs.set(key, runner)
    return runner
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      let worked = false
      for (const [key, runner] of [...this.#jobs]) {
        if (this.#stopping) return
        const outcome = await runner.visit()
        // The job was deleted.
        if (outcome === 'gone') this.#jobs.delete(key)
        worked ||= outcome === 'worked'
      }
      if (!worked) await this.#sleep()
    }
  }

  async #sleep(): Promise<void> {
    const now = this.#deps.clock.now()
    let until = now + workerLimits.retryMsMax
    for (const runner of this.#jobs.values()) until = Math.min(until, runner.nextAt() ?? until)
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, Math.max(until - now, 1))
    this.#wakeUp = resolve
    if (!this.#stopping && until > now) await promise
    clearTimeout(timer)
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { JobOrder, OrderAnswer } from '../sync/job-order.ts'
import type { EngineCommand, EngineReport, EngineSettings } from './engine-protocol.ts'
import { engineDown, OrderDesk } from './order-desk.ts'

/** What a batch makes lives as long as the batch: with less room it would be copied over and over. */
const youngGenerationMiB = 192

/** The engine's thread as the rest of the process sees it. */
export interface EngineClient {
  wake(tenantId: string, jobId: string): void
  /** Has the engine do something at once. Rejects with an `EntrainError`, `unavailable` when the engine does not get to it. */
  order(tenantId: string, jobId: string, order: JobOrder): Promise<OrderAnswer>
  /** The shared clock was moved: whatever is due by now is done. */
  clockMoved(): void
  /** Finishes the batch in hand, then ends the thread. */
  stop(): Promise<void>
}

export interface EngineOptions extends EngineSettings {
  /** Hears of everything that the engine does. */
  readonly onReport: (report: EngineReport) => void
  /** The thread ended by itself; it is started anew. */
  readonly onCrash: (error: Error) => void
  /** It runs again after a crash. */
  readonly onRevived: () => void
  /** Module that the thread runs. Default: engine-thread. */
  readonly module?: URL
  /** Pause before a crashed thread is started anew; doubled with each failure. Default 1 s. */
  readonly reviveMs?: number
}

const reviveMsDefault = 1_000
const reviveMsMax = 60_000

/**
 * Starts the engine in its own thread; resolves when it is ready, rejects when it cannot start. A crash loses nothing: the
 * batch in hand was not committed, and the new thread begins with what is staged.
 */
export async function startEngine(options: EngineOptions): Promise<EngineClient> {
  const engine = new GuardedThread(options)
  await engine.start()
  // `wake` is handed around by itself.
  return {
    wake: (tenantId, jobId) => engine.tell({ kind: 'wake', tenantId, jobId }),
    order: (tenantId, jobId, order) => engine.order(tenantId, jobId, order),
    clockMoved: () => engine.tell({ kind: 'clockMoved' }),
    stop: () => engine.stop(),
  }
}

class GuardedThread {
  readonly #options: EngineOptions
  readonly #stopping = new AbortController()
  readonly #orders = new OrderDesk()
  #thread: Thread | null = null
  #guarded: Promise<void> = Promise.resolve()

  constructor(options: EngineOptions) {
    this.#options = options
  }

  async start(): Promise<void> {
    this.#thread = await this.#startThread()
    this.#guarded = this.#guard(this.#thread)
  }

  order(tenantId: string, jobId: string, order: JobOrder): Promise<OrderAnswer> {
    const thread = this.#thread
    if (thread === null || this.#stopping.signal.aborted) return Promise.reject(engineDown())
    return this.#orders.place((ticket) => thread.tell({ kind: 'order', ticket, tenantId, jobId, order }))
  }

  #startThread(): Promise<Thread> {
    const { onReport } = this.#options
    return startThread({
      ...this.#options,
      onReport: (report) => {
        if (!this.#orders.hear(report)) onReport(report)
      },
    })
  }

  tell(command: EngineCommand): void {
    // While the thread is down nobody listens; a new one wakes every job.
    this.#thread?.tell(command)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#thread?.tell({ kind: 'stop' })
    await this.#guarded
  }

  async #guard(first: Thread): Promise<void> {
    const { signal } = this.#stopping
    let thread: Thread | null = first
    while (thread !== null) {
      const error: Error | undefined = await thread.ended
      this.#orders.giveUp()
      if (signal.aborted) return
      this.#thread = null
      this.#options.onCrash(error ?? new Error('the engine thread ended by itself'))
      thread = await this.#revive(signal)
    }
  }

  /** Tries until the thread runs; null when the engine is to stop meanwhile. */
  async #revive(signal: AbortSignal): Promise<Thread | null> {
    let pauseMs = this.#options.reviveMs ?? reviveMsDefault
    for (;;) {
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return null
      pauseMs = Math.min(pauseMs * 2, reviveMsMax)
      try {
        this.#thread = await this.#startThread()
        // It may have been asked to stop while it started.
        if (signal.aborted) this.#thread.tell({ kind: 'stop' })
        else this.#options.onRevived()
        return this.#thread
      } catch (error) {
        this.#options.onCrash(error instanceof Error ? error : new Error(String(error)))
      }
    }
  }
}

interface Thread {
  tell(command: EngineCommand): void
  /** Resolves when the thread is no more, with the error that ended it. */
  readonly ended: Promise<Error | undefined>
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/** Resolves with the first report: the thread is ready. */
async function startThread({ dataDirectory, retentionDays, clock, onReport, module }: EngineOptions): Promise<Thread> {
  const worker = new Worker(module ?? new URL(`./engine-thread.${extension}`, import.meta.url), {
    workerData: { dataDirectory, retentionDays, clock } satisfies EngineSettings,
    name: 'engine',
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMiB },
  })
  const ready = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<Error | undefined>()
  let failure: Error | undefined
  worker.on('message', (report: EngineReport) => {
    if (report.kind === 'ready') ready.resolve()
    else onReport(report)
  })
  worker.on('error', (error) => {
    failure = error instanceof Error ? error : new Error(String(error))
  })
  worker.on('exit', () => {
    ready.reject(failure ?? new Error('the engine thread ended before it was ready'))
    ended.resolve(failure)
  })
  await ready.promise
  return { tell: (command) => worker.postMessage(command), ended: ended.promise }
}

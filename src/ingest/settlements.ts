/** A job that is settled up to an upload. */
export interface Settled {
  readonly tenantId: string
  readonly jobId: string
  readonly sequence: number
}

/** How long to wait. */
export interface Patience {
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Lets callers wait until the engine has settled a job up to an upload. */
export class Settlements {
  readonly #waiting = new Map<string, Set<{ readonly sequence: number; readonly wake: () => void }>>()

  /** Resolves when the job is settled through `sequence`, after `timeoutMs`, or when the signal aborts; it never rejects. */
  async waitFor({ tenantId, jobId, sequence }: Settled, { timeoutMs, signal }: Patience): Promise<void> {
    const key = `${tenantId}/${jobId}`
    const { promise, resolve } = Promise.withResolvers<void>()
    const waiter = { sequence, wake: resolve }
    const waiters = this.#waiting.get(key) ?? new Set()
    this.#waiting.set(key, waiters.add(waiter))
    const timer = setTimeout(resolve, timeoutMs)
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    clearTimeout(timer)
    waiters.delete(waiter)
    if (waiters.size === 0) this.#waiting.delete(key)
  }

  settled(tenantId: string, jobId: string, sequence: number): void {
    for (const waiter of this.#waiting.get(`${tenantId}/${jobId}`) ?? []) if (waiter.sequence <= sequence) waiter.wake()
  }
}

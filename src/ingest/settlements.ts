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
  /** How far each job is known to be settled. */
  readonly #settled = new Map<string, number>()

  /** Resolves when the job is settled through `sequence`, after `timeoutMs`, or when the signal aborts; it never rejects. */
  async waitFor({ tenantId, jobId, sequence }: Settled, { timeoutMs, signal }: Patience): Promise<void> {
    const key = `${tenantId}/${jobId}`
    // The news may have come after the caller last looked at the job.
    if (signal.aborted || (this.#settled.get(key) ?? 0) >= sequence) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const wake = () => resolve()
    const waiter = { sequence, wake }
    const waiters = this.#waiting.get(key) ?? new Set()
    this.#waiting.set(key, waiters.add(waiter))
    const timer = setTimeout(wake, timeoutMs)
    signal.addEventListener('abort', wake)
    await promise
    clearTimeout(timer)
    signal.removeEventListener('abort', wake)
    waiters.delete(waiter)
    if (waiters.size === 0 && this.#waiting.get(key) === waiters) this.#waiting.delete(key)
  }

  settled(tenantId: string, jobId: string, sequence: number): void {
    const key = `${tenantId}/${jobId}`
    this.#settled.set(key, Math.max(sequence, this.#settled.get(key) ?? 0))
    for (const waiter of this.#waiting.get(key) ?? []) if (waiter.sequence <= sequence) waiter.wake()
  }
}

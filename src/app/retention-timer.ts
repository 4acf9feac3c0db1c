import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../contracts/clock.ts'
import { applyRetention, type RetentionDeps } from '../sync/retention.ts'
import { type PurgeDeps, purgeDeletedItems } from './purge-deleted-items.ts'

const dayMs = 86_400_000
const firstRoundMs = 60_000
const roundMs = 6 * 3_600_000
/** Between two pieces, so that batches and requests come first. */
const restMs = 50

export interface RetentionTimerOptions extends Omit<RetentionDeps, 'rest' | 'storeOf'> {
  readonly storeOf: (tenantId: string) => ReturnType<RetentionDeps['storeOf']> & ReturnType<PurgeDeps['storeOf']>
  /** 0 keeps the log and the uploads for ever; deleted items go after 30 days all the same. */
  readonly retentionDays: number
  readonly clock: Clock
  readonly onFailure: (error: unknown) => void
  /** Default: a minute. */
  readonly firstRoundMs?: number
}

export interface RetentionTimer {
  /** Ends after the piece in hand. */
  stop(): Promise<void>
  /** Begins the next round now: the clock was moved. */
  lookAgain(): void
}

/** Removes what is older than the retention time, a minute after the start and four times a day. */
export function startRetention(options: RetentionTimerOptions): RetentionTimer {
  const stopping = new AbortController()
  const waiting = createWaiting(stopping.signal)
  const running = run(options, stopping.signal, waiting.wait)
  return {
    lookAgain: waiting.cutShort,
    stop() {
      stopping.abort()
      return running
    },
  }
}

/** A wait that can be cut short; the next one is when nobody waits just now. */
function createWaiting(stopped: AbortSignal) {
  let isDue = false
  let round = new AbortController()
  return {
    cutShort(): void {
      isDue = true
      round.abort()
    },
    async wait(ms: number): Promise<void> {
      round = new AbortController()
      const signal = AbortSignal.any([stopped, round.signal])
      if (!isDue) await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
      isDue = false
    },
  }
}

async function run(
  options: RetentionTimerOptions,
  signal: AbortSignal,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  const { retentionDays, clock, onFailure } = options
  const rest = () => sleep(restMs, undefined, { signal, ref: false })
  for (let waitMs = options.firstRoundMs ?? firstRoundMs; ; waitMs = roundMs) {
    await wait(waitMs)
    if (signal.aborted) return
    try {
      const now = clock.now()
      if (retentionDays > 0) await applyRetention(now - retentionDays * dayMs, { ...options, rest })
      await purgeDeletedItems(now, { ...options, rest })
    } catch (error) {
      if (!signal.aborted) onFailure(error)
    }
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../contracts/clock.ts'
import { applyRetention, type RetentionDeps } from '../sync/retention.ts'

const dayMs = 86_400_000
const firstRoundMs = 60_000
const roundMs = 6 * 3_600_000
/** Between two pieces, so that batches and requests come first. */
const restMs = 50

export interface RetentionTimerOptions extends Omit<RetentionDeps, 'rest'> {
  /** 0 keeps everything for ever. */
  readonly retentionDays: number
  readonly clock: Clock
  readonly onFailure: (error: unknown) => void
  /** Default: a minute. */
  readonly firstRoundMs?: number
}

export interface RetentionTimer {
  /** Ends after the piece in hand. */
  stop(): Promise<void>
}

/** Removes what is older than the retention time, a minute after the start and four times a day. */
export function startRetention(options: RetentionTimerOptions): RetentionTimer {
  const stopping = new AbortController()
  const running = options.retentionDays === 0 ? Promise.resolve() : run(options, stopping.signal)
  return {
    stop() {
      stopping.abort()
      return running
    },
  }
}

async function run(options: RetentionTimerOptions, signal: AbortSignal): Promise<void> {
  const { retentionDays, clock, onFailure } = options
  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false })
  let waitMs = options.firstRoundMs ?? firstRoundMs
  while (!signal.aborted) {
    try {
      await pause(waitMs)
      waitMs = roundMs
      await applyRetention(clock.now() - retentionDays * dayMs, { ...options, rest: () => pause(restMs) })
    } catch (error) {
      if (!signal.aborted) onFailure(error)
    }
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../contracts/clock.ts'
import { applyRetention, type RetentionDeps } from '../sync/retention.ts'
import { type PurgeDeps, purgeDeletedItems } from './purge-deleted-items.ts'
import { type RepeatingTimer, startRepeating } from './repeating-timer.ts'

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

/** Removes what is older than the retention time, a minute after the start and four times a day. */
export function startRetention(options: RetentionTimerOptions): RepeatingTimer {
  const { retentionDays, clock, onFailure } = options
  return startRepeating({
    firstRoundMs: options.firstRoundMs ?? firstRoundMs,
    roundMs,
    onFailure,
    async round(signal) {
      const rest = () => sleep(restMs, undefined, { signal, ref: false })
      const now = clock.now()
      if (retentionDays > 0) await applyRetention(now - retentionDays * dayMs, { ...options, rest })
      await purgeDeletedItems(now, { ...options, rest })
    },
  })
}

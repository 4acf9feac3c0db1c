import type { Clock } from '../contracts/clock.ts'
import type { UploadSessions } from '../contracts/upload-sessions.ts'
import { sweepSessions } from '../ingest/upload-sessions.ts'
import { type RepeatingTimer, startRepeating } from './repeating-timer.ts'

const roundMs = 10 * 60_000

export interface SessionTimerOptions {
  readonly sessions: Pick<UploadSessions, 'sweep'>
  readonly clock: Clock
  readonly onFailure: (error: unknown) => void
}

/** Removes upload sessions that have expired, every ten minutes. */
export function startSessionTimer({ sessions, clock, onFailure }: SessionTimerOptions): RepeatingTimer {
  const round = async () => {
    await sweepSessions(sessions, clock.now())
  }
  return startRepeating({ roundMs, round, onFailure })
}

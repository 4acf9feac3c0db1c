import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../contracts/clock.ts'
import type { UploadSessions } from '../contracts/upload-sessions.ts'
import { sweepSessions } from '../ingest/upload-sessions.ts'

const roundMs = 10 * 60_000

export interface SessionTimerOptions {
  readonly sessions: Pick<UploadSessions, 'sweep'>
  readonly clock: Clock
  readonly onFailure: (error: unknown) => void
}

/** Removes upload sessions that have expired, every ten minutes. */
export function startSessionTimer(options: SessionTimerOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = run(options, stopping.signal)
  return {
    stop() {
      stopping.abort()
      return running
    },
  }
}

async function run({ sessions, clock, onFailure }: SessionTimerOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await sleep(roundMs, undefined, { signal, ref: false })
      await sweepSessions(sessions, clock.now())
    } catch (error) {
      if (!signal.aborted) onFailure(error)
    }
  }
}

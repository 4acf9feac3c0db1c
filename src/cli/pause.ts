import { setTimeout as sleep } from 'node:timers/promises'

/** Waits, at most until the signal aborts; never rejects. */
export async function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  await sleep(durationMs, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

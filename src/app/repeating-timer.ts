import { setTimeout as sleep } from 'node:timers/promises'

export interface RepeatingOptions {
  /** Before the first round. Default: as between the others. */
  readonly firstRoundMs?: number
  /** From the end of a round to the next. */
  readonly roundMs: number
  /** One round. Whatever it waits for ends early with the signal. */
  readonly round: (signal: AbortSignal) => Promise<void>
  /** Told what a round threw; the next one comes all the same. */
  readonly onFailure: (error: unknown) => void
}

export interface RepeatingTimer {
  /** Begins no more rounds, and ends after the piece in hand. */
  stop(): Promise<void>
  /** Begins the next round now: the clock was moved. */
  lookAgain(): void
}

/** Does something again and again, never twice at the same time, without keeping the process alive. */
export function startRepeating(options: RepeatingOptions): RepeatingTimer {
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
  { firstRoundMs, roundMs, round, onFailure }: RepeatingOptions,
  signal: AbortSignal,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  for (let waitMs = firstRoundMs ?? roundMs; ; waitMs = roundMs) {
    await wait(waitMs)
    if (signal.aborted) return
    try {
      await round(signal)
    } catch (error) {
      if (!signal.aborted) onFailure(error)
    }
  }
}

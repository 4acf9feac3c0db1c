import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError } from '../command-error.ts'

/** At most `count` requests in any `windowMs`. */
export interface Rate {
  readonly count: number
  readonly windowMs: number
}

/** Resolves when the next request may start; requests start evenly, because servers count bursts. */
export type Pacer = (signal: AbortSignal) => Promise<void>

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }

/** Reads `40`, `40/s`, `40/5s`, `6000/24h`; without a window it is per second. */
export function parseRate(text: string): Rate {
  const parts = /^(\d+)(?:\/(\d*)([smh]))?$/.exec(text.trim())
  const count = Number(parts?.[1] ?? 0)
  const windowMs = Number(parts?.[2] || 1) * (units[parts?.[3] ?? 's'] ?? 0)
  if (count < 1 || windowMs < 1) throw new CommandError('usage', `--rate must look like 40/s or 40/5s, not "${text}".`)
  return { count, windowMs }
}

export function createPacer({ count, windowMs }: Rate, now: () => number): Pacer {
  const distanceMs = windowMs / count
  let nextAt = Number.NEGATIVE_INFINITY
  return async (signal) => {
    const at = Math.max(now(), nextAt)
    nextAt = at + distanceMs
    if (at > now()) await sleep(at - now(), undefined, { signal })
  }
}

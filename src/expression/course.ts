import { dayMs } from './dates/instant.ts'
import { EvaluationFailure } from './error.ts'

/** How a result goes on while the clock moves. */
export interface Course {
  readonly at: (epochMs: number) => number | string | boolean
  /** Up to then it only rises or only falls. */
  readonly monotoneUntil: number
}

/** Nobody waits for a change after that: the year 9000. Dates like 9999-12-31 stand for never. */
const horizonMs = Date.UTC(9000, 0)

/**
 * The first time after `now` at which a state that never comes back is another one, to the millisecond; undefined when
 * it stays up to `end`. Takes some forty looks at the state, however far away the change is.
 */
export function firstChange<T>(now: number, end: number, state: (epochMs: number) => T): number | undefined {
  const before = state(now)
  const last = Math.min(end - 1, horizonMs)
  let same = now
  for (let step = dayMs; same < last; step *= 2) {
    const probe = Math.min(now + step, last)
    if (stateAt(probe, state) !== before) return bisect(same, probe, (epochMs) => stateAt(epochMs, state) === before)
    same = probe
  }
  return undefined
}

/** Where the change lies between a time that still has the property and one that has it no longer. */
function bisect(from: number, to: number, holds: (epochMs: number) => boolean): number {
  let [same, other] = [from, to]
  while (other - same > 1) {
    const middle = same + Math.floor((other - same) / 2)
    if (holds(middle)) same = middle
    else other = middle
  }
  return other
}

const failed = Symbol('failed')

/** Beyond the year 9999 there are no dates: a state of its own, and the last one. */
function stateAt<T>(epochMs: number, state: (epochMs: number) => T): T | typeof failed {
  try {
    return state(epochMs)
  } catch (error) {
    if (error instanceof EvaluationFailure) return failed
    throw error
  }
}

/** The first time at which the result of a course differs, or at which it can no longer be foreseen. */
export function courseHoldsUntil(now: number, { at, monotoneUntil }: Course): number | undefined {
  return firstChange(now, monotoneUntil, at) ?? (Number.isFinite(monotoneUntil) ? monotoneUntil : undefined)
}

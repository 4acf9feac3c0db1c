import type { EvaluationContext } from '../expression/evaluation.ts'
import type { Prepared } from './trail.ts'

/** How many moments are tried before the engine simply looks again at the last of them. */
const momentsMax = 40

type Prepare = (context: EvaluationContext) => Prepared

/**
 * Prepares records and finds out until when each outcome holds, where the clock decides about it. Moments at which a
 * condition is computed anew but comes out the same are passed over.
 */
export function watchClock(context: EvaluationContext): (prepare: Prepare) => Prepared {
  let holdsUntil = Number.POSITIVE_INFINITY
  // One context for all records: most of them never look at the clock.
  const watched = {
    ...context,
    holdsUntil: (until: number) => {
      holdsUntil = Math.min(holdsUntil, until)
    },
  }
  return (prepare) => {
    holdsUntil = Number.POSITIVE_INFINITY
    const prepared = prepare(watched)
    return holdsUntil === Number.POSITIVE_INFINITY
      ? prepared
      : { ...prepared, holdsUntil: findChange(prepare, { context, prepared, holdsUntil }) }
  }
}

interface Outlook {
  readonly context: EvaluationContext
  readonly prepared: Prepared
  readonly holdsUntil: number
}

/** The first moment at which the outcome differs; null when it never does. */
function findChange(prepare: Prepare, { context, prepared, holdsUntil: first }: Outlook): number | null {
  const outcome = outcomeOf(prepared)
  let at = first
  for (let moments = 0; moments < momentsMax; moments++) {
    let next = Number.POSITIVE_INFINITY
    const listen = (until: number): void => {
      if (until > at) next = Math.min(next, until)
    }
    const later = prepare({ ...context, now: new Date(at), holdsUntil: listen })
    if (outcomeOf(later) !== outcome) return at
    if (next === Number.POSITIVE_INFINITY) return null
    at = next
  }
  return at
}

function outcomeOf({ scope, desired, ends }: Prepared): string {
  return JSON.stringify([scope.inScope, ends, desired.values.map((value) => value ?? null), [...desired.candidates]])
}

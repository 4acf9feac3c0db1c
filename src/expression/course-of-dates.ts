import type { Course } from './course.ts'
import type { Instant } from './dates/instant.ts'

/**
 * The course of what is made of two dates, of which one moves with the clock, or both; undefined when none does.
 * `bothSteadyUntil` ends the time in which the result only rises or only falls although both dates move.
 */
export function courseOfDates(
  left: Instant | null,
  right: Instant | null,
  compute: (left: Instant, right: Instant) => number | boolean,
  bothSteadyUntil: (moving: Instant) => number = steadyUntilOf,
): Course | undefined {
  if (left === null || right === null || (left.motion === undefined && right.motion === undefined)) return undefined
  const bothMove = left.motion !== undefined && right.motion !== undefined
  return {
    at: (epochMs) => compute(left.motion?.at(epochMs) ?? left, right.motion?.at(epochMs) ?? right),
    monotoneUntil: bothMove ? Math.min(bothSteadyUntil(left), bothSteadyUntil(right)) : Number.POSITIVE_INFINITY,
  }
}

function steadyUntilOf({ motion }: Instant): number {
  return motion?.steadyUntil ?? Number.POSITIVE_INFINITY
}

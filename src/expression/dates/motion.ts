import { dayMs, type Instant, type Motion, toInstant } from './instant.ts'

/** The present time as a date that moves on. */
export function movingNow(now: number): Instant {
  return {
    ...toInstant(now),
    motion: { now, at: (epochMs) => toInstant(epochMs), steadyUntil: Number.POSITIVE_INFINITY },
  }
}

/** What becomes of a date, with its motion if it has one. A step of the calendar jumps when the source's day ends. */
export function carryMotion(
  source: Instant,
  change: (instant: Instant) => Instant,
  jumps: 'never' | 'atMidnight',
): Instant {
  const { motion } = source
  if (motion === undefined) return change(source)
  const steadyUntil =
    jumps === 'never'
      ? motion.steadyUntil
      : Math.min(motion.steadyUntil, clockAt(motion, source.epochMs, nextMidnight(source.epochMs)))
  return { ...change(source), motion: { now: motion.now, at: (epochMs) => change(motion.at(epochMs)), steadyUntil } }
}

/** What the clock shows when a date that keeps pace with it has come from `from` to `epochMs`. */
export function clockAt(motion: Motion, from: number, epochMs: number): number {
  return motion.now + epochMs - from
}

export function nextMidnight(epochMs: number): number {
  return (Math.floor(epochMs / dayMs) + 1) * dayMs
}

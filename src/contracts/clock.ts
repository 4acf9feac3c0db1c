/** The only source of time for rooms above the pure floors. Tests move it. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/**
 * A clock that can be moved, for tests of what happens on a later day (ours). It goes on from where it was moved to, and
 * it is never moved back: whatever was written is in the past of whatever is written next.
 */
export interface MovableClock extends Clock {
  /** Milliseconds ahead of the system's clock. */
  offsetMs(): number
  /** Refuses with `invalidValue` a time before its own, and one after the year 9999. */
  moveTo(epochMs: number): void
  /** Refuses with `invalidValue` less than 0, and what leads beyond the year 9999. */
  advance(ms: number): void
}

import { parseDateTime } from '../odata/date-time.ts'

/** Where to move the clock: to a time (milliseconds since 1970, UTC), or so many milliseconds ahead. */
export type ClockMove = { readonly kind: 'to'; readonly epochMs: number } | { readonly kind: 'by'; readonly ms: number }

const unitsMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
}
const relative = /^\+(\d{1,9})([smhdw])$/i

/**
 * Reads `2027-01-01T08:00:00Z`, `2027-01-01` (midnight, UTC) or `+90d` (s, m, h, d, w). Throws an error whose message
 * continues a sentence that begins with the name of what was set.
 */
export function parseClockMove(text: string): ClockMove {
  const [, count, unit] = relative.exec(text) ?? []
  if (count !== undefined && unit !== undefined) {
    return { kind: 'by', ms: Number(count) * (unitsMs[unit.toLowerCase()] ?? 0) }
  }
  const instant = parseDateTime(text)
  if (instant !== undefined) return { kind: 'to', epochMs: instant.epochMs }
  throw new Error(`must be a time such as 2027-01-01T08:00:00Z or a distance such as +90d, and is '${text}'`)
}

/** Milliseconds that a start with this setting is ahead of the system's clock; null when it was not set. */
export function parseClockStart(text: string, now: number): number | null {
  if (text === '') return null
  const move = parseClockMove(text)
  if (move.kind === 'by') return move.ms
  // What was set up at the system's time, such as client secrets, would not be valid yet.
  if (move.epochMs < now) throw new Error(`must not be in the past, and is '${text}'`)
  return move.epochMs - now
}

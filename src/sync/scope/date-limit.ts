const dayMs = 86_400_000

/** A point in time that a date clause compares with. Relative ones move with the clock. */
export interface DateLimit {
  /** Milliseconds since 1970, UTC. */
  at(nowMs: number): number
  /** Times of the clock at which the order of a value and the limit can turn; may hold more than that, never fewer. */
  turningPoints(valueMs: number): readonly number[]
}

/** How far a limit lies from the clock: whole months are moved first, then the rest. Both may be negative. */
export interface Distance {
  readonly months: number
  readonly ms: number
}

export function fixedLimit(epochMs: number): DateLimit {
  return { at: () => epochMs, turningPoints: () => [] }
}

/** The clock (`now`) or its midnight in UTC (`today`), moved by a distance. */
export function movingLimit(base: 'now' | 'today', { months, ms }: Distance): DateLimit {
  const at = (nowMs: number): number => addMonths(base === 'now' ? nowMs : startOfDay(nowMs), months) + ms
  if (months !== 0) return { at, turningPoints: (valueMs) => scan(valueMs, addMonths(valueMs - ms, -months), at) }
  return {
    at,
    turningPoints(valueMs) {
      const turn = valueMs - ms
      // Beyond the millisecond at which both are the same, "on or before" and "before" part.
      if (base === 'now') return [turn, turn + 1]
      const day = startOfDay(turn)
      return day === turn ? [day, day + dayMs] : [day + dayMs]
    },
  }
}

/**
 * Months differ in length, so moving back is not the inverse of moving on: the turn is looked for on each day around the
 * place where it must lie. Within one day the limit keeps its distance from the clock.
 */
function scan(valueMs: number, aboutMs: number, at: (nowMs: number) => number): readonly number[] {
  const points: number[] = []
  const first = startOfDay(aboutMs) - scannedDaysEachSide * dayMs
  for (let day = 0; day <= 2 * scannedDaysEachSide; day++) {
    const start = first + day * dayMs
    const turn = start + (valueMs - at(start))
    points.push(start)
    if (turn > start && turn < start + dayMs) points.push(turn)
    if (turn + 1 > start && turn + 1 < start + dayMs) points.push(turn + 1)
  }
  return points
}

/** The length of months differs by at most three days. */
const scannedDaysEachSide = 4

function startOfDay(epochMs: number): number {
  return Math.floor(epochMs / dayMs) * dayMs
}

/** The same day of another month, or that month's last day when it has no such day. */
function addMonths(epochMs: number, count: number): number {
  if (count === 0) return epochMs
  const date = new Date(epochMs)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + count)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  return date.setUTCDate(Math.min(day, last))
}

import { EvaluationFailure } from '../error.ts'
import { compareInstants, dayMs, daysInMonth, type Instant, ticksPerMs, toInstant } from './instant.ts'
import { carryMotion, nextMidnight } from './motion.ts'

/** Length of the intervals that are spans of time rather than steps of the calendar. */
const spanMs: Readonly<Record<string, number>> = { s: 1_000, n: 60_000, h: 3_600_000, d: dayMs }

/** The instant `value` intervals later. Months and years keep the day, or take the last one of a shorter month. */
export function addInterval(interval: string, value: number, instant: Instant): Instant {
  const jumps = interval === 'm' || interval === 'yyyy' ? 'atMidnight' : 'never'
  return carryMotion(instant, (moment) => stepFrom(interval, value, moment), jumps)
}

function stepFrom(interval: string, value: number, instant: Instant): Instant {
  switch (interval) {
    case 's':
    case 'n':
    case 'h':
    case 'd':
      return toInstant(instant.epochMs + value * (spanMs[interval] ?? 0), instant.ticks)
    case 'ww':
      return toInstant(instant.epochMs + value * 7 * dayMs, instant.ticks)
    case 'm':
      return addMonths(instant, value)
    case 'yyyy':
      return addMonths(instant, value * 12)
    default:
      throw unknownInterval(interval)
  }
}

/** Midnight, in UTC, at which the day of an instant began. */
export function startOfDay(instant: Instant): Instant {
  return carryMotion(instant, ({ epochMs }) => toInstant(Math.floor(epochMs / dayMs) * dayMs), 'atMidnight')
}

/** The last second of the day of an instant, in UTC. */
export function endOfDay(instant: Instant): Instant {
  return carryMotion(instant, ({ epochMs }) => toInstant(nextMidnight(epochMs) - 1_000), 'atMidnight')
}

/** Visual Basic's DateDiff as .NET has it: whole spans for s, n, h and d, calendar steps for ww, m and yyyy. */
export function differenceIn(interval: string, from: Instant, to: Instant): number {
  switch (interval) {
    case 's':
    case 'n':
    case 'h':
    case 'd':
      return wholeSpans(from, to, spanMs[interval] ?? 1)
    case 'ww':
      return (sundayOf(to) - sundayOf(from)) / 7
    case 'm':
      return monthsOf(to) - monthsOf(from)
    case 'yyyy':
      return new Date(to.epochMs).getUTCFullYear() - new Date(from.epochMs).getUTCFullYear()
    default:
      throw unknownInterval(interval)
  }
}

function wholeSpans(from: Instant, to: Instant, length: number): number {
  if (compareInstants(from, to) > 0) return 0 - wholeSpans(to, from, length)
  const ms = to.epochMs - from.epochMs + (to.ticks - from.ticks) / ticksPerMs
  return Math.floor(ms / length)
}

/** Number of the day, from 1970-01-01, on which the week of an instant began. 1970-01-01 was a Thursday. */
function sundayOf({ epochMs }: Instant): number {
  const day = Math.floor(epochMs / dayMs)
  return day - ((((day + 4) % 7) + 7) % 7)
}

function monthsOf({ epochMs }: Instant): number {
  const date = new Date(epochMs)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

function addMonths(instant: Instant, months: number): Instant {
  const date = new Date(instant.epochMs)
  const total = monthsOf(instant) + months
  const year = Math.floor(total / 12)
  const month = total - year * 12
  if (!(year >= 1 && year <= 9999)) return toInstant(Number.NaN)
  date.setUTCFullYear(year, month, Math.min(date.getUTCDate(), daysInMonth(year, month + 1)))
  return toInstant(date.getTime(), instant.ticks)
}

function unknownInterval(interval: string): EvaluationFailure {
  return new EvaluationFailure(`"${interval}" is no interval; use yyyy, m, ww, d, h, n or s`)
}

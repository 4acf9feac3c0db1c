import { EvaluationFailure } from '../error.ts'

/** A point in time in UTC with the resolution of .NET's DateTime, 100 nanoseconds. */
export interface Instant {
  readonly kind: 'instant'
  /** Whole milliseconds since 1970-01-01T00:00:00Z. */
  readonly epochMs: number
  /** The rest below one millisecond, in units of 100 nanoseconds, 0 to 9999. */
  readonly ticks: number
  /** Set while somebody wants to hear how long a result holds, on dates that come from the clock. */
  readonly motion?: Motion
}

/** How a date goes on while the clock moves; it never goes back. */
export interface Motion {
  /** The time at which the date was made, milliseconds since 1970, UTC. */
  readonly now: number
  /** The date as it will be at another time. */
  readonly at: (epochMs: number) => Instant
  /** Until then the date either stands still or keeps pace with the clock; only then may it jump. */
  readonly steadyUntil: number
}

/** What is written in a date text. Month and day count from 1. */
export interface DateFields {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** Fraction of the second in units of 100 nanoseconds, 0 to 9999999. */
  readonly fractionTicks: number
}

export const ticksPerMs = 10_000
export const dayMs = 86_400_000
/** 0001-01-01 and the last millisecond of 9999, the range of .NET's DateTime. */
const epochMsMin = -62_135_596_800_000
export const epochMsMax = 253_402_300_799_999

/** Refuses instants outside the years 1 to 9999 with EvaluationFailure. */
export function toInstant(epochMs: number, ticks = 0): Instant {
  if (!(epochMs >= epochMsMin && epochMs <= epochMsMax)) {
    throw new EvaluationFailure('the date lies outside the years 1 to 9999')
  }
  return { kind: 'instant', epochMs, ticks }
}

/** The instant of a calendar date and time; undefined when there is no such date, like 30 February. */
export function instantOfFields(fields: DateFields, offsetMinutes = 0): Instant | undefined {
  const { year, month, day, hour, minute, second, fractionTicks } = fields
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  if (year < 1 || year > 9999 || hour > 23 || minute > 59 || second > 59) return undefined

  const milliseconds = Math.floor(fractionTicks / ticksPerMs)
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second, milliseconds))
  date.setUTCFullYear(year, month - 1, day)
  return toInstant(date.getTime() - offsetMinutes * 60_000, fractionTicks % ticksPerMs)
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** `M/d/yyyy h:mm:ss tt` in UTC, the text of a date wherever a text is needed. */
export function renderInstant({ epochMs }: Instant): string {
  const date = new Date(epochMs)
  const hour = date.getUTCHours()
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${String(date.getUTCFullYear()).padStart(4, '0')}`
  const time = `${hour % 12 || 12}:${twoDigits(date.getUTCMinutes())}:${twoDigits(date.getUTCSeconds())}`
  return `${day} ${time} ${hour < 12 ? 'AM' : 'PM'}`
}

export function compareInstants(left: Instant, right: Instant): number {
  return left.epochMs - right.epochMs || left.ticks - right.ticks
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

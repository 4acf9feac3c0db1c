import { monthNumber } from './date-names.ts'
import { type DateFields, type Instant, instantOfFields } from './instant.ts'

const dateTextCharactersMax = 64

const isoDate = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/
const monthFirstDate = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)/
const dayAndMonthName = /^(?:[A-Za-z]{3,9}, {0,3})?(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})(?!\d)/
const monthNameAndDay = /^(?:[A-Za-z]{3,9}, {0,3})?([A-Za-z]{3,9}) (\d{1,2}),? (\d{4})(?!\d)/
const timeOfDay = /^(?:T|\s{1,3})(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s{0,3}(AM|PM))?(?![\dA-Y])/i
const zone = /^\s{0,3}(?:(Z|GMT|UTC)|([+-])(\d{1,2}):?(\d{2})?)$/i

type Day = Pick<DateFields, 'year' | 'month' | 'day'>
type Time = Omit<DateFields, keyof Day>

const midnight: Time = { hour: 0, minute: 0, second: 0, fractionTicks: 0 }

/**
 * Reads the date texts that .NET's general parser accepts in the invariant culture: ISO 8601 with `T` or a blank, a date
 * alone or with an offset, `M/d/yyyy`, `M/d/yyyy h:mm:ss tt`, and dates with the name of the month. A text without an
 * offset is UTC. Undefined when the text is none of these, or names no day of the calendar.
 */
export function parseDate(text: string): Instant | undefined {
  const trimmed = text.trim()
  if (trimmed.length > dateTextCharactersMax) return undefined
  const found = findDay(trimmed)
  if (found === undefined) return undefined

  let rest = trimmed.slice(found.length)
  const timeMatch = timeOfDay.exec(rest)
  const time = timeMatch === null ? midnight : readTime(timeMatch)
  if (time === undefined) return undefined
  if (timeMatch !== null) rest = rest.slice(timeMatch[0].length)

  const offsetMinutes = readZone(rest)
  return offsetMinutes === undefined ? undefined : instantOfFields({ ...found.day, ...time }, offsetMinutes)
}

function findDay(text: string): { day: Day; length: number } | undefined {
  let match = isoDate.exec(text)
  if (match !== null) return { day: dayOf(match[1], match[2], match[3]), length: match[0].length }
  match = monthFirstDate.exec(text)
  if (match !== null) return { day: dayOf(match[3], match[1], match[2]), length: match[0].length }
  match = dayAndMonthName.exec(text)
  if (match !== null) return { day: dayOf(match[3], monthNumber(match[2] ?? ''), match[1]), length: match[0].length }
  match = monthNameAndDay.exec(text)
  if (match !== null) return { day: dayOf(match[3], monthNumber(match[1] ?? ''), match[2]), length: match[0].length }
  return undefined
}

function dayOf(year: string | undefined, month: string | number | undefined, day: string | undefined): Day {
  return { year: Number(year), month: Number(month), day: Number(day) }
}

function readTime([, hourText, minute, second = '0', fraction = '', half]: RegExpExecArray): Time | undefined {
  let hour = Number(hourText)
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined
    hour = (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0)
  }
  const fractionTicks = Number(fraction.slice(0, 7).padEnd(7, '0'))
  return { hour, minute: Number(minute), second: Number(second), fractionTicks }
}

/** Minutes east of Greenwich; no zone is UTC; undefined when the text is no zone. */
function readZone(text: string): number | undefined {
  if (text === '') return 0
  const match = zone.exec(text)
  if (match === null) return undefined
  if (match[1] !== undefined) return 0
  const minutes = Number(match[3]) * 60 + Number(match[4] ?? '0')
  if (minutes > offsetMinutesMax || Number(match[4] ?? '0') > 59) return undefined
  return match[2] === '-' ? -minutes : minutes
}

/** .NET accepts offsets up to fourteen hours. */
export const offsetMinutesMax = 14 * 60

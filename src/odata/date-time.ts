/** A point in time, exact to any number of fraction digits. */
export interface Instant {
  /** UTC without the trailing `Z`, no trailing zeros in the fraction: texts of this form sort like the times they name. */
  readonly sortableUtc: string
  /** Whole milliseconds since 1970, rounded down. */
  readonly epochMs: number
  /** The time lies between `epochMs` and the next millisecond. */
  readonly finerThanMs: boolean
}

const form = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?(Z|[+\- ]\d\d:\d\d))?$/i
const yearMax = 9999
const minuteMs = 60_000
const msDigits = 3

/**
 * Reads an Edm.DateTimeOffset, or an Edm.Date as its midnight in UTC. A space in place of the plus sign is understood,
 * because that is what an unencoded plus sign turns into.
 * Source: OData 4.01 ABNF, dateTimeOffsetValue. Answers undefined for anything else, days that do not exist included.
 */
export function parseDateTime(text: string): Instant | undefined {
  const [, date, time = '00:00', seconds = '00', fraction = '', zone = 'Z'] = form.exec(text) ?? []
  if (date === undefined) return undefined
  const local = `${date}T${time}:${seconds}`
  const localMs = Date.parse(`${local}Z`)
  const offsetMs = parseOffset(zone)
  if (Number.isNaN(localMs) || isoSeconds(localMs) !== local || offsetMs === undefined) return undefined

  const wholeMs = localMs - offsetMs
  const utc = new Date(wholeMs)
  if (utc.getUTCFullYear() < 0 || utc.getUTCFullYear() > yearMax) return undefined
  const digits = fraction.replace(/0+$/, '')
  return {
    sortableUtc: digits === '' ? isoSeconds(wholeMs) : `${isoSeconds(wholeMs)}.${digits}`,
    epochMs: wholeMs + Number(digits.slice(0, msDigits).padEnd(msDigits, '0')),
    finerThanMs: digits.length > msDigits,
  }
}

function isoSeconds(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length)
}

/** Real offsets reach fourteen hours. */
const offsetHoursMax = 14

function parseOffset(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(4, 6))
  if (hours > offsetHoursMax || minutes >= 60) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * minuteMs
}

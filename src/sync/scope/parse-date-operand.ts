import { parseDateTime } from '../../odata/date-time.ts'
import { type DateLimit, fixedLimit, movingLimit } from './date-limit.ts'

const form = /^(now|today)((?:[+-]\d{1,4}(?:min|[ymwdh]))*)$/
const shiftForm = /([+-]\d{1,4})(min|[ymwdh])/g
const shiftsMax = 4
const monthsOf: Readonly<Record<string, number>> = { y: 12, m: 1 }
const msOf: Readonly<Record<string, number>> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, min: 60_000 }

/**
 * Reads the operand of a date clause (ours):
 *
 *     operand  = absolute / relative
 *     absolute = an ISO 8601 date or date-time; without an offset it is UTC
 *     relative = ( "now" / "today" ) *4( ("+" / "-") 1*4DIGIT unit )
 *     unit     = "y" / "m" / "w" / "d" / "h" / "min"     years, months, weeks, days, hours, minutes
 *
 * `today` is midnight in UTC. Years and months are moved first, and a day that the month lacks becomes its last day. Letter
 * case and blanks do not count. Undefined for anything else.
 */
export function parseDateOperand(text: string): DateLimit | undefined {
  const compact = text.replaceAll(/\s+/g, '').toLowerCase()
  const [, base, tail = ''] = form.exec(compact) ?? []
  if (base === undefined) {
    const instant = parseDateTime(withOffset(text.trim()))
    return instant === undefined ? undefined : fixedLimit(instant.epochMs)
  }
  const shifts = [...tail.matchAll(shiftForm)]
  if (shifts.length > shiftsMax) return undefined
  const total = (unitSizes: Readonly<Record<string, number>>): number =>
    shifts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (unitSizes[unit] ?? 0), 0)
  return movingLimit(base === 'now' ? 'now' : 'today', { months: total(monthsOf), ms: total(msOf) })
}

/** OData wants an offset behind a time of day, or takes a date alone. */
function withOffset(text: string): string {
  return /[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/i.test(text) ? `${text.replace(' ', 'T')}Z` : text
}

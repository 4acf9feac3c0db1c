import { EvaluationFailure } from '../error.ts'
import { dayNames, monthNames } from './date-names.ts'
import type { ExactDate } from './date-parse-exact.ts'
import { datePieces } from './date-pattern.ts'
import { ticksPerMs } from './instant.ts'

/** Writes a date by a .NET custom or standard format in the invariant culture. All dates are in UTC. */
export function formatDate(date: ExactDate, format: string): string {
  const utc = new Date(date.instant.epochMs)
  const fraction = String(utc.getUTCMilliseconds() * ticksPerMs + date.instant.ticks).padStart(7, '0')
  let text = ''
  for (const piece of datePieces(format)) {
    if (piece.kind === 'literal') text += piece.text
    else if (piece.letter === 'F') text = withOptionalFraction(text, fraction.slice(0, piece.count))
    else text += formatField(piece.letter, piece.count, utc, { fraction, kind: date.kind })
  }
  return text
}

/** `F` writes no trailing zeros, and takes back the point before it when nothing is left. */
function withOptionalFraction(text: string, fraction: string): string {
  const digits = fraction.replace(/0{1,7}$/, '')
  return digits === '' && text.endsWith('.') ? text.slice(0, -1) : text + digits
}

function formatField(
  letter: string,
  count: number,
  utc: Date,
  rest: { fraction: string; kind: ExactDate['kind'] },
): string {
  switch (letter) {
    case 'd':
      return count < 3 ? padded(utc.getUTCDate(), count) : named(dayNames[utc.getUTCDay()], count)
    case 'M':
      return count < 3 ? padded(utc.getUTCMonth() + 1, count) : named(monthNames[utc.getUTCMonth()], count)
    case 'y':
      return count < 3 ? padded(utc.getUTCFullYear() % 100, count) : padded(utc.getUTCFullYear(), count)
    case 'H':
      return padded(utc.getUTCHours(), Math.min(count, 2))
    case 'h':
      return padded(utc.getUTCHours() % 12 || 12, Math.min(count, 2))
    case 'm':
      return padded(utc.getUTCMinutes(), Math.min(count, 2))
    case 's':
      return padded(utc.getUTCSeconds(), Math.min(count, 2))
    case 'f':
      if (count > 7) throw new EvaluationFailure('a date has at most seven digits of a second')
      return rest.fraction.slice(0, count)
    case 't':
      return (utc.getUTCHours() < 12 ? 'AM' : 'PM').slice(0, count)
    case 'z':
      return ['+0', '+00'][count - 1] ?? '+00:00'
    case 'K':
      return { utc: 'Z', local: '+00:00', unspecified: '' }[rest.kind]
    case 'g':
      return 'A.D.'
    default:
      return letter
  }
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}

function named(name: string | undefined, count: number): string {
  return (name ?? '').slice(0, count === 3 ? 3 : undefined)
}

import { type DatePiece, datePieces } from './date-pattern.ts'
import type { DateStyles } from './date-styles.ts'
import { DateTextReader } from './date-text-reader.ts'
import { type Instant, instantOfFields } from './instant.ts'

/** A date as it was read: `unspecified` had no zone, `local` had an offset, `utc` was marked as UTC. */
export interface ExactDate {
  readonly instant: Instant
  readonly kind: 'unspecified' | 'local' | 'utc'
}

/**
 * Reads a date by a .NET format in the invariant culture, as DateTime.ParseExact does on a server in UTC: an offset moves
 * the date to UTC. Undefined when the text does not have the format. `now` gives the date when the format has none.
 */
export function parseDateExact(text: string, format: string, styles: DateStyles, now: Date): ExactDate | undefined {
  const reader = new DateTextReader(trim(text, styles), styles.has('AllowInnerWhite'))
  const pieces = datePieces(format)
  for (const [index, piece] of pieces.entries()) {
    if (!readPiece(reader, piece, pieces[index + 1])) return undefined
  }
  if (!reader.atEnd) return undefined
  return assemble(reader, styles, now)
}

function trim(text: string, styles: DateStyles): string {
  const fromStart = styles.has('AllowLeadingWhite') ? text.trimStart() : text
  return styles.has('AllowTrailingWhite') ? fromStart.trimEnd() : fromStart
}

function readPiece(reader: DateTextReader, piece: DatePiece, next: DatePiece | undefined): boolean {
  if (piece.kind === 'field') return reader.readField(piece.letter, piece.count)
  const optionalPoint = piece.text === '.' && next?.kind === 'field' && next.letter === 'F'
  return reader.readLiteral(piece.text) || optionalPoint
}

function assemble(
  { fields, hour12, half, offsetMinutes, markedUtc }: DateTextReader,
  styles: DateStyles,
  now: Date,
): ExactDate | undefined {
  let { hour } = fields
  if (hour12 !== undefined) hour = (hour12 % 12) + (half === 'PM' ? 12 : 0)
  else if (half !== undefined && hour < 12 && half === 'PM') hour += 12

  const hasDate = fields.year !== undefined || fields.month !== undefined || fields.day !== undefined
  const today = styles.has('NoCurrentDateDefault') ? new Date(-62_135_596_800_000) : now
  const instant = instantOfFields(
    {
      year: fields.year ?? today.getUTCFullYear(),
      month: fields.month ?? (hasDate ? 1 : today.getUTCMonth() + 1),
      day: fields.day ?? (hasDate ? 1 : today.getUTCDate()),
      hour,
      minute: fields.minute,
      second: fields.second,
      fractionTicks: fields.fractionTicks,
    },
    offsetMinutes ?? 0,
  )
  if (instant === undefined) return undefined
  return { instant, kind: kindOf(offsetMinutes !== undefined, markedUtc, styles) }
}

function kindOf(hasOffset: boolean, markedUtc: boolean, styles: DateStyles): ExactDate['kind'] {
  const universal = styles.has('AdjustToUniversal')
  if (markedUtc) return universal || styles.has('RoundtripKind') ? 'utc' : 'local'
  if (hasOffset) return universal ? 'utc' : 'local'
  if (styles.has('AssumeUniversal')) return universal ? 'utc' : 'local'
  return styles.has('AssumeLocal') ? (universal ? 'utc' : 'local') : 'unspecified'
}

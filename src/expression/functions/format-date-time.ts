import type { Slot } from '../ast.ts'
import { toInstantOrNull } from '../coerce/to-instant.ts'
import { shorten } from '../coerce/to-number.ts'
import { toText } from '../coerce/to-text.ts'
import { formatDate } from '../dates/date-format.ts'
import { type ExactDate, parseDateExact } from '../dates/date-parse-exact.ts'
import { parseDateStyles } from '../dates/date-styles.ts'
import type { Instant } from '../dates/instant.ts'
import { nextMidnight } from '../dates/motion.ts'
import { EvaluationFailure } from '../error.ts'
import { mappingFunction } from '../function.ts'
import { any, asDate, optional, text } from '../param.ts'
import { isInstant } from '../value.ts'

export const formatDateTime = mappingFunction({
  name: 'FormatDateTime',
  params: [
    asDate(any('source')),
    optional(text('dateTimeStyles')),
    optional(text('inputFormat')),
    text('outputFormat'),
  ],
  returns: 'text',
  doc: 'Reads a date text by one .NET format and writes it by another. A date that comes from another function needs no input format.',
  examples: [
    ['FormatDateTime([x], , "yyyyMMddHHmmss.fZ", "yyyy-MM-dd")', '2015-01-23', { x: '20150123105347.1Z' }],
    ['FormatDateTime([x], , "yyyy-MM-ddzzz", "yyyy-MM-dd")', '2020-12-31', { x: '2020-12-31-08:00' }],
    ['FormatDateTime([x], , "yyyy-MM-ddzzz", "yyyy-MM-dd")', '2020-12-30', { x: '2020-12-31+08:00' }],
    ['FormatDateTime([x], , "M/d/yyyy hh:mm:ss tt", "yyyy-MM-dd")', '2026-12-31', { x: '12/31/2026 10:15:00 PM' }],
    ['FormatDateTime("2026-07-01", , "yyyy-MM-dd", "dd.MM.yyyy")', '01.07.2026'],
    ['FormatDateTime("2026-07-01", "yyyy-MM-dd", "dd.MM.yyyy")', '01.07.2026'],
    ['FormatDateTime(DateAdd("d", 1, Now()), , "yyyy-MM-dd", "yyyy-MM-dd")', '2026-07-31'],
    ['FormatDateTime([x], , "yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ssZ")', '2026-07-01T00:00:00Z', { x: '2026-07-01' }],
    ['FormatDateTime([x], , "yyyy-MM-dd", "yyyy")', null, { x: null }],
  ],
  arrange: withStylesSlot,
  textHoldsUntil: (now, source, _styles, _inputFormat, outputFormat) =>
    isInstant(source) && source.motion !== undefined && outputFormat !== null
      ? formattedUntil(now, source, outputFormat)
      : undefined,
  callInContext: (context, source, styles, inputFormat, outputFormat) => {
    if (source === null || outputFormat === null) return null
    if (isInstant(source)) return formatDate({ instant: source, kind: 'utc' }, outputFormat)
    const written = toText(source)
    if (written === null || written === '') return null
    return formatDate(readDate(written, inputFormat ?? null, styles ?? null, context.now), outputFormat)
  },
})

const unitsMs = [1, 1_000, 60_000, 3_600_000, 43_200_000] as const

/** When the text of a date that moves is another one: at the end of the smallest unit that the format tells. */
function formattedUntil(now: number, source: Instant, format: string): number {
  const textOf = (instant: Instant) => formatDate({ instant, kind: 'utc' }, format)
  const shown = textOf(source)
  const steadyUntil = source.motion?.steadyUntil ?? Number.POSITIVE_INFINITY
  for (const unitMs of unitsMs) {
    const ends = now + (Math.floor(source.epochMs / unitMs) + 1) * unitMs - source.epochMs
    if (ends >= steadyUntil) return steadyUntil
    if (textOf(source.motion?.at(ends) ?? source) !== shown) return ends
  }
  return Math.min(steadyUntil, now + nextMidnight(source.epochMs) - source.epochMs)
}

/** The cloud sync dialect has no styles, and many forget the empty slot: three parameters are source, input, output. */
function withStylesSlot(slots: readonly Slot[]): readonly Slot[] {
  const filled = slots.slice(0, slots.findLastIndex((slot) => slot !== null) + 1)
  if (filled.length !== 3) return slots
  const [source = null, inputFormat = null, outputFormat = null] = filled
  return [source, null, inputFormat, outputFormat]
}

function readDate(written: string, inputFormat: string | null, styles: string | null, now: Date): ExactDate {
  if (inputFormat === null || inputFormat === '') {
    const instant = toInstantOrNull(written)
    if (instant !== null) return { instant, kind: 'utc' }
    throw new EvaluationFailure(`"${shorten(written)}" is not a date`)
  }
  const parsed = parseDateExact(written, inputFormat, parseDateStyles(styles), now)
  if (parsed !== undefined) return parsed
  throw new EvaluationFailure(`"${shorten(written)}" does not have the format ${shorten(inputFormat)}`)
}

import { parseDate } from '../dates/date-parse.ts'
import type { Instant } from '../dates/instant.ts'
import { EvaluationFailure } from '../error.ts'
import { type EvaluationResult, isInstant } from '../value.ts'
import { shorten } from './to-number.ts'
import { toText } from './to-text.ts'

/** The instant that a date or a date text stands for; Null for Null and for the empty text. */
export function toInstantOrNull(value: EvaluationResult): Instant | null {
  if (value === null || isInstant(value)) return value
  const text = toText(value)
  if (text === null || text === '') return null
  const instant = parseDate(text)
  if (instant === undefined) throw new EvaluationFailure(`"${shorten(text)}" is not a date`)
  return instant
}

import type { ComparisonOperator } from './ast.ts'
import { parseNumber } from './coerce/to-number.ts'
import { toText } from './coerce/to-text.ts'
import { parseDate } from './dates/date-parse.ts'
import { compareInstants, type Instant } from './dates/instant.ts'
import { type EvaluationResult, isInstant } from './value.ts'

type Comparer = (left: EvaluationResult, right: EvaluationResult) => boolean

/** How two values compare in a condition. Null equals the empty text, and is neither more nor less than anything. */
export const comparers: Readonly<Record<ComparisonOperator, Comparer>> = {
  '=': areEqual,
  '<>': (left, right) => !areEqual(left, right),
  '>': (left, right) => compare(left, right) > 0,
  '>=': (left, right) => compare(left, right) >= 0,
  '<': (left, right) => compare(left, right) < 0,
  '<=': (left, right) => compare(left, right) <= 0,
}

/**
 * Texts are compared with regard to case; beside a number, a text is read as a number, and beside a date as a date.
 * Dates are the same when their texts are, which tell seconds.
 */
function areEqual(left: EvaluationResult, right: EvaluationResult): boolean {
  if (isNumeric(left) || isNumeric(right)) {
    const [leftNumber, rightNumber] = [parseNumber(left), parseNumber(right)]
    if (leftNumber !== undefined && rightNumber !== undefined) return leftNumber === rightNumber
  }
  const dates = datesOf(left, right)
  if (dates !== undefined) return compareSeconds(...dates) === 0
  return (toText(left) ?? '') === (toText(right) ?? '')
}

function isNumeric(value: EvaluationResult): boolean {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** Numbers by size, dates by time, everything else by UTF-16 units; NaN, which no operator accepts, beside a Null. */
function compare(left: EvaluationResult, right: EvaluationResult): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  const dates = datesOf(left, right)
  if (dates !== undefined) return compareInstants(...dates)
  const [leftText, rightText] = [toText(left), toText(right)]
  if (leftText === null || rightText === null) return Number.NaN
  const [leftNumber, rightNumber] = [parseNumber(leftText), parseNumber(rightText)]
  if (leftNumber !== undefined && rightNumber !== undefined) return leftNumber - rightNumber
  const [leftDate, rightDate] = [standardDateOf(leftText), standardDateOf(rightText)]
  if (leftDate !== undefined && rightDate !== undefined) return compareInstants(leftDate, rightDate)
  return compareTexts(leftText, rightText)
}

export function compareSeconds(left: Instant, right: Instant): number {
  return Math.floor(left.epochMs / 1_000) - Math.floor(right.epochMs / 1_000)
}

export function compareTexts(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** Both sides as dates, when at least one of them is a date and the other one can be read as one. */
export function datesOf(left: EvaluationResult, right: EvaluationResult): readonly [Instant, Instant] | undefined {
  if (isInstant(left)) {
    const other = isInstant(right) ? right : dateOfText(right)
    return other === undefined ? undefined : [left, other]
  }
  if (!isInstant(right)) return undefined
  const other = dateOfText(left)
  return other === undefined ? undefined : [other, right]
}

function dateOfText(value: EvaluationResult): Instant | undefined {
  return typeof value === 'string' ? parseDate(value) : undefined
}

const standardDate = /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d{2}:\d{2} [AP]M$/

function standardDateOf(text: string): Instant | undefined {
  return standardDate.test(text) ? parseDate(text) : undefined
}

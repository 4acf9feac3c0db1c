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

/** Texts are compared with regard to case; beside a number, a text is read as a number. */
function areEqual(left: EvaluationResult, right: EvaluationResult): boolean {
  if (isNumeric(left) || isNumeric(right)) {
    const [leftNumber, rightNumber] = [parseNumber(left), parseNumber(right)]
    if (leftNumber !== undefined && rightNumber !== undefined) return leftNumber === rightNumber
  }
  return (toText(left) ?? '') === (toText(right) ?? '')
}

function isNumeric(value: EvaluationResult): boolean {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** Numbers by size, dates by time, everything else by UTF-16 units; NaN, which no operator accepts, beside a Null. */
function compare(left: EvaluationResult, right: EvaluationResult): number {
  const [leftText, rightText] = [toText(left), toText(right)]
  if (leftText === null || rightText === null) return Number.NaN
  const [leftNumber, rightNumber] = [parseNumber(leftText), parseNumber(rightText)]
  if (leftNumber !== undefined && rightNumber !== undefined) return leftNumber - rightNumber
  const [leftDate, rightDate] = [instantOf(left, leftText), instantOf(right, rightText)]
  if (leftDate !== undefined && rightDate !== undefined) return compareInstants(leftDate, rightDate)
  if (leftText === rightText) return 0
  return leftText < rightText ? -1 : 1
}

const standardDate = /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d{2}:\d{2} [AP]M$/

function instantOf(value: EvaluationResult, text: string): Instant | undefined {
  if (isInstant(value)) return value
  return standardDate.test(text) ? parseDate(text) : undefined
}

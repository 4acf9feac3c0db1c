import type { EvaluationResult } from '../value.ts'
import { parseNumber } from './to-number.ts'
import { toText } from './to-text.ts'

/** Whether a condition holds: True, the text `true` in any case, or a number that is not zero. */
export function toBoolean(value: EvaluationResult): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'bigint') return value !== 0n
  return isTrueText(value)
}

/** As toBoolean, and texts that are numbers count as numbers (CBool). */
export function toBooleanOfNumber(value: EvaluationResult): boolean {
  if (toBoolean(value)) return true
  const number = parseNumber(value)
  return number !== undefined && number !== 0
}

/** Only True is true, whatever its case: the rule of Not. */
export function isTrueText(value: EvaluationResult): boolean {
  if (value === true || value === 'True' || value === 'true') return true
  if (value === null || value === false) return false
  return toText(value)?.toLowerCase() === 'true'
}

import type { EvaluationResult } from '../value.ts'
import { toText } from './to-text.ts'

/** Whether a condition holds: Boolean true, or the text `True` in any letter case. */
export function isTrue(value: EvaluationResult): boolean {
  return value === true || toText(value)?.trim().toLowerCase() === 'true'
}

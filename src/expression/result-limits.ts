import { EvaluationFailure } from './error.ts'
import type { EvaluationResult } from './value.ts'

/** Longest text that a function may make, in UTF-16 units; far beyond any attribute of a directory. */
export const textCharactersMax = 4_000_000

/** Longest multi-value that a function may make. */
export const listValuesMax = 10_000

/** Refuses a result that has become too long, before another function makes it longer. */
export function checkResult(result: EvaluationResult): EvaluationResult {
  if (typeof result === 'string' && result.length > textCharactersMax) checkTextLength(result.length)
  return result
}

/** Refuses a text before it is made. */
export function checkTextLength(characters: number): void {
  if (characters > textCharactersMax) {
    throw new EvaluationFailure(`the result would be longer than ${textCharactersMax} characters`)
  }
}

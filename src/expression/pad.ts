import { EvaluationFailure } from './error.ts'
import { checkTextLength } from './result-limits.ts'

/** What is missing to the wanted length, made of one character. */
export function padding(text: string, length: number | null, character: string | null): string {
  if (length === null || length <= text.length) return ''
  if (character === null || [...character].length !== 1) {
    throw new EvaluationFailure(`the padding must be one character, not "${character ?? ''}"`)
  }
  checkTextLength(length)
  return character.repeat(length - text.length)
}

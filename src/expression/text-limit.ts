import { EvaluationFailure } from './error.ts'

/** Longest text that replacing and padding may make, in UTF-16 units; far beyond any attribute of a directory. */
export const textCharactersMax = 4_000_000

/** Refuses a text before it is made. */
export function checkTextLength(characters: number): void {
  if (characters > textCharactersMax) {
    throw new EvaluationFailure(`the result would be longer than ${textCharactersMax} characters`)
  }
}

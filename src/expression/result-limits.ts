import { EvaluationFailure } from './error.ts'

/** Longest text that a function may make, in UTF-16 units; far beyond any attribute of a directory. */
export const textCharactersMax = 4_000_000

/** Longest multi-value that a function may make. */
export const listValuesMax = 10_000

/** For functions whose text is longer than what they are given. */
export function checkedText(text: string): string {
  if (text.length > textCharactersMax) checkTextLength(text.length)
  return text
}

/** Refuses a text before it is made. */
export function checkTextLength(characters: number): void {
  if (characters > textCharactersMax) {
    throw new EvaluationFailure(`the result would be longer than ${textCharactersMax} characters`)
  }
}

import { type EvaluationResult, isList } from '../value.ts'
import { toText } from './to-text.ts'

const empty: readonly string[] = Object.freeze([])

/** All values of a multi-value; a single value is a list of one, Null an empty list. */
export function toList(value: EvaluationResult): readonly string[] {
  if (isList(value)) return value
  const text = toText(value)
  return text === null ? empty : [text]
}

import { toText } from '../expression/coerce/to-text.ts'
import type { TraceStep } from '../expression/trace.ts'
import { type EvaluationResult, isCandidates, isList, isValue } from '../expression/value.ts'
import type { JsonObject } from '../std/json-object.ts'

/** The texts that an evaluation came to; none for no value. */
export function toResultTexts(result: EvaluationResult): readonly string[] {
  if (isCandidates(result)) return result.values
  if (!isValue(result)) return []
  if (isList(result)) return result
  const text = toText(result)
  return text === null ? [] : [text]
}

/** Ours: what each part came to, outermost first. */
export function toTraceJson({ expression, outcome, parts }: TraceStep): JsonObject {
  const came = outcome.kind === 'result' ? { result: toResultTexts(outcome.result) } : { failure: outcome.reason }
  return { expression, ...came, parts: parts.map(toTraceJson) }
}

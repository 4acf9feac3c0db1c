import type { Instant } from './dates/instant.ts'

/** What an expression computes with. Null is the absence of a value; Instant is a date and time in UTC. */
export type Value = null | string | boolean | number | bigint | Instant | readonly string[]

/** A result that is no value but an order to the engine: leave the attribute, or the whole object, alone. */
export interface FlowControl {
  readonly kind: 'ignoreAttributeFlow' | 'ignoreObjectFlow'
}

/** What SelectUniqueValue yields: texts in order of preference, of which the caller takes the first that is free. */
export interface Candidates {
  readonly kind: 'candidates'
  readonly values: readonly string[]
  /** An object that is there takes one too, when its attribute is empty. */
  readonly fills?: true
}

/** Ordinary values are returned as they are, so that the usual path allocates nothing. */
export type EvaluationResult = Value | FlowControl | Candidates

/** The attribute takes no part for this record: nothing is written, nothing is cleared. */
export const ignoreAttributeFlow: FlowControl = Object.freeze({ kind: 'ignoreAttributeFlow' })

/** The object is not processed at all. */
export const ignoreObjectFlow: FlowControl = Object.freeze({ kind: 'ignoreObjectFlow' })

export type ResultKind = 'value' | FlowControl['kind'] | Candidates['kind']

/** Tells what an evaluation led to; for everything but `value` the result carries the same word as its `kind`. */
export function resultKind(result: EvaluationResult): ResultKind {
  if (typeof result !== 'object' || result === null || !('kind' in result) || result.kind === 'instant') return 'value'
  return result.kind
}

export function isValue(result: EvaluationResult): result is Value {
  return resultKind(result) === 'value'
}

export function isCandidates(result: EvaluationResult): result is Candidates {
  return resultKind(result) === 'candidates'
}

/** Array.isArray does not narrow readonly arrays. */
export function isList(result: EvaluationResult): result is readonly string[] {
  return Array.isArray(result)
}

export function isInstant(result: EvaluationResult): result is Instant {
  return typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'instant'
}

import { type Instant, renderInstant } from '../dates/instant.ts'
import { EvaluationFailure } from '../error.ts'
import { type Candidates, type EvaluationResult, type FlowControl, isList } from '../value.ts'

/** The text of one value, Null for Null. Of several values the first is taken. */
export function toText(value: EvaluationResult): string | null {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      return numberText(value)
    case 'bigint':
      return value.toString()
    case 'boolean':
      return value ? 'True' : 'False'
    default:
      if (value === null) return null
      return isList(value) ? (value[0] ?? null) : objectText(value)
  }
}

function objectText(value: Instant | FlowControl | Candidates): string {
  if (value.kind === 'instant') return renderInstant(value)
  throw new EvaluationFailure(`${resultName(value)} cannot be used as a value inside another function`)
}

function resultName(value: FlowControl | Candidates): string {
  if (value.kind === 'candidates') return 'the result of SelectUniqueValue'
  return value.kind === 'ignoreObjectFlow' ? 'IgnoreObjectFlow' : 'IgnoreAttributeFlow'
}

/** Invariant decimal, never with an exponent while the number is whole. */
function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 1e21 ? BigInt(value).toString() : String(value)
}

import { EvaluationFailure, ExpressionError } from '../expression/error.ts'
import type { EvaluationContext } from '../expression/evaluation.ts'
import { type EvaluationResult, isCandidates, resultKind } from '../expression/value.ts'
import type { AttributeValue } from '../model/attribute-value.ts'
import type { LogError } from '../model/provisioning-log.ts'
import type { CompiledMapping } from './compile-mapping.ts'
import type { JobProgram } from './job-program.ts'
import type { SourceRecord } from './record.ts'
import { toAttributeValue } from './to-attribute-value.ts'

/** What the mappings want of the target. */
export interface Desired {
  /** By mapping index. `undefined` = the mapping has no opinion and the target attribute stays as it is. */
  readonly values: readonly (AttributeValue | undefined)[]
  /** Texts in order of preference, by mapping index, of which the first that is free is taken. */
  readonly candidates: ReadonlyMap<number, readonly string[]>
  /** Mappings that leave their attribute out on purpose (IgnoreAttributeFlow): no default takes its place. */
  readonly leftOut?: ReadonlySet<number>
}

export type MapResult =
  | { readonly kind: 'mapped'; readonly desired: Desired }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'failed'; readonly error: LogError }

const noCandidates: ReadonlyMap<number, readonly string[]> = new Map()

/** Evaluates all mappings on one record. Pure but for what the context hands in (clock, chance). */
export function mapAttributes(program: JobProgram, record: SourceRecord, context: EvaluationContext): MapResult {
  const values: (AttributeValue | undefined)[] = new Array(program.mappings.length)
  let candidates = noCandidates as Map<number, readonly string[]>
  let leftOut: Set<number> | undefined
  for (let position = 0; position < program.mappings.length; position++) {
    const mapping = program.mappings[position]
    if (mapping === undefined) continue
    try {
      const result = evaluate(mapping, record, context)
      const kind = resultKind(result ?? null)
      if (kind === 'ignoreObjectFlow')
        return { kind: 'ignored', reason: `The mapping of ${mapping.target.name} leaves this object alone.` }
      if (result !== undefined && isCandidates(result)) {
        if (candidates === noCandidates) candidates = new Map()
        candidates.set(position, result.values)
      } else if (kind === 'ignoreAttributeFlow') {
        leftOut = (leftOut ?? new Set<number>()).add(position)
      } else if (kind === 'value') {
        values[position] = result === undefined ? undefined : toAttributeValue(result, mapping.target)
      }
    } catch (error) {
      if (error instanceof ExpressionError) return { kind: 'failed', error: toLogError(mapping, error.summary) }
      if (error instanceof EvaluationFailure) return { kind: 'failed', error: toLogError(mapping, error.message) }
      throw error
    }
  }
  return { kind: 'mapped', desired: leftOut === undefined ? { values, candidates } : { values, candidates, leftOut } }
}

function evaluate(
  mapping: CompiledMapping,
  record: SourceRecord,
  context: EvaluationContext,
): EvaluationResult | undefined {
  const { source } = mapping
  switch (source.kind) {
    case 'attribute': {
      const value = source.read(record)
      // Where null flows, leaving an attribute out can mean null; `plan` decides whether it does.
      return value === undefined && mapping.clearsWithNull ? null : value
    }
    case 'expression':
      return source.program.evaluate(record, context)
    case 'constant':
      return source.value
    case 'none':
      return undefined
  }
}

function toLogError(mapping: CompiledMapping, message: string): LogError {
  const expression = mapping.mapping.source?.expression ?? ''
  // The message may quote the value, and what is redacted must not be quoted.
  const because = mapping.redacts ? '' : `: ${message}`
  return {
    code: 'InvalidExpression',
    reason: `The mapping of ${mapping.target.name} could not be evaluated${because}.`,
    additionalDetails: `${mapping.target.name} <- ${expression}`,
    recommendedAction: 'Correct the source value, or guard the expression against it.',
  }
}

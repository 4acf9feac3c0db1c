import type { TargetObject } from '../contracts/target.ts'
import { EvaluationFailure, ExpressionError } from '../expression/error.ts'
import type { EvaluationContext } from '../expression/evaluation.ts'
import { lookupTablesOf } from '../expression/lookup-tables.ts'
import { type TraceStep, traceExpression } from '../expression/trace.ts'
import type { AttributeValue } from '../model/attribute-value.ts'
import { type LogError, type ModifiedProperty, redactedText } from '../model/provisioning-log.ts'
import type { FlowType, SynchronizationSchema } from '../model/synchronization-schema.ts'
import type { CompiledMapping } from './compile-mapping.ts'
import { isHiddenSource } from './conceal.ts'
import { type FlowOptions, isSameValue, whyNotOnUpdate } from './flow.ts'
import type { JobProgram } from './job-program.ts'
import { type Desired, mapAttributes } from './map.ts'
import { concealRecord, toShownValue } from './read-sources.ts'
import type { SourceRecord } from './record.ts'
import { shownExpression } from './shown-expression.ts'
import type { ReadableRecord, SourceAttribute } from './source-attribute.ts'

/** What one mapping says about one person, for people who want to know why (ours). Hidden values are hidden here. */
export interface ExplainedMapping {
  readonly attribute: string
  readonly expression: string | null
  readonly flowType: FlowType
  readonly matchingPriority: number
  readonly isRedacted: boolean
  readonly inputs: readonly ExplainedInput[]
  readonly outcome: MappingOutcome
  /** In the target now; null also while the person has no object. */
  readonly current: AttributeValue
  readonly change: ModifiedProperty | null
  /** Why nothing would be written; null when something would. */
  readonly whyUnchanged: WhyUnchanged | null
  readonly trace: TraceStep | null
}

export interface ExplainedInput {
  readonly name: string
  readonly value: AttributeValue
  /** The record names the attribute, whatever its value. */
  readonly isPresent: boolean
}

export type MappingOutcome =
  | { readonly kind: 'value'; readonly value: AttributeValue }
  /** No opinion: the target attribute stays as it is. */
  | { readonly kind: 'none' }
  /** `IgnoreAttributeFlow`. */
  | { readonly kind: 'leftOut' }
  /** `IgnoreObjectFlow`. */
  | { readonly kind: 'ignoresObject' }
  /** The first that is free would be taken. */
  | { readonly kind: 'candidates'; readonly values: readonly string[] }
  | { readonly kind: 'failed'; readonly error: LogError }

export type WhyUnchanged =
  /** The person is left alone as a whole. */
  | 'noOperation'
  | 'noValue'
  | 'sameValue'
  | 'onlyOnCreate'
  /** `AttributeAddOnly` or `ValueAddOnly`. */
  | 'keepsValue'
  | 'inputsAbsent'
  | 'unresolvedReference'

export interface MappingsContext {
  readonly program: JobProgram
  readonly schema: SynchronizationSchema
  readonly options: FlowOptions
  readonly record: SourceRecord
  /** What the engine's own run came to; null when it did not come to the mappings. */
  readonly desired: Desired | null
  readonly object: TargetObject | null
  /** What would be written. */
  readonly changes: readonly ModifiedProperty[]
  /** Something would be written, or nothing because all is as wanted. */
  readonly isProcessed: boolean
  readonly evaluation: EvaluationContext
  readonly isTraced: boolean
}

export function explainMappings(context: MappingsContext): ExplainedMapping[] {
  const shown = concealRecord(context.program, context.record)
  return context.program.mappings.map((mapping) => explainMapping(mapping, shown, context))
}

function explainMapping(mapping: CompiledMapping, shown: SourceRecord, context: MappingsContext): ExplainedMapping {
  const { target, redacts, inputs } = mapping
  const hide = (value: AttributeValue): AttributeValue => (redacts && value !== null ? redactedText : value)
  const outcome = outcomeOf(mapping, context)
  const current = context.object?.value(target.name) ?? null
  const change = context.changes.find(({ attribute }) => attribute === target.name) ?? null
  return {
    attribute: target.name,
    expression: shownExpression(mapping),
    flowType: mapping.mapping.flowType,
    matchingPriority: mapping.mapping.matchingPriority,
    isRedacted: redacts,
    inputs: inputs.map((input) => explainInput(input, shown)),
    outcome: hideOutcome(outcome, hide),
    current: hide(current),
    change,
    whyUnchanged: change === null ? decideWhyUnchanged(mapping, outcome, context) : null,
    trace: context.isTraced ? trace(mapping, context) : null,
  }
}

function explainInput(input: SourceAttribute, record: SourceRecord): ExplainedInput {
  const value = toShownValue(input.read(record))
  return { name: input.definition.name, value, isPresent: input.isPresent(record) }
}

function outcomeOf(mapping: CompiledMapping, context: MappingsContext): MappingOutcome {
  const { desired } = context
  return desired === null ? evaluateAlone(mapping, context) : readOutcome(desired, mapping.index)
}

function readOutcome({ values, candidates, leftOut }: Desired, index: number): MappingOutcome {
  const texts = candidates.get(index)
  if (texts !== undefined) return { kind: 'candidates', values: texts }
  if (leftOut?.has(index) === true) return { kind: 'leftOut' }
  const value = values[index]
  return value === undefined ? { kind: 'none' } : { kind: 'value', value }
}

/** The engine's own evaluation, of this mapping and no other. */
function evaluateAlone(mapping: CompiledMapping, { program, record, evaluation }: MappingsContext): MappingOutcome {
  const result = mapAttributes({ ...program, mappings: [mapping] }, record, evaluation)
  switch (result.kind) {
    case 'mapped':
      return readOutcome(result.desired, 0)
    case 'ignored':
      return { kind: 'ignoresObject' }
    case 'failed':
      return { kind: 'failed', error: result.error }
  }
}

function hideOutcome(outcome: MappingOutcome, hide: (value: AttributeValue) => AttributeValue): MappingOutcome {
  if (outcome.kind === 'value') return { kind: 'value', value: hide(outcome.value) }
  if (outcome.kind !== 'candidates') return outcome
  return { kind: 'candidates', values: outcome.values.map((text) => String(hide(text))) }
}

function decideWhyUnchanged(mapping: CompiledMapping, outcome: MappingOutcome, context: MappingsContext): WhyUnchanged {
  if (!context.isProcessed) return 'noOperation'
  const { object, record, options } = context
  if (outcome.kind !== 'value' || outcome.value === null) {
    const why = object === null ? null : whyNotOnUpdate(mapping, record, options)
    return why === 'inputsAbsent' ? why : 'noValue'
  }
  if (object === null) return mapping.target.type === 'Reference' ? 'unresolvedReference' : 'noValue'
  const why = whyNotOnUpdate(mapping, record, options)
  if (why !== null) return why
  const current = object.value(mapping.target.name)
  if (mapping.target.type === 'Reference') return 'unresolvedReference'
  if (isSameValue(current, outcome.value, mapping.target)) return 'sameValue'
  return 'keepsValue'
}

/** Parts of an expression that reads something hidden would show it. */
function trace(mapping: CompiledMapping, { program, schema, record, evaluation }: MappingsContext): TraceStep | null {
  const { source, redacts, inputs } = mapping
  if (source.kind !== 'expression' || redacts) return null
  if (inputs.some(({ definition }) => isHiddenSource(definition.name, program.hiddenSources))) return null
  const readerOf = (name: string) =>
    inputs.find(({ definition }) => definition.name === name || `${definition.name}.value` === name)?.read
  const options = { readerOf, lookupTables: lookupTablesOf(schema) }
  try {
    return traceExpression<ReadableRecord>(source.program.source, { options, record, context: evaluation })
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof EvaluationFailure) return null
    throw error
  }
}

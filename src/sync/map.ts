import { EvaluationFailure, ExpressionError } from '../expression/error.ts'
import type { EvaluationContext } from '../expression/evaluation.ts'
import { type EvaluationResult, isCandidates, resultKind } from '../expression/value.ts'
import type { AttributeValue } from '../model/attribute-value.ts'
import { type LogError, redactedText } from '../model/provisioning-log.ts'
import type { CompiledMapping } from './compile-mapping.ts'
import { isHiddenSource } from './conceal.ts'
import type { JobProgram } from './job-program.ts'
import type { SourceRecord } from './record.ts'
import { shownExpression } from './shown-expression.ts'
import { toAttributeValue } from './to-attribute-value.ts'

/** What the mappings want of the target. */
export interface Desired {
  /** By mapping index. `undefined` = the mapping has no opinion and the target attribute stays as it is. */
  readonly values: readonly (AttributeValue | undefined)[]
  /** Texts in order of preference, by mapping index, of which the first that is free is taken. */
  readonly candidates: ReadonlyMap<number, readonly string[]>
  /** Mappings with candidates that also fill an empty attribute of an object that is there. */
  readonly fills?: ReadonlySet<number>
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
  let fills: Set<number> | undefined
  for (let position = 0; position < program.mappings.length; position++) {
    const mapping = program.mappings[position]
    if (mapping === undefined) continue
    const evaluated = evaluate(mapping, record, context)
    if (evaluated instanceof MappingFailure)
      return { kind: 'failed', error: toLogError(mapping, evaluated, program.hiddenSources) }
    const kind = resultKind(evaluated ?? null)
    if (kind === 'ignoreObjectFlow')
      return { kind: 'ignored', reason: `The mapping of ${mapping.target.name} leaves this object alone.` }
    if (evaluated !== undefined && isCandidates(evaluated)) {
      if (candidates === noCandidates) candidates = new Map()
      candidates.set(position, evaluated.values)
      if (evaluated.fills === true) fills = (fills ?? new Set<number>()).add(position)
    } else if (kind === 'ignoreAttributeFlow') {
      leftOut = (leftOut ?? new Set<number>()).add(position)
    } else if (evaluated !== undefined) {
      const value = convert(evaluated, mapping)
      if (value instanceof MappingFailure)
        return { kind: 'failed', error: toLogError(mapping, value, program.hiddenSources) }
      values[position] = value
    }
  }
  const extras = { ...(leftOut === undefined ? {} : { leftOut }), ...(fills === undefined ? {} : { fills }) }
  return { kind: 'mapped', desired: { values, candidates, ...extras } }
}

/** Why a mapping came to no value. */
class MappingFailure {
  readonly message: string
  /** What could not be brought into the type of the target; null when there was no value yet. */
  readonly value: string | null

  constructor(message: string, value: string | null) {
    this.message = message
    this.value = value
  }
}

function convert(result: EvaluationResult, { target }: CompiledMapping): AttributeValue | MappingFailure {
  try {
    return toAttributeValue(result, target)
  } catch (error) {
    if (!(error instanceof EvaluationFailure)) throw error
    return new MappingFailure(error.message, String(result).slice(0, shownCharactersMax))
  }
}

/** Characters of a value that a log entry quotes. */
const shownCharactersMax = 256

function evaluate(
  mapping: CompiledMapping,
  record: SourceRecord,
  context: EvaluationContext,
): EvaluationResult | MappingFailure | undefined {
  try {
    return evaluateSource(mapping, record, context)
  } catch (error) {
    if (error instanceof ExpressionError) return new MappingFailure(error.summary, null)
    if (error instanceof EvaluationFailure) return new MappingFailure(error.message, null)
    throw error
  }
}

function evaluateSource(
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

function toLogError(
  compiled: CompiledMapping,
  { message, value }: MappingFailure,
  hiddenSources: ReadonlySet<string>,
): LogError {
  const { target, redacts, inputs } = compiled
  // Message and value may show what this or another mapping redacts.
  const hides = redacts || inputs.some(({ definition }) => isHiddenSource(definition.name, hiddenSources))
  const shown = value === null ? '' : `: ${hides ? redactedText : value}`
  return {
    code: 'InvalidExpression',
    reason: `The mapping of ${target.name} could not be evaluated${hides ? '' : `: ${message}`}.`,
    additionalDetails: `${target.name}${shown} <- ${shownExpression(compiled) ?? ''}`,
    recommendedAction: 'Correct the source value, or guard the expression against it.',
  }
}

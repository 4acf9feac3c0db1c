import { EvaluationFailure } from '../expression/error.ts'
import type { EvaluationContext } from '../expression/evaluation.ts'
import { PatternError } from '../expression/regex/pattern.ts'
import type { ErrorDetail } from '../model/error.ts'
import { redactedText, type ScopingTrail } from '../model/provisioning-log.ts'
import type { FilterClause, FilterGroup, ScopeFilter } from '../model/synchronization-schema.ts'
import { findOperator } from './scope/find-operator.ts'
import { type PatternCompiler, ScopeError } from './scope/operator.ts'
import { operators } from './scope/operators.ts'
import type { ReadableRecord, SourceAttribute } from './source-attribute.ts'

/**
 * Decides about one record. A clause about dates tells `context.holdsUntil` when the clock will change its outcome.
 * Throws EvaluationFailure for a record that a clause cannot decide about.
 */
export type ScopeDecision = (record: ReadableRecord, context: EvaluationContext) => ScopingTrail

export interface ScopeTools {
  /** The source attribute of that exact name. */
  readonly find: (name: string) => Pick<SourceAttribute, 'definition' | 'read'> | undefined
  readonly compilePattern: PatternCompiler
  /** Attributes of whose values nothing may be shown: a mapping redacts them. Default: none. */
  readonly hides?: (name: string) => boolean
}

export interface CompiledScope {
  /** `groups`: who leaves the scope is deprovisioned. */
  readonly decide: ScopeDecision
  /** `inputFilterGroups`: a record that does not pass is not looked at. */
  readonly decideInput: ScopeDecision
  readonly problems: readonly ErrorDetail[]
}

/** The operators for whoever writes filters (Graph `filterOperatorSchema`). */
export const scopeOperators = operators.map(({ name, arity, types, multivaluedComparisonType, doc, ours }) => ({
  name,
  arity,
  types,
  multivaluedComparisonType,
  doc,
  ours: ours === true,
}))

const everyone: ScopingTrail = { inScope: true, clauses: {} }

/**
 * Compiles a scoping filter (provisioning-engine: "Scoping filters"). Groups are alternatives, the clauses of a group
 * must all hold; no group means everyone. `categoryFilterGroups` are kept in the schema and decide nothing.
 * `at` is the JSON pointer of the filter; problems point at their clause.
 */
export function compileScope(scope: ScopeFilter | null, tools: ScopeTools, at: string): CompiledScope {
  const problems: ErrorDetail[] = []
  const compile = (member: 'groups' | 'inputFilterGroups'): ScopeDecision =>
    compileGroups(scope?.[member] ?? [], { ...tools, at: `${at}/${member}`, problems })
  return { decide: compile('groups'), decideInput: compile('inputFilterGroups'), problems }
}

interface GroupsPlace extends ScopeTools {
  readonly at: string
  readonly problems: ErrorDetail[]
}

type ClauseTest = (record: ReadableRecord, context: EvaluationContext) => boolean

function compileGroups(groups: readonly FilterGroup[], { at, problems, ...tools }: GroupsPlace): ScopeDecision {
  const compiled = groups
    .map((group, groupIndex) =>
      group.clauses.map((clause, index) => {
        const isHidden = tools.hides?.(clause.sourceOperandName) === true
        const label = shorten(labelOf(group, clause, isHidden), `${groupIndex}/${index}`, isHidden)
        try {
          return { label, isHidden, holds: compileClause(clause, tools) }
        } catch (error) {
          if (!(error instanceof ScopeError) && !(error instanceof PatternError)) throw error
          const target = `${at}/${groupIndex}/clauses/${index}`
          problems.push({ code: 'SchemaInvalid', target, message: `${label}: ${error.message}` })
          return { label, isHidden, holds: () => false }
        }
      }),
    )
    .filter((clauses) => clauses.length > 0)
  return compiled.length === 0 ? () => everyone : (record, context) => decideGroups(compiled, record, context)
}

interface CompiledClause {
  readonly label: string
  /** Nothing that the clause says of a value may be shown. */
  readonly isHidden: boolean
  readonly holds: ClauseTest
}

type CompiledGroup = readonly CompiledClause[]

/** Every clause is decided, also where its outcome no longer matters: the log shows all of them. */
function decideGroups(
  groups: readonly CompiledGroup[],
  record: ReadableRecord,
  context: EvaluationContext,
): ScopingTrail {
  const clauses: Record<string, boolean> = {}
  let inScope = false
  for (const group of groups) {
    let all = true
    for (const clause of group) {
      const holds = decideClause(clause, record, context)
      clauses[clause.label] = holds
      all &&= holds
    }
    inScope ||= all
  }
  return { inScope, clauses }
}

/** Throws EvaluationFailure with the clause's name, for instance for a text that is too long for a pattern. */
function decideClause(
  { label, isHidden, holds }: CompiledClause,
  record: ReadableRecord,
  context: EvaluationContext,
): boolean {
  try {
    return holds(record, context)
  } catch (error) {
    if (!(error instanceof EvaluationFailure)) throw error
    throw new EvaluationFailure(isHidden ? label : `${label}: ${error.message}`)
  }
}

function compileClause(clause: FilterClause, { find, compilePattern }: ScopeTools): ClauseTest {
  const attribute = find(clause.sourceOperandName)
  if (attribute === undefined)
    throw new ScopeError(
      `Unknown source attribute '${clause.sourceOperandName}'. Names are case-sensitive; custom ones must be declared.`,
    )
  const { operator, quantifier } = findOperator(clause.operatorName)
  const { type } = attribute.definition
  if (!operator.types.includes(type))
    throw new ScopeError(`${operator.name} takes attributes of type ${operator.types.join(', ')}; this one is ${type}.`)
  const operands = clause.targetOperand.values
  if (operator.arity === 'Binary' && operands.length === 0)
    throw new ScopeError(`${operator.name} needs a value in targetOperand.values.`)
  const test = operator.compile(operands, { type, compilePattern })
  const whenNull = operator.whenNull === true
  return (record, context) => {
    const value = toOperandValue(attribute.read(record))
    if (value === null) return whenNull
    if (typeof value === 'string') return test(value, context)
    return quantifier === 'Any' ? value.some((item) => test(item, context)) : value.every((item) => test(item, context))
  }
}

/** Empty counts as null, Booleans read as `True` and `False`. */
function toOperandValue(value: ReturnType<SourceAttribute['read']>): string | readonly string[] | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string') return value
  const kept = value.filter((item) => item !== '')
  return kept.length === 0 ? null : kept
}

/** Every log entry holds the labels, and a clause may list thousands of operands. */
const labelCharactersMax = 256

/** The place keeps shortened labels apart. */
function shorten(label: string, place: string, isHidden: boolean): string {
  if (isHidden) return `${label.slice(0, labelCharactersMax)} (${place})`
  return label.length <= labelCharactersMax ? label : `${label.slice(0, labelCharactersMax)}… (${place})`
}

/** Operands of a hidden attribute are values that people have, so they are hidden with it. */
function labelOf(group: FilterGroup, clause: FilterClause, isHidden: boolean): string {
  const { values } = clause.targetOperand
  const operands = isHidden && values.length > 0 ? ` '${redactedText}'` : values.map((value) => ` '${value}'`).join(',')
  return `${group.name}.${clause.sourceOperandName} ${clause.operatorName}${operands}`
}

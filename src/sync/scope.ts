import type { ScopingTrail } from '../model/provisioning-log.ts'
import type { AttributeType, FilterClause, FilterGroup, ScopeFilter } from '../model/synchronization-schema.ts'
import type { JsonObject } from '../std/json-object.ts'

/** Reads one source attribute; undefined or null when there is no value. */
export type OperandReader = (record: JsonObject) => unknown
export type ScopeDecision = (record: JsonObject) => ScopingTrail

const everyone: ScopingTrail = { inScope: true, clauses: {} }

/** Operators by canonical name: upper case, underscores as spaces. Null or empty values make every binary operator false. */
const operators: Readonly<Record<string, (value: string | null, operands: readonly string[]) => boolean>> = {
  EQUALS: (value, operands) => value !== null && operands.includes(value),
  'NOT EQUALS': (value, operands) => value !== null && !operands.includes(value),
  'IS TRUE': (value) => value?.toLowerCase() === 'true',
  'IS FALSE': (value) => value?.toLowerCase() === 'false',
  'IS NULL': (value) => value === null,
  'IS NOT NULL': (value) => value !== null,
  PRESENT: (value) => value !== null,
  'GREATER THAN': (value, operands) => operands.some((operand) => compareIntegers(value, operand, (a, b) => a > b)),
  'GREATER THAN OR EQUALS': (value, operands) =>
    operands.some((operand) => compareIntegers(value, operand, (a, b) => a >= b)),
  INCLUDES: (value, operands) => value !== null && operands.some((operand) => value.includes(operand)),
  'ENDS WITH': (value, operands) => value !== null && operands.some((operand) => value.endsWith(operand)),
  '&': (value, operands) => value !== null && operands.some((operand) => sharesBits(value, operand)),
  '!&': (value, operands) => value !== null && !operands.some((operand) => sharesBits(value, operand)),
}

/** Matches a text against a pattern; compiled once per clause. Handed in, because patterns come from outside. */
export type PatternCompiler = (pattern: string) => (text: string) => boolean

const unary: ReadonlySet<string> = new Set(['IS TRUE', 'IS FALSE', 'IS NULL', 'IS NOT NULL', 'PRESENT'])
const byType: Readonly<Record<string, readonly AttributeType[]>> = {
  'IS TRUE': ['Boolean'],
  'IS FALSE': ['Boolean'],
  'GREATER THAN': ['Integer', 'String'],
  'GREATER THAN OR EQUALS': ['Integer', 'String'],
  INCLUDES: ['String'],
  'ENDS WITH': ['String'],
  'REGEX MATCH': ['String'],
  'NOT REGEX MATCH': ['String'],
  '&': ['Integer', 'String'],
  '!&': ['Integer', 'String'],
}

/** The operators for whoever writes filters, by the names that are stored (Graph `filterOperatorSchema`). */
export const scopeOperators = [...Object.keys(operators), 'REGEX MATCH', 'NOT REGEX MATCH'].map((name) => ({
  name: /^(GREATER|ENDS)/.test(name) ? name.replaceAll(' ', '_') : name,
  arity: unary.has(name) ? 'Unary' : 'Binary',
  types: byType[name] ?? ['Boolean', 'Integer', 'String'],
}))

/** Thrown for a clause that cannot be decided, naming group and clause. */
export class ScopeError extends Error {}

/**
 * Compiles a scoping filter (provisioning-engine: "Scoping filters"). Groups are alternatives, the clauses of a group
 * must all hold; no group means everyone.
 */
export function compileScope(
  scope: ScopeFilter | null,
  readerOf: (attribute: string) => OperandReader | undefined,
  compilePattern: PatternCompiler,
): ScopeDecision {
  const groups = (scope?.groups ?? []).filter((group) => group.clauses.length > 0)
  if (groups.length === 0) return () => everyone
  const compiled = groups.map((group) =>
    group.clauses.map((clause) => ({
      label: labelOf(group, clause),
      holds: compileClause(clause, readerOf, compilePattern),
    })),
  )
  return (record) => {
    const clauses: Record<string, boolean> = {}
    let inScope = false
    for (const group of compiled) {
      let all = true
      for (const clause of group) {
        const holds = clause.holds(record)
        clauses[clause.label] = holds
        all &&= holds
      }
      inScope ||= all
    }
    return { inScope, clauses }
  }
}

function compileClause(
  clause: FilterClause,
  readerOf: (attribute: string) => OperandReader | undefined,
  compilePattern: PatternCompiler,
): (record: JsonObject) => boolean {
  const reader = readerOf(clause.sourceOperandName)
  if (reader === undefined)
    throw new ScopeError(`Unknown source attribute '${clause.sourceOperandName}' in a scoping clause.`)
  const name = clause.operatorName.toUpperCase().replaceAll('_', ' ').trim()
  const operands = clause.targetOperand.values
  if (name === 'REGEX MATCH' || name === 'NOT REGEX MATCH') {
    const patterns = operands.map(compilePattern)
    const wanted = name === 'REGEX MATCH'
    return (record) => {
      const text = toOperandText(reader(record))
      return text !== null && patterns.some((matches) => matches(text)) === wanted
    }
  }
  const operator = operators[name]
  if (operator === undefined) throw new ScopeError(`Unknown scoping operator '${clause.operatorName}'.`)
  return (record) => operator(toOperandText(reader(record)), operands)
}

/** Empty counts as null, Booleans read as `True` and `False`. */
function toOperandText(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return String(value)
}

function compareIntegers(value: string | null, operand: string, holds: (a: bigint, b: bigint) => boolean): boolean {
  if (value === null || !/^\d+$/.test(value) || !/^\d+$/.test(operand)) return false
  return holds(BigInt(value), BigInt(operand))
}

/** Integers share a bit; for texts: the attribute's value is contained in the operand. */
function sharesBits(value: string, operand: string): boolean {
  if (/^\d+$/.test(value) && /^\d+$/.test(operand)) return (BigInt(value) & BigInt(operand)) !== 0n
  return operand.includes(value)
}

function labelOf(group: FilterGroup, clause: FilterClause): string {
  const operands = clause.targetOperand.values.map((value) => ` '${value}'`).join(',')
  return `${group.name}.${clause.sourceOperandName} ${clause.operatorName}${operands}`
}

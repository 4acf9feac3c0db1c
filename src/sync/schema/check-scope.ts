import { PatternError } from '../../expression/regex/pattern.ts'
import { Regex } from '../../expression/regex/regex.ts'
import type { ErrorDetail } from '../../model/error.ts'
import type { FilterClause, FilterGroup, ObjectDefinition } from '../../model/synchronization-schema.ts'
import type { FoundMapping } from '../job-program.ts'
import { compileScope, ScopeError, scopeOperators } from '../scope.ts'
import { problem } from './problem.ts'

/** Clauses that cannot be decided, each with its own place; the engine's compiler judges them one at a time. */
export function findScopeProblems({ objectMapping, source, at }: FoundMapping): readonly ErrorDetail[] {
  const { groups = [], inputFilterGroups = [] } = objectMapping.scope ?? {}
  return [
    ...findInGroups(groups, source, `${at}/scope/groups`),
    ...findInGroups(inputFilterGroups, source, `${at}/scope/inputFilterGroups`),
  ]
}

function findInGroups(groups: readonly FilterGroup[], source: ObjectDefinition, at: string): readonly ErrorDetail[] {
  return groups.flatMap((group, index) =>
    group.clauses.flatMap((clause, position) => {
      const wrong = whyUndecidable(clause, group, source)
      return wrong === null ? [] : [problem(`${at}/${index}/clauses/${position}`, wrong)]
    }),
  )
}

function whyUndecidable(clause: FilterClause, { name }: FilterGroup, source: ObjectDefinition): string | null {
  const attribute = source.attributes.find((each) => each.name === clause.sourceOperandName)
  const readerOf = (wanted: string) =>
    source.attributes.some((each) => each.name === wanted || `${each.name}.value` === wanted) ? () => null : undefined
  const scope = { groups: [{ name, clauses: [clause] }], inputFilterGroups: [], categoryFilterGroups: [] }
  try {
    compileScope(scope, readerOf, compilePattern)
  } catch (error) {
    if (error instanceof ScopeError || error instanceof PatternError) return error.message
    throw error
  }
  const { values } = clause.targetOperand
  const operator = scopeOperators.find((each) => spelling(each.name) === spelling(clause.operatorName))
  if (operator?.arity === 'Binary' && values.length === 0)
    return `${clause.operatorName} compares with a value: write it into targetOperand.values.`
  const isNumeric = attribute?.type === 'Integer' && spelling(clause.operatorName).startsWith('GREATER')
  const wrong = isNumeric ? values.find((value) => !/^\d+$/.test(value)) : undefined
  return wrong === undefined ? null : `${clause.operatorName} compares whole numbers, and '${wrong}' is none.`
}

/** Space and underscore count as equal. */
function spelling(operator: string): string {
  return operator.toUpperCase().replaceAll('_', ' ').trim()
}

function compilePattern(pattern: string): (text: string) => boolean {
  const regex = new Regex(pattern)
  return (text) => regex.matches(text)
}

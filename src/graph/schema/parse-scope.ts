import type { FilterGroup, ScopeFilter } from '../../model/synchronization-schema.ts'
import type { ObjectReader } from './object-reader.ts'

/** Reads a filter; null when it has no group of any kind. */
export function readScope(reader: ObjectReader | null): ScopeFilter | null {
  if (reader === null) return null
  const scope = {
    groups: reader.list('groups', readFilterGroup),
    inputFilterGroups: reader.list('inputFilterGroups', readFilterGroup),
    categoryFilterGroups: reader.list('categoryFilterGroups', readFilterGroup),
  }
  const isEmpty = Object.values(scope).every((groups) => groups.length === 0)
  return isEmpty ? null : scope
}

function readFilterGroup(reader: ObjectReader): FilterGroup {
  return {
    name: reader.text('name'),
    clauses: reader.list('clauses', (item) => ({
      operatorName: item.requiredText('operatorName'),
      sourceOperandName: item.requiredText('sourceOperandName'),
      targetOperand: { values: item.object('targetOperand')?.texts('values') ?? [] },
    })),
  }
}

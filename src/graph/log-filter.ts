import type { CheckedFilter, PropertyRef } from '../odata/condition.ts'

/** Conditions on the log that the doors make by themselves. */
export function logFilter(values: Readonly<Record<string, string>>): CheckedFilter {
  const clauses = Object.entries(values).map(([path, text]) => {
    const property: PropertyRef = { path, type: 'String', foldsCase: false, nullable: false }
    return { kind: 'compare', operator: 'eq', property, value: { kind: 'text', text } } as const
  })
  return { condition: { kind: 'and', clauses }, uses: [] }
}

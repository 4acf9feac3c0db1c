import type { Condition } from '../../odata/condition.ts'
import { toPredicate } from '../../odata/evaluate-filter.ts'
import { fulfilsSearch, narrowingOf, type Search } from '../../odata/search.ts'

/** A filter or a search taken apart into questions on one property each, which is what a column can answer. */
export type ColumnFilter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly ColumnFilter[] }
  | { readonly kind: 'not'; readonly part: ColumnFilter }
  /** `holds` looks at nothing of an object but its property `column`. */
  | { readonly kind: 'leaf'; readonly column: string; readonly holds: (object: Readonly<Properties>) => boolean }

type Properties = Record<string, unknown>

export function toColumnFilter(condition: Condition): ColumnFilter {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { kind: condition.kind, parts: condition.clauses.map(toColumnFilter) }
    case 'not':
      return { kind: 'not', part: toColumnFilter(condition.clause) }
    case 'any':
    case 'count':
      return { kind: 'leaf', column: topLevel(condition.collection), holds: toPredicate(condition) }
    default:
      return { kind: 'leaf', column: topLevel(condition.property.path), holds: toPredicate(condition) }
  }
}

export function toSearchColumnFilter(search: Search): ColumnFilter {
  if (search.kind !== 'clause') return { kind: search.kind, parts: search.parts.map(toSearchColumnFilter) }
  const narrowing = narrowingOf(search)
  // Cutting a text into words costs much more than finding out that it does not hold them.
  const mayHold = narrowing === undefined ? () => true : toPredicate(narrowing)
  // Collections are not texts, so only their elements can tell.
  const holds = (object: Readonly<Properties>) =>
    (Array.isArray(object[search.property]) || mayHold(object)) && fulfilsSearch(search, object)
  return { kind: 'leaf', column: search.property, holds }
}

/** Names of the columns that a filter looks at. */
export function columnsOf(filter: ColumnFilter): readonly string[] {
  if (filter.kind === 'leaf') return [filter.column]
  const parts = filter.kind === 'not' ? [filter.part] : filter.parts
  return [...new Set(parts.flatMap(columnsOf))]
}

function topLevel(path: string): string {
  const [name = ''] = path.split('/')
  return name
}

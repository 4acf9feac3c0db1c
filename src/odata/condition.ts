import type { Instant } from './date-time.ts'
import type { ComparisonOperator, MatchFunction } from './filter-ast.ts'
import type { FilterOperator, ValueType } from './filterable.ts'

/**
 * A filter whose names are resolved and whose values are typed. Every condition is true or false, never unknown:
 * an unset property differs from every value, and no ordering or text function holds for it.
 * Source: Graph "Advanced query capabilities on directory objects"; OData 4.01 URL conventions 5.1.1.1.
 */
export type Condition =
  | { readonly kind: 'or' | 'and'; readonly clauses: readonly Condition[] }
  | { readonly kind: 'not'; readonly clause: Condition }
  | {
      readonly kind: 'compare'
      readonly operator: ComparisonOperator
      readonly property: PropertyRef
      readonly value: Value
    }
  /** `eq null` (unset) or `ne null` (set). */
  | { readonly kind: 'null'; readonly operator: 'eq' | 'ne'; readonly property: PropertyRef }
  /** `orNull`: the list named null too. */
  | {
      readonly kind: 'in'
      readonly property: PropertyRef
      readonly values: readonly Value[]
      readonly orNull: boolean
    }
  /** All members named in `members` are among the flags of the property. */
  | { readonly kind: 'has'; readonly property: PropertyRef; readonly members: readonly string[] }
  | {
      readonly kind: 'match'
      readonly function: MatchFunction
      readonly property: PropertyRef
      readonly text: string
    }
  /** Some element fulfils `element`, whose paths start at the element; without it: the collection is not empty. */
  | { readonly kind: 'any'; readonly collection: string; readonly element: Condition | undefined }
  | {
      readonly kind: 'count'
      readonly operator: ComparisonOperator
      readonly collection: string
      readonly count: number
    }

export interface PropertyRef {
  /** Canonical spelling, from the object or (inside `any`) from the element; empty for the element itself. */
  readonly path: string
  readonly type: ValueType
  /** Compare `foldCase` of the stored text; texts of the condition are folded already. */
  readonly foldsCase: boolean
  readonly nullable: boolean
}

export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | ({ readonly kind: 'instant' } & Instant)

/** A checked filter and what it asked for, so that the caller can tell default from advanced queries. */
export interface CheckedFilter {
  readonly condition: Condition
  readonly uses: readonly FilterUse[]
}

export interface FilterUse {
  /** Canonical path from the object; members of a collection as `identities/issuer`. */
  readonly property: string
  readonly operator: FilterOperator
}

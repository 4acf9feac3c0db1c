/**
 * The tree of a `$filter` text: what was written, names not yet resolved, values not yet typed.
 * Grammar: OData 4.01 URL conventions, section 5.1.1, reduced to what Graph's directory understands.
 */
export type Filter =
  | { readonly kind: 'or' | 'and'; readonly clauses: readonly Filter[] }
  | { readonly kind: 'not'; readonly clause: Filter }
  | {
      readonly kind: 'compare'
      readonly operator: ComparisonOperator
      readonly path: PropertyPath
      readonly literal: Literal
    }
  | { readonly kind: 'in'; readonly path: PropertyPath; readonly literals: readonly Literal[] }
  | { readonly kind: 'has'; readonly path: PropertyPath; readonly literal: Literal }
  | { readonly kind: 'match'; readonly function: MatchFunction; readonly path: PropertyPath; readonly text: string }
  /** Without `lambda`: the collection is not empty. */
  | { readonly kind: 'any'; readonly path: PropertyPath; readonly lambda: Lambda | undefined }
  | {
      readonly kind: 'count'
      readonly operator: ComparisonOperator
      readonly path: PropertyPath
      readonly count: number
    }

export interface Lambda {
  readonly variable: string
  readonly body: Filter
}

/** Segments as written; `position` is where the first one starts. */
export interface PropertyPath {
  readonly segments: readonly string[]
  readonly position: number
}

export const comparisonOperators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const
export type ComparisonOperator = (typeof comparisonOperators)[number]

export const matchFunctions = ['startsWith', 'endsWith', 'contains'] as const
export type MatchFunction = (typeof matchFunctions)[number]

/** Numbers, GUIDs and dates keep their spelling: the property decides later what they mean. */
export type Literal = { readonly position: number } & (
  | { readonly kind: 'string' | 'guid' | 'dateTime' | 'number'; readonly text: string }
  | { readonly kind: 'enum'; readonly typeName: string; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
)

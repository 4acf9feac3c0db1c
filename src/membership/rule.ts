/** Operators between a property and a value; the negated ones say of each that it is not so. */
export const positiveOperators = ['eq', 'startsWith', 'endsWith', 'contains', 'match', 'in'] as const
export type PositiveOperator = (typeof positiveOperators)[number]

export interface Operator {
  readonly name: PositiveOperator
  /** `-ne`, `-notContains`, … */
  readonly isNegated: boolean
}

export type Scalar = string | boolean | null

/** What an operator compares: a property of the user, or of the element that `-any` or `-all` looks at. */
export interface Operand {
  /** In the spelling of the table: `department`; `_` for an element that is a text. */
  readonly name: string
  readonly offset: number
}

/** A membership rule as a tree (Entra page "Manage rules for dynamic membership groups"). */
export type Rule =
  | { readonly kind: 'and' | 'or'; readonly rules: readonly Rule[] }
  | { readonly kind: 'not'; readonly rule: Rule }
  | {
      readonly kind: 'compare'
      readonly operand: Operand
      readonly operator: Operator
      /** A list for `-in` only. */
      readonly value: Scalar | readonly string[]
    }
  /** `user.proxyAddresses -any (_ -contains "x")`; the rule inside is about the elements. */
  | { readonly kind: 'any' | 'all'; readonly collection: Operand; readonly rule: Rule }
  /** `Direct Reports for "{id of the manager}"` */
  | { readonly kind: 'directReports'; readonly managerId: string }

/** Longest rule (Entra page "Manage rules for dynamic membership groups"). */
export const ruleCharsMax = 3_072
/** Parentheses and `-not` inside one another. */
export const ruleDepthMax = 64

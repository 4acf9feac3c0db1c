/** The tree of an expression. `offset` is where the node begins in the text, in UTF-16 units from 0. */
export type Expression = Attribute | TextConstant | NumberConstant | Keyword | Call | Comparison | Concatenation

/** `[name]` */
export interface Attribute {
  readonly kind: 'attribute'
  readonly name: string
  readonly offset: number
}

/** `"text"`; `value` is without the quotes and escapes. */
export interface TextConstant {
  readonly kind: 'text'
  readonly value: string
  readonly offset: number
}

/** `12`, `-1.5`, `&HF7`; `text` as written. */
export interface NumberConstant {
  readonly kind: 'number'
  readonly text: string
  readonly offset: number
}

/** A bare word such as `vbTextCompare` or `IgnoreAttributeFlow`; `name` as written. */
export interface Keyword {
  readonly kind: 'keyword'
  readonly name: string
  readonly offset: number
}

/** A slot between commas; null when nothing stands there. */
export type Slot = Expression | null

/** `Name(slot, slot, …)`; `name` as written. */
export interface Call {
  readonly kind: 'call'
  readonly name: string
  readonly slots: readonly Slot[]
  readonly offset: number
}

export const comparisonOperators = ['=', '<>', '>=', '<=', '>', '<'] as const
export type ComparisonOperator = (typeof comparisonOperators)[number]

/** `left = right`, legal only where a condition is expected. */
export interface Comparison {
  readonly kind: 'comparison'
  readonly operator: ComparisonOperator
  readonly left: Expression
  readonly right: Expression
  readonly offset: number
}

/** `left & right`, from the cloud sync dialect. */
export interface Concatenation {
  readonly kind: 'concatenation'
  readonly left: Expression
  readonly right: Expression
  readonly offset: number
}

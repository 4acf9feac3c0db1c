import type { EvaluationContext } from '../../expression/evaluation.ts'
import type { AttributeType } from '../../model/synchronization-schema.ts'

/** Whether one value of the attribute satisfies the clause. */
export type ValueTest = (value: string, context: EvaluationContext) => boolean

/** Matches a text against a pattern; compiled once per clause. Handed in, because patterns come from outside. */
export type PatternCompiler = (pattern: string) => (text: string) => boolean

export interface ClauseSite {
  /** Type of the attribute that the clause looks at. */
  readonly type: AttributeType
  readonly compilePattern: PatternCompiler
}

/** What a clause of a scoping filter can ask (Graph `filterOperatorSchema`). */
export interface ScopeOperator {
  /** The name that is published; letter case, blanks and underscores do not count when it is looked up. */
  readonly name: string
  readonly arity: 'Unary' | 'Binary'
  readonly types: readonly AttributeType[]
  /** Of a multi-valued attribute any or all values must satisfy the clause; `ANY` and `ALL` before the name say otherwise. */
  readonly multivaluedComparisonType: 'Any' | 'All'
  readonly doc: string
  /** Not known to Microsoft's service. */
  readonly ours?: true
  /** Outcome when the attribute has no value: false unless said otherwise, also for negations. */
  readonly whenNull?: true
  /** Throws ScopeError for operands that it cannot use. */
  readonly compile: (operands: readonly string[], site: ClauseSite) => ValueTest
}

/** Thrown for a clause that cannot be decided; the message says what to write instead. */
export class ScopeError extends Error {}

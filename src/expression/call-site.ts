import type { Course } from './course.ts'
import type { Closure, Dialect, EvaluationContext } from './evaluation.ts'
import type { EvaluationResult, Value } from './value.ts'

/** A filled slot of a call. */
export interface Argument<R> {
  readonly evaluate: Closure<R>
  /** Set when the value is the same for every record. */
  readonly constant: { readonly value: EvaluationResult } | undefined
  /** The attributes that are read somewhere inside. */
  readonly reads: readonly ((record: R) => Value)[]
  /** The value may be a date that moves with the clock. */
  readonly moves?: boolean
  /** Set for values that change with the clock in steps; undefined for a record for which this one does not. */
  readonly follow?: ((record: R, context: EvaluationContext) => Course | undefined) | undefined
}

/** A call as a function meets it when it is compiled. Empty slots are undefined. */
export interface CallSite<R> {
  readonly args: readonly (Argument<R> | undefined)[]
  readonly dialect: Dialect
  readonly lookupTables: LookupTables
}

/** Tables by name, each with its values by key. */
export type LookupTables = ReadonlyMap<string, ReadonlyMap<string, string>>

import type { EvaluationResult } from './value.ts'

/** What an evaluation may know beyond the record. Everything that is chance, clock or tenant comes in here. */
export interface EvaluationContext {
  /** The same for every function of one record, so that two calls of Now() agree. */
  readonly now: Date
  readonly defaultDomain: string
  readonly isVerifiedDomain: (domain: string) => boolean
  /** A number from 0 up to but not including 1; cryptographically strong, since initial passwords come from it. */
  readonly random: () => number
  readonly newGuid: () => string
  /**
   * Hears of each moment (milliseconds since 1970, UTC) from which on a condition that looked at the clock may come out
   * differently. The earliest one counts; hearing of a moment too early does no harm.
   */
  readonly holdsUntil?: (epochMs: number) => void
}

/** A compiled (sub)expression. */
export type Closure<R> = (record: R, context: EvaluationContext) => EvaluationResult

/** Where this service offers a choice between Microsoft's service and what its guides promise. */
export interface Dialect {
  /** An attribute that is Null or empty inside the condition of IIF makes the whole IIF Null. */
  readonly strictEntra: boolean
  /** Date functions fail on Null instead of yielding Null. */
  readonly strictDates: boolean
  /** RemoveDuplicates tells upper from lower case. */
  readonly caseSensitiveDuplicates: boolean
}

export const lenientDialect: Dialect = { strictEntra: false, strictDates: false, caseSensitiveDuplicates: false }

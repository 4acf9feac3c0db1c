import { toInstantOrNull } from './coerce/to-instant.ts'
import { toInteger64 } from './coerce/to-integer64.ts'
import { toList } from './coerce/to-list.ts'
import { toInteger, toNumber } from './coerce/to-number.ts'
import { toText } from './coerce/to-text.ts'
import type { Instant } from './dates/instant.ts'
import type { EvaluationResult } from './value.ts'

export type ParamType = 'text' | 'integer' | 'number' | 'integer64' | 'date' | 'list' | 'any' | 'condition' | 'table'

/**
 * One parameter of a mapping function. `T` is what the function receives: the coerced value, null for Null, and
 * undefined when an optional slot is empty.
 */
export interface Param<T = unknown> {
  readonly name: string
  readonly type: ParamType
  readonly required: boolean
  /** This parameter, together with the repeating ones beside it, may be given any number of times. */
  readonly repeating: boolean
  /** Null is a failure when dates are strict. */
  readonly isDate: boolean
  /** The function decides by this argument, so it matters when a text of the time of day is another one. */
  readonly isInspected: boolean
  /** The function may yield this argument as its own result. */
  readonly isResult: boolean
  readonly coerce: (value: EvaluationResult) => T
}

function required<T>(name: string, type: ParamType, coerce: (value: EvaluationResult) => T): Param<T> {
  return { name, type, required: true, repeating: false, isDate: false, isInspected: false, isResult: false, coerce }
}

export const text = (name: string): Param<string | null> => required(name, 'text', toText)
export const integer = (name: string): Param<number | null> => required(name, 'integer', toInteger)
export const number = (name: string): Param<number | null> => required(name, 'number', toNumber)
export const integer64 = (name: string): Param<bigint | null> => required(name, 'integer64', toInteger64)
export const date = (name: string): Param<Instant | null> => asDate(required(name, 'date', toInstantOrNull))
/** All values of a multi-value. */
export const list = (name: string): Param<readonly string[]> => required(name, 'list', toList)
/** The value as it is; the only kind of slot, with `condition`, in which IgnoreAttributeFlow may stand. */
export const any = (name: string): Param<EvaluationResult> => required(name, 'any', (value) => value)
/** As `any`, and the value may become the result of the function. */
export const result = (name: string): Param<EvaluationResult> => ({ ...any(name), isResult: true })
/** The value as it is, and a comparison may stand here. */
export const condition = (name: string): Param<EvaluationResult> =>
  inspected(required(name, 'condition', (value) => value))

/** Name of a lookup table, a text constant. */
export const table = (name: string): Param<string | null> => required(name, 'table', toText)

/** A date in a form of its own. */
export function asDate<T>(param: Param<T>): Param<T> {
  return { ...param, isDate: true }
}

/** The function decides by the value; it is not merely passed on. */
export function inspected<T>(param: Param<T>): Param<T> {
  return { ...param, isInspected: true }
}

/** The slot may be empty or missing; the function then receives undefined. */
export function optional<T>(param: Param<T>): Param<T | undefined> {
  return { ...param, required: false }
}

/** The slot may be filled any number of times, and the slots may be empty. */
export function rest<T>(param: Param<T>): Param<T> & { readonly repeating: true } {
  return { ...param, repeating: true }
}

/** The types in which a function receives its arguments, by its parameters. */
export type ArgumentsOf<Params extends readonly Param[]> = Params extends readonly [
  infer Head extends Param,
  ...infer Tail extends readonly Param[],
]
  ? Head extends { readonly repeating: true }
    ? ReturnType<Head['coerce']>[]
    : [ReturnType<Head['coerce']>, ...ArgumentsOf<Tail>]
  : []

/** The parameter that a slot belongs to, with repeating parameters going around; undefined for one slot too many. */
export function paramOfSlot(params: readonly Param[], slot: number): Param | undefined {
  const fixed = params.filter((param) => !param.repeating).length
  const group = params.length - fixed
  if (slot < fixed) return params[slot]
  return group === 0 ? undefined : params[fixed + ((slot - fixed) % group)]
}

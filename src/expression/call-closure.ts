import type { Argument, CallSite } from './call-site.ts'
import { EvaluationFailure } from './error.ts'
import type { Closure, Dialect, EvaluationContext } from './evaluation.ts'
import { type Param, paramOfSlot } from './param.ts'
import type { EvaluationResult } from './value.ts'

type Call = (...args: readonly unknown[]) => EvaluationResult
type Read<R> = (record: R, context: EvaluationContext) => unknown

/** The closure of a call whose arguments are all evaluated, coerced and handed over in order. */
export function callClosure<R>(params: readonly Param[], site: CallSite<R>, call: Call): Closure<R> {
  const reads = coercedReads(params, site)
  // Spelled out for the usual arities: the engine inlines these, and no array is made per call.
  const [first, second, third] = reads
  if (first === undefined) return () => call()
  if (second === undefined) return (record, context) => call(first(record, context))
  if (third === undefined) return (record, context) => call(first(record, context), second(record, context))
  if (reads.length === 3) {
    return (record, context) => call(first(record, context), second(record, context), third(record, context))
  }
  return (record, context) => call(...reads.map((read) => read(record, context)))
}

/** As callClosure, for functions that receive the context first. */
export function contextClosure<R>(params: readonly Param[], site: CallSite<R>, call: Call): Closure<R> {
  const reads = coercedReads(params, site)
  if (reads.length === 0) return (_record, context) => call(context)
  return (record, context) => call(context, ...reads.map((read) => read(record, context)))
}

/** How each argument is read and coerced, in the order of the parameters. */
export function coercedReads<R>(params: readonly Param[], { args, dialect }: CallSite<R>): readonly Read<R>[] {
  const fixed = params.filter((param) => !param.repeating).length
  return Array.from({ length: Math.max(fixed, args.length) }, (_, slot) => {
    const param = paramOfSlot(params, slot)
    return param === undefined ? nothing : coercedRead(args[slot], param, dialect)
  })
}

const nothing = (): undefined => undefined

function coercedRead<R>(argument: Argument<R> | undefined, param: Param, dialect: Dialect): Read<R> {
  if (argument === undefined) return nothing
  const { coerce } = param
  const { evaluate, constant } = argument
  if (param.isDate && dialect.strictDates) {
    return (record, context) => coerce(evaluate(record, context)) ?? missingDate(param.name)
  }
  if (param.type === 'any' || param.type === 'condition') return evaluate
  if (constant !== undefined) {
    const coerced = coerceOnce(coerce, constant.value)
    if (coerced !== undefined) return () => coerced.value
  }
  return (record, context) => coerce(evaluate(record, context))
}

/** A constant that cannot be coerced fails the record that meets it, not the mapping: the call may stand in a branch. */
function coerceOnce(
  coerce: (value: EvaluationResult) => unknown,
  value: EvaluationResult,
): { readonly value: unknown } | undefined {
  try {
    return { value: coerce(value) }
  } catch (error) {
    if (error instanceof EvaluationFailure) return undefined
    throw error
  }
}

function missingDate(name: string): never {
  throw new EvaluationFailure(`${name} has no value, and dates are strict in this mapping`)
}

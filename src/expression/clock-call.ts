import type { ComparisonOperator } from './ast.ts'
import { coercedReads } from './call-closure.ts'
import type { Argument, CallSite } from './call-site.ts'
import { comparers } from './compare.ts'
import { comparisonHoldsUntil, nextSecond, type Side } from './compare-in-time.ts'
import { courseHoldsUntil } from './course.ts'
import type { Closure, EvaluationContext } from './evaluation.ts'
import type { MappingFunction } from './function.ts'
import { paramOfSlot } from './param.ts'

/** A call as it is evaluated where the clock plays a part. */
export type ClockCall<R> = Pick<Argument<R>, 'evaluate' | 'moves' | 'follow'>

/** Whether a value changes with the clock; all others are evaluated without a thought of it. */
export function isOfClock<R>(argument: Argument<R> | undefined): boolean {
  return argument !== undefined && (argument.moves === true || argument.follow !== undefined)
}

/** A call that tells how long its result holds. `isInspected`: something is decided by the result. */
export function clockCall<R>(
  definition: MappingFunction,
  site: CallSite<R>,
  closure: Closure<R>,
  isInspected: boolean,
): ClockCall<R> {
  const { compares, follow, motion, params, returns, textHoldsUntil } = definition
  const [left, right] = site.args
  if (compares !== undefined && left !== undefined && right !== undefined) {
    return { evaluate: comparison(compares, left, right) }
  }
  if (follow !== undefined) {
    const courseOf = withArguments(definition, site, follow)
    // A text that is only shown would make its object change for ever.
    return { evaluate: isInspected || returns !== 'text' ? stepping(closure, courseOf) : closure, follow: courseOf }
  }
  const decides = site.args.some((arg, slot) => arg?.moves === true && paramOfSlot(params, slot)?.isInspected === true)
  if (motion === 'carries') return { evaluate: decides ? untilNextSecond(closure) : closure, moves: true }
  if (motion === 'ignores' || !(isInspected || decides)) return { evaluate: closure }
  return { evaluate: reporting(closure, withArguments(definition, site, textHoldsUntil ?? nextSecond)) }
}

/** A comparison that tells how long its outcome holds. */
export function comparison<R>(operator: ComparisonOperator, left: Argument<R>, right: Argument<R>): Closure<R> {
  const compare = comparers[operator]
  return (record, context) => {
    if (context.holdsUntil === undefined)
      return compare(left.evaluate(record, context), right.evaluate(record, context))
    const [leftSide, rightSide] = [sideOf(left, record, context), sideOf(right, record, context)]
    report(context, comparisonHoldsUntil(operator, leftSide, rightSide, context.now.getTime()))
    return compare(leftSide.value, rightSide.value)
  }
}

function sideOf<R>({ evaluate, follow }: Argument<R>, record: R, context: EvaluationContext): Side {
  const course = follow?.(record, context)
  return { value: course === undefined ? evaluate(record, context) : course.at(context.now.getTime()), course }
}

function stepping<R>(closure: Closure<R>, courseOf: NonNullable<Argument<R>['follow']>): Closure<R> {
  return reporting(closure, (record, context) => {
    const course = courseOf(record, context)
    return course === undefined ? undefined : courseHoldsUntil(context.now.getTime(), course)
  })
}

function reporting<R>(
  closure: Closure<R>,
  holdsUntil: (record: R, context: EvaluationContext) => number | undefined,
): Closure<R> {
  return (record, context) => {
    const result = closure(record, context)
    if (context.holdsUntil !== undefined) report(context, holdsUntil(record, context))
    return result
  }
}

/** For a text made of a date that moves: it tells seconds. */
export function untilNextSecond<R>(closure: Closure<R>): Closure<R> {
  return reporting(closure, (_record, { now }) => nextSecond(now.getTime()))
}

function report({ holdsUntil }: EvaluationContext, epochMs: number | undefined): void {
  if (epochMs !== undefined) holdsUntil?.(epochMs)
}

/** A question about a call, asked with the time and the arguments that the function itself receives. */
function withArguments<R, T>(
  { params }: MappingFunction,
  site: CallSite<R>,
  ask: (now: number, ...args: readonly unknown[]) => T,
): (record: R, context: EvaluationContext) => T {
  const reads = coercedReads(params, site)
  return (record, context) => ask(context.now.getTime(), ...reads.map((read) => read(record, context)))
}

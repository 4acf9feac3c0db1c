import type { ComparisonOperator } from './ast.ts'
import { parseNumber } from './coerce/to-number.ts'
import { compareSeconds, compareTexts, datesOf } from './compare.ts'
import { type Course, courseHoldsUntil, firstChange } from './course.ts'
import { compareInstants, type Instant } from './dates/instant.ts'
import { type EvaluationResult, isInstant } from './value.ts'

/** One side of a comparison. A date that moves carries its motion itself, other values have a course. */
export interface Side {
  readonly value: EvaluationResult
  readonly course: Course | undefined
}

type Order = (epochMs: number) => number

/** Where on the way from less over equal to more an operator changes its mind. */
const edges: Readonly<Record<ComparisonOperator, readonly ((order: number) => boolean)[]>> = {
  '=': [isLess, isMore],
  '<>': [isLess, isMore],
  '<': [isLess],
  '>=': [isLess],
  '>': [isMore],
  '<=': [isMore],
}

/** The first time after `now` at which the outcome of a comparison may be another one; undefined = never. */
export function comparisonHoldsUntil(
  operator: ComparisonOperator,
  left: Side,
  right: Side,
  now: number,
): number | undefined {
  const order = orderInTime(operator, left, right)
  if (order === undefined) return earliest([sideHoldsUntil(left, now), sideHoldsUntil(right, now)])
  const { at, monotoneUntil } = order
  const changes = edges[operator].map((edge) => firstChange(now, monotoneUntil, (epochMs) => edge(at(epochMs))))
  // A jump from less to more, past the equal.
  if (changes.length === 2 && changes[0] === changes[1]) changes.length = 0
  return earliest([...changes, Number.isFinite(monotoneUntil) ? monotoneUntil : undefined])
}

/** How left compares to right at any time, below, at or above 0; undefined when that cannot be foreseen. */
function orderInTime(
  operator: ComparisonOperator,
  left: Side,
  right: Side,
): { at: Order; monotoneUntil: number } | undefined {
  const dates = datesOf(left.value, right.value)
  if (dates !== undefined && left.course === undefined && right.course === undefined) {
    const compare = operator === '=' || operator === '<>' ? compareSeconds : compareInstants
    const [leftDate, rightDate] = dates
    const at: Order = (epochMs) => compare(instantAt(leftDate, epochMs), instantAt(rightDate, epochMs))
    const bothMove = leftDate.motion !== undefined && rightDate.motion !== undefined
    return { at, monotoneUntil: bothMove ? steadyUntil(leftDate, rightDate) : Number.POSITIVE_INFINITY }
  }
  if (typeof left.value === 'boolean' || typeof right.value === 'boolean') return undefined
  if (left.course !== undefined) return orderOfCourse(left.course, right, 1)
  return right.course === undefined ? undefined : orderOfCourse(right.course, left, -1)
}

/** Two courses, or a course beside a date, may meet more than once. */
function orderOfCourse(
  course: Course,
  { value, course: other }: Side,
  sign: 1 | -1,
): { at: Order; monotoneUntil: number } | undefined {
  if (other !== undefined || isInstant(value)) return undefined
  const { at, monotoneUntil } = course
  const number = parseNumber(value)
  return {
    monotoneUntil,
    at: (epochMs) => {
      const moment = at(epochMs)
      if (typeof moment === 'number') return number === undefined ? Number.NaN : sign * (moment - number)
      return typeof value === 'string' && typeof moment === 'string' ? sign * compareTexts(moment, value) : Number.NaN
    },
  }
}

function instantAt(instant: Instant, epochMs: number): Instant {
  return instant.motion?.at(epochMs) ?? instant
}

function steadyUntil(...dates: readonly Instant[]): number {
  return Math.min(...dates.map(({ motion }) => motion?.steadyUntil ?? Number.POSITIVE_INFINITY))
}

const secondMs = 1_000

/** A date that is compared as a text changes with each second. */
function sideHoldsUntil({ value, course }: Side, now: number): number | undefined {
  if (course !== undefined) return courseHoldsUntil(now, course)
  return isInstant(value) && value.motion !== undefined ? nextSecond(now) : undefined
}

export function nextSecond(now: number): number {
  return (Math.floor(now / secondMs) + 1) * secondMs
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  return times.reduce(
    (first, time) => (first === undefined || (time !== undefined && time < first) ? time : first),
    undefined,
  )
}

function isLess(order: number): boolean {
  return order < 0
}

function isMore(order: number): boolean {
  return order > 0
}

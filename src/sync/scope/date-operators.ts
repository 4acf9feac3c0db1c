import { parseDate } from '../../expression/dates/date-parse.ts'
import type { EvaluationContext } from '../../expression/evaluation.ts'
import type { DateLimit } from './date-limit.ts'
import { ScopeError, type ScopeOperator, type ValueTest } from './operator.ts'
import { parseDateOperand } from './parse-date-operand.ts'

type Comparison = (value: number, limit: number) => boolean

/** Operators on dates (ours). A value that is no date satisfies none of them. */
export const dateOperators: readonly ScopeOperator[] = [
  define('BEFORE', 'The date lies before the operand.', (value, limit) => value < limit),
  define('AFTER', 'The date lies after the operand.', (value, limit) => value > limit),
  define('ON OR BEFORE', 'The date is the operand or lies before it.', (value, limit) => value <= limit),
  define('ON OR AFTER', 'The date is the operand or lies after it.', (value, limit) => value >= limit),
]

function define(name: string, what: string, holds: Comparison): ScopeOperator {
  return {
    name,
    arity: 'Binary',
    types: ['String', 'DateTime'],
    multivaluedComparisonType: 'Any',
    doc: `${what} Operands: ISO 8601, or \`now\` and \`today\` (midnight, UTC) moved by \`+14d\`, \`-1m\` and the like (y, m, w, d, h, min).`,
    ours: true,
    compile: (operands) => compileDates(operands.map(toLimit), holds),
  }
}

function toLimit(operand: string): DateLimit {
  const limit = parseDateOperand(operand)
  if (limit !== undefined) return limit
  throw new ScopeError(
    `'${operand}' is no date. Write 2026-01-31, 2026-01-31T08:00:00Z, now, today, or one of these two with a distance: now+14d, today-1m.`,
  )
}

function compileDates(limits: readonly DateLimit[], holds: Comparison): ValueTest {
  return (text, context) => {
    const value = parseDate(text)?.epochMs
    if (value === undefined) return false
    let any = false
    for (const limit of limits) {
      tellTurn(value, limit, holds, context)
      any ||= holds(value, limit.at(context.now.getTime()))
    }
    return any
  }
}

/** Tells the engine when the clock will change the outcome, so that it looks at the record again then. */
function tellTurn(value: number, limit: DateLimit, holds: Comparison, { now, holdsUntil }: EvaluationContext): void {
  if (holdsUntil === undefined) return
  const nowMs = now.getTime()
  const holdsNow = holds(value, limit.at(nowMs))
  const turn = limit.turningPoints(value).find((at) => at > nowMs && holds(value, limit.at(at)) !== holdsNow)
  if (turn !== undefined) holdsUntil(turn)
}

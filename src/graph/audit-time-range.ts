import type { Condition } from '../odata/condition.ts'

/** Inclusive, milliseconds since 1970; left out where the filter sets no bound. */
export interface TimeRange {
  readonly from?: number
  readonly until?: number
}

/** The times that a filter leaves over. Only what must hold (joined by `and`) narrows it; the filter still has to be asked. */
export function toTimeRange(condition: Condition, property: string): TimeRange {
  if (condition.kind === 'and')
    return condition.clauses.map((clause) => toTimeRange(clause, property)).reduce(intersect, {})
  if (condition.kind !== 'compare' || condition.property.path !== property || condition.value.kind !== 'instant')
    return {}
  const { epochMs } = condition.value
  switch (condition.operator) {
    case 'eq':
      return { from: epochMs, until: epochMs }
    case 'ge':
    case 'gt':
      return { from: epochMs }
    case 'le':
    case 'lt':
      return { until: epochMs }
    default:
      return {}
  }
}

function intersect(one: TimeRange, other: TimeRange): TimeRange {
  const from = Math.max(one.from ?? Number.NEGATIVE_INFINITY, other.from ?? Number.NEGATIVE_INFINITY)
  const until = Math.min(one.until ?? Number.POSITIVE_INFINITY, other.until ?? Number.POSITIVE_INFINITY)
  return { ...(Number.isFinite(from) && { from }), ...(Number.isFinite(until) && { until }) }
}

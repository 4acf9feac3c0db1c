import { courseOfDates } from '../course-of-dates.ts'
import { compareInstants, type Instant } from '../dates/instant.ts'
import { mappingFunction } from '../function.ts'
import { date, inspected } from '../param.ts'

export const xIsAfter = mappingFunction({
  name: 'X.IsAfter',
  params: [inspected(date('date')), inspected(date('other'))],
  returns: 'boolean',
  doc: 'Whether the date lies after the other one; texts are read as dates. False when one of them has no value.',
  examples: [
    ['X.IsAfter([leaveDate], Now())', 'False', { leaveDate: '2026-07-29' }],
    ['X.IsAfter([leaveDate], Now())', 'True', { leaveDate: '2026-07-31' }],
    ['X.IsAfter("2026-08-01", "8/1/2026")', 'False'],
    ['X.IsAfter([leaveDate], Now())', 'False', { leaveDate: null }],
  ],
  follow: (_now, left, right) => courseOfDates(left, right, isAfter),
  call: (left, right) => left !== null && right !== null && isAfter(left, right),
})

function isAfter(left: Instant, right: Instant): boolean {
  return compareInstants(left, right) > 0
}

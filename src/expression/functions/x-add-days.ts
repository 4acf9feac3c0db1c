import { addInterval } from '../dates/date-arithmetic.ts'
import { mappingFunction } from '../function.ts'
import { date, integer } from '../param.ts'

export const xAddDays = mappingFunction({
  name: 'X.AddDays',
  params: [date('date'), integer('days')],
  returns: 'date',
  doc: 'The date so many days later, or earlier when the number is negative.',
  examples: [
    ['X.AddDays([hireDate], -14)', '7/18/2026 12:00:00 AM', { hireDate: '2026-08-01' }],
    ['X.AddDays(Now(), 1)', '7/31/2026 3:33:38 PM'],
    ['X.AddDays([hireDate], 1)', null, { hireDate: null }],
  ],
  motion: 'carries',
  call: (date, days) => (date === null || days === null ? null : addInterval('d', days, date)),
})

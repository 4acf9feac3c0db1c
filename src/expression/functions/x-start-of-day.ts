import { startOfDay } from '../dates/date-arithmetic.ts'
import { mappingFunction } from '../function.ts'
import { date } from '../param.ts'

export const xStartOfDay = mappingFunction({
  name: 'X.StartOfDay',
  params: [date('date')],
  returns: 'date',
  doc: 'Midnight (UTC) at which the day of the date began.',
  examples: [
    ['X.StartOfDay("2026-08-01T13:05:00Z")', '8/1/2026 12:00:00 AM'],
    ['X.StartOfDay(Now())', '7/30/2026 12:00:00 AM'],
    ['X.StartOfDay([leaveDate])', null, { leaveDate: null }],
  ],
  motion: 'carries',
  call: (date) => (date === null ? null : startOfDay(date)),
})

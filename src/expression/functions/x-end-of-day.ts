import { endOfDay } from '../dates/date-arithmetic.ts'
import { mappingFunction } from '../function.ts'
import { date } from '../param.ts'

export const xEndOfDay = mappingFunction({
  name: 'X.EndOfDay',
  params: [date('date')],
  returns: 'date',
  doc: 'The last second (UTC) of the day of the date.',
  examples: [
    ['X.EndOfDay([leaveDate])', '8/31/2026 11:59:59 PM', { leaveDate: '2026-08-31' }],
    ['NumFromDate(X.EndOfDay("2026-06-30"))', '134273375990000000'],
    ['X.EndOfDay([leaveDate])', null, { leaveDate: null }],
  ],
  motion: 'carries',
  call: (date) => (date === null ? null : endOfDay(date)),
})

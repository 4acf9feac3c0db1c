import { mappingFunction } from '../function.ts'
import { date } from '../param.ts'

const dayMs = 86_400_000

export const xDaysUntil = mappingFunction({
  name: 'X.DaysUntil',
  params: [date('date')],
  returns: 'integer',
  doc: 'How many midnights (UTC) lie between now and the date: 0 today, 1 tomorrow, -1 yesterday, whatever the time of day.',
  examples: [
    ['X.DaysUntil("2026-07-31")', '1'],
    ['X.DaysUntil("2026-07-30T23:59:59Z")', '0'],
    ['X.DaysUntil("2026-07-29")', '-1'],
    ['IIF(X.DaysUntil([hireDate]) <= 14, "soon", "later")', 'soon', { hireDate: '2026-08-10' }],
    ['X.DaysUntil([hireDate])', null, { hireDate: null }],
  ],
  varies: true,
  callInContext: (context, until) =>
    until === null ? null : Math.floor(until.epochMs / dayMs) - Math.floor(context.now.getTime() / dayMs),
})

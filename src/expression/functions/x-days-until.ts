import { dayMs } from '../dates/instant.ts'
import { nextMidnight } from '../dates/motion.ts'
import { mappingFunction } from '../function.ts'
import { date, inspected } from '../param.ts'

export const xDaysUntil = mappingFunction({
  name: 'X.DaysUntil',
  params: [inspected(date('date'))],
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
  readsClock: true,
  follow: (now, until) =>
    until === null
      ? undefined
      : {
          at: (epochMs) => daysBetween(epochMs, until.motion?.at(epochMs).epochMs ?? until.epochMs),
          monotoneUntil:
            until.motion === undefined
              ? Number.POSITIVE_INFINITY
              : Math.min(until.motion.steadyUntil, nextMidnight(now)),
        },
  callInContext: ({ now }, until) => (until === null ? null : daysBetween(now.getTime(), until.epochMs)),
})

function daysBetween(from: number, to: number): number {
  return Math.floor(to / dayMs) - Math.floor(from / dayMs)
}

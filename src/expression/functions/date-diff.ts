import { courseOfDates } from '../course-of-dates.ts'
import { differenceIn } from '../dates/date-arithmetic.ts'
import type { Instant } from '../dates/instant.ts'
import { clockAt, nextMidnight } from '../dates/motion.ts'
import { mappingFunction } from '../function.ts'
import { date, inspected, text } from '../param.ts'

const t = '"8/25/2021 5:41:18 PM"'
const u = '"2012-03-16-07:00"'

export const dateDiff = mappingFunction({
  name: 'DateDiff',
  params: [text('interval'), inspected(date('date1')), inspected(date('date2'))],
  returns: 'integer',
  doc: 'How many intervals lie between two dates, positive when the second is later. Days, hours, minutes and seconds are whole spans; years, months and weeks are steps of the calendar.',
  examples: [
    ['DateDiff("d", "2021-08-18+08:00", "2021-08-31+08:00")', '13'],
    [`DateDiff("d", CDate(${t}), CDate(${u}))`, '-3449'],
    [`DateDiff("ww", CDate(${t}), CDate(${u}))`, '-493'],
    [`DateDiff("m", CDate(${t}), CDate(${u}))`, '-113'],
    [`DateDiff("yyyy", CDate(${t}), CDate(${u}))`, '-9'],
    [`DateDiff("h", CDate(${t}), CDate(${u}))`, '-82786'],
    [`DateDiff("d", CDate(${t}), CDate(${t}))`, '0'],
    ['DateDiff("h", CDate("2021-08-24"), CDate("2021-08-25"))', '24'],
    ['DateDiff("n", CDate("2021-08-24"), CDate("2021-08-25"))', '1440'],
    ['DateDiff("s", CDate("2021-08-24"), CDate("2021-08-25"))', '86400'],
    ['DateDiff("m", CDate("2026-01-31"), CDate("2026-02-01"))', '1'],
    ['DateDiff("yyyy", CDate("2025-12-31"), CDate("2026-01-01"))', '1'],
    ['DateDiff("h", CDate("2026-01-01T09:30:00"), CDate("2026-01-01T10:00:00"))', '0'],
    ['DateDiff("d", Now(), CDate("2026-07-31"))', '0'],
    ['DateDiff("d", Now(), CDate([x]))', null, { x: null }],
  ],
  follow: (_now, interval, first, second) =>
    interval === null
      ? undefined
      : courseOfDates(first, second, (from, to) => differenceIn(interval, from, to), calmUntil(interval)),
  call: (interval, first, second) => {
    if (interval === null || first === null || second === null) return null
    return differenceIn(interval, first, second)
  },
})

/** Spans of time between two moving dates are steady while both are; steps of the calendar only while no day ends. */
function calmUntil(interval: string): ((instant: Instant) => number) | undefined {
  if (interval !== 'ww' && interval !== 'm' && interval !== 'yyyy') return undefined
  return ({ epochMs, motion }) =>
    motion === undefined
      ? Number.POSITIVE_INFINITY
      : Math.min(motion.steadyUntil, clockAt(motion, epochMs, nextMidnight(epochMs)))
}

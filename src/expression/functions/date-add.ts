import { addInterval } from '../dates/date-arithmetic.ts'
import { mappingFunction } from '../function.ts'
import { date, integer, text } from '../param.ts'

const base = 'CDate("2012-03-16-07:00")'

export const dateAdd = mappingFunction({
  name: 'DateAdd',
  params: [text('interval'), integer('value'), date('dateTime')],
  returns: 'date',
  doc: 'The date so many intervals later, or earlier when the value is negative. Intervals: yyyy, m, d, ww, h, n (minute), s.',
  examples: [
    [`DateAdd("d", 7, ${base})`, '3/23/2012 7:00:00 AM'],
    [`DateAdd("d", -10, ${base})`, '3/6/2012 7:00:00 AM'],
    [`DateAdd("ww", 2, ${base})`, '3/30/2012 7:00:00 AM'],
    [`DateAdd("m", 10, ${base})`, '1/16/2013 7:00:00 AM'],
    [`DateAdd("yyyy", 2, ${base})`, '3/16/2014 7:00:00 AM'],
    ['DateAdd("m",1,CDate("2026-01-31"))', '2/28/2026 12:00:00 AM'],
    ['DateAdd("h",-8,CDate("2026-01-01"))', '12/31/2025 4:00:00 PM'],
    ['CDate(IIF(IsPresent([x]),[x],DateAdd("d","10",Now())))', '8/9/2026 3:33:38 PM', { x: null }],
    ['DateAdd("d", 1, [x])', null, { x: null }],
  ],
  motion: 'carries',
  call: (interval, value, dateTime) => {
    if (interval === null || value === null || dateTime === null) return null
    return addInterval(interval, value, dateTime)
  },
})

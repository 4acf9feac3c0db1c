import { mappingFunction } from '../function.ts'
import { date } from '../param.ts'

export const cDate = mappingFunction({
  name: 'CDate',
  params: [date('expression')],
  returns: 'date',
  doc: 'The date and time in UTC that a text says. A date with an offset begins at midnight there; without an offset it is UTC.',
  examples: [
    ['CDate("2020-03-16-07:00")', '3/16/2020 7:00:00 AM'],
    ['CDate("2021-06-30+08:00")', '6/29/2021 4:00:00 PM'],
    ['CDate("2009-06-15T01:45:30-07:00")', '6/15/2009 8:45:30 AM'],
    ['CDate("2026-01-01")', '1/1/2026 12:00:00 AM'],
    ['CDate("2026-01-01T13:05:00Z")', '1/1/2026 1:05:00 PM'],
    ['CDate("2026-01-01 13:05:00.1234567")', '1/1/2026 1:05:00 PM'],
    ['CDate("12/31/2026")', '12/31/2026 12:00:00 AM'],
    ['CDate("3/16/2020 7:00:00 AM")', '3/16/2020 7:00:00 AM'],
    ['CDate("16 Mar 2020")', '3/16/2020 12:00:00 AM'],
    ['CDate(CDate("9999-12-31"))', '12/31/9999 12:00:00 AM'],
    ['CDate([x])', null, { x: null }],
  ],
  motion: 'carries',
  call: (instant) => instant,
})

import { toFiletime } from '../dates/filetime.ts'
import { mappingFunction } from '../function.ts'
import { date } from '../param.ts'

export const numFromDate = mappingFunction({
  name: 'NumFromDate',
  params: [date('value')],
  returns: 'text',
  doc: 'The Windows FILETIME of a date, as attributes like accountExpires want it.',
  examples: [
    ['NumFromDate("2020-12-31T23:59:59-08:00")', '132539615990000000'],
    ['NumFromDate("2025-12-31 23:59:59-08:00")', '134117279990000000'],
    ['NumFromDate("2030-01-15T23:59:59-05:00")', '135392435990000000'],
    ['NumFromDate("1970-01-01T00:00:00Z")', '116444736000000000'],
    ['NumFromDate("2025-08-15T23:59:59-08:00")', '133998047990000000'],
    ['NumFromDate("2050-01-15T23:59:59-05:00")', '141703955990000000'],
    ['NumFromDate("2099-12-31T23:59:59-04:00")', '157469327990000000'],
    ['NumFromDate("12/31/9999")', '2650466880000000000'],
    ['NumFromDate([x])', null, { x: null }],
  ],
  call: (instant) => (instant === null ? null : toFiletime(instant).toString()),
})

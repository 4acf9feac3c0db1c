import { fromFiletime } from '../dates/filetime.ts'
import { mappingFunction } from '../function.ts'
import { asDate, integer64 } from '../param.ts'

export const dateFromNum = mappingFunction({
  name: 'DateFromNum',
  params: [asDate(integer64('value'))],
  returns: 'date',
  doc: 'The date of a Windows FILETIME. Null for 0 and for 9223372036854775807, which mean never.',
  examples: [
    ['DateFromNum(129699324000000000)', '1/1/2012 11:00:00 PM'],
    ['DateFromNum("116444736000000000")', '1/1/1970 12:00:00 AM'],
    ['DateFromNum("132539615990000000")', '1/1/2021 7:59:59 AM'],
    ['DateFromNum(9223372036854775807)', null],
    ['DateFromNum(0)', null],
    ['DateFromNum([x])', null, { x: null }],
  ],
  call: (value) => (value === null ? null : fromFiletime(value)),
})

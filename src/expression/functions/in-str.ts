import { EvaluationFailure } from '../error.ts'
import { mappingFunction } from '../function.ts'
import { inspected, integer, optional, text } from '../param.ts'
import { toLowerCase } from '../text-case.ts'

export const inStr = mappingFunction({
  name: 'InStr',
  params: [
    inspected(text('value1')),
    inspected(text('value2')),
    optional(integer('start')),
    optional(text('compareType')),
  ],
  returns: 'integer',
  doc: 'Where the second text stands in the first, counted from 1; 0 when it is not there. Compare with vbBinaryCompare (the default) or, whatever the case, with vbTextCompare.',
  examples: [
    ['InStr("The quick brown fox","quick")', '5'],
    ['InStr("repEated","e",3,vbBinaryCompare)', '7'],
    ['InStr("repEated","e",3,vbTextCompare)', '4'],
    ['InStr("abc","z")', '0'],
    ['InStr([x],"z")', '0', { x: null }],
  ],
  call: (within, searched, start, compareType) => {
    if (within === null || searched === null) return 0
    const from = start ?? 1
    if (from < 1) throw new EvaluationFailure(`positions count from 1, not ${from}`)
    if (from > within.length) return 0
    if (compareType?.toLowerCase() !== 'vbtextcompare') return within.indexOf(searched, from - 1) + 1
    return toLowerCase(within).indexOf(toLowerCase(searched), from - 1) + 1
  },
})

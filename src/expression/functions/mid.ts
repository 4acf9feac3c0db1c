import { EvaluationFailure } from '../error.ts'
import { mappingFunction } from '../function.ts'
import { integer, text } from '../param.ts'

export const mid = mappingFunction({
  name: 'Mid',
  params: [text('source'), integer('start'), integer('length')],
  returns: 'text',
  doc: 'Part of a text: so many characters from the given position, which counts from 1.',
  examples: [
    ['Mid("Johnson",1,3)', 'Joh'],
    ['Mid("Doe",1,5)', 'Doe'],
    ['Mid("abcdef",4,2)', 'de'],
    ['Mid("abc",9,2)', ''],
    ['Mid([x], 1, 2)', null, { x: null }],
    ['Mid("JOHNSON",2,64, )', 'OHNSON'],
  ],
  call: (source, start, length) => {
    if (source === null || start === null || length === null) return null
    if (start < 1) throw new EvaluationFailure(`positions count from 1, not ${start}`)
    if (length < 0) throw new EvaluationFailure(`a length cannot be ${length}`)
    return source.slice(start - 1, start - 1 + length)
  },
})

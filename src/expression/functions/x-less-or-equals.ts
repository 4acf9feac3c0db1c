import { comparers } from '../compare.ts'
import { mappingFunction } from '../function.ts'
import { any, inspected } from '../param.ts'

export const xLessOrEquals = mappingFunction({
  name: 'X.LessOrEquals',
  params: [inspected(any('left')), inspected(any('right'))],
  returns: 'boolean',
  doc: 'Whether left is at most right.',
  examples: [
    ['X.LessOrEquals(9, 9)', 'True'],
    ['X.LessOrEquals(10, 9)', 'False'],
  ],
  compares: '<=',
  call: comparers['<='],
})

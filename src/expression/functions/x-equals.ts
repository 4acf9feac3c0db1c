import { comparers } from '../compare.ts'
import { mappingFunction } from '../function.ts'
import { any, inspected } from '../param.ts'

export const xEquals = mappingFunction({
  name: 'X.Equals',
  params: [inspected(any('left')), inspected(any('right'))],
  returns: 'boolean',
  doc: 'Whether left is the same as right; texts compare with regard to letter case, numbers by size.',
  examples: [
    ['X.Equals([a], "1")', 'True', { a: '1' }],
    ['X.Equals("a", "A")', 'False'],
    ['X.Equals([a], "")', 'True', { a: null }],
  ],
  compares: '=',
  call: comparers['='],
})

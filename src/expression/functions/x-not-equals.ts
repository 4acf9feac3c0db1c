import { comparers } from '../compare.ts'
import { mappingFunction } from '../function.ts'
import { any, inspected } from '../param.ts'

export const xNotEquals = mappingFunction({
  name: 'X.NotEquals',
  params: [inspected(any('left')), inspected(any('right'))],
  returns: 'boolean',
  doc: 'Whether left differs from right.',
  examples: [
    ['X.NotEquals("a", "b")', 'True'],
    ['X.NotEquals([a], "a")', 'False', { a: 'a' }],
  ],
  compares: '<>',
  call: comparers['<>'],
})

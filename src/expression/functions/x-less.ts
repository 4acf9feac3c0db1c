import { comparers } from '../compare.ts'
import { mappingFunction } from '../function.ts'
import { any, inspected } from '../param.ts'

export const xLess = mappingFunction({
  name: 'X.Less',
  params: [inspected(any('left')), inspected(any('right'))],
  returns: 'boolean',
  doc: 'Whether left is less than right.',
  examples: [
    ['X.Less(8, 9)', 'True'],
    ['X.Less("10", "9")', 'False'],
  ],
  compares: '<',
  call: comparers['<'],
})

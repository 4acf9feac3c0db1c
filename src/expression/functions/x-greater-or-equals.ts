import { comparers } from '../compare.ts'
import { mappingFunction } from '../function.ts'
import { any, inspected } from '../param.ts'

export const xGreaterOrEquals = mappingFunction({
  name: 'X.GreaterOrEquals',
  params: [inspected(any('left')), inspected(any('right'))],
  returns: 'boolean',
  doc: 'Whether left is at least right.',
  examples: [
    ['X.GreaterOrEquals(9, 9)', 'True'],
    ['X.GreaterOrEquals(8, 9)', 'False'],
  ],
  compares: '>=',
  call: comparers['>='],
})

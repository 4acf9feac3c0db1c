import { comparers } from '../compare.ts'
import { mappingFunction } from '../function.ts'
import { any } from '../param.ts'

export const xGreaterOrEquals = mappingFunction({
  name: 'X.GreaterOrEquals',
  params: [any('left'), any('right')],
  returns: 'boolean',
  doc: 'Whether left is at least right.',
  examples: [
    ['X.GreaterOrEquals(9, 9)', 'True'],
    ['X.GreaterOrEquals(8, 9)', 'False'],
  ],
  call: comparers['>='],
})

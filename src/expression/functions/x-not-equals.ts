import { comparers } from '../compare.ts'
import { mappingFunction } from '../function.ts'
import { any } from '../param.ts'

export const xNotEquals = mappingFunction({
  name: 'X.NotEquals',
  params: [any('left'), any('right')],
  returns: 'boolean',
  doc: 'Whether left differs from right.',
  examples: [
    ['X.NotEquals("a", "b")', 'True'],
    ['X.NotEquals([a], "a")', 'False', { a: 'a' }],
  ],
  call: comparers['<>'],
})

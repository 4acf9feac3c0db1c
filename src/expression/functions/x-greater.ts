import { comparers } from '../compare.ts'
import { mappingFunction } from '../function.ts'
import { any, inspected } from '../param.ts'

export const xGreater = mappingFunction({
  name: 'X.Greater',
  params: [inspected(any('left')), inspected(any('right'))],
  returns: 'boolean',
  doc: 'Whether left is more than right: numbers by size, dates by time, other texts by their characters.',
  examples: [
    ['X.Greater([n], 9)', 'True', { n: '10' }],
    ['X.Greater(CDate("2026-02-01"), CDate("2026-01-31"))', 'True'],
    ['X.Greater([n], 9)', 'False', { n: null }],
  ],
  compares: '>',
  call: comparers['>'],
})

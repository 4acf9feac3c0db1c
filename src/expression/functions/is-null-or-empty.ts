import { mappingFunction } from '../function.ts'
import { any } from '../param.ts'

export const isNullOrEmpty = mappingFunction({
  name: 'IsNullOrEmpty',
  params: [any('expression')],
  returns: 'boolean',
  doc: 'Whether the expression is Null or an empty text.',
  examples: [
    ['IsNullOrEmpty([x])', 'True', { x: null }],
    ['IsNullOrEmpty("")', 'True'],
    ['IsNullOrEmpty([x])', 'False', { x: 'x' }],
    ['IsNullorEmpty([x])', 'True', { x: [] }],
  ],
  motion: 'ignores',
  call: (value) => value === null || value === '',
})

import { mappingFunction } from '../function.ts'
import { any } from '../param.ts'

export const isPresent = mappingFunction({
  name: 'IsPresent',
  params: [any('expression')],
  returns: 'boolean',
  doc: 'Whether the expression is neither Null nor an empty text.',
  examples: [
    ['IsPresent([x])', 'False', { x: null }],
    ['IsPresent("")', 'False'],
    ['IsPresent([x])', 'True', { x: 'x' }],
  ],
  motion: 'ignores',
  call: (value) => value !== null && value !== '',
})

import { mappingFunction } from '../function.ts'
import { any } from '../param.ts'

export const isNull = mappingFunction({
  name: 'IsNull',
  params: [any('expression')],
  returns: 'boolean',
  doc: 'Whether the expression has no value. An empty attribute has none; an empty text is one.',
  examples: [
    ['IsNull([x])', 'True', { x: null }],
    ['IsNull("")', 'False'],
    ['IsNull([x])', 'False', { x: 'x' }],
  ],
  motion: 'ignores',
  call: (value) => value === null,
})

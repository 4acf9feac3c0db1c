import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

export const len = mappingFunction({
  name: 'Len',
  params: [text('value')],
  returns: 'integer',
  doc: 'How many characters a text has; 0 for Null.',
  examples: [
    ['Len("John Doe")', '8'],
    ['Len([x])', '0', { x: null }],
  ],
  call: (value) => value?.length ?? 0,
})

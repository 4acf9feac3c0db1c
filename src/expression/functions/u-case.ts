import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'
import { toUpperCase } from '../text-case.ts'

export const uCase = mappingFunction({
  name: 'UCase',
  params: [text('value')],
  returns: 'text',
  doc: 'The value in upper case.',
  examples: [
    ['UCase("test")', 'TEST'],
    ['UCase([x])', null, { x: null }],
  ],
  call: (value) => (value === null ? null : toUpperCase(value)),
})

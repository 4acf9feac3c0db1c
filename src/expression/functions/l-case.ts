import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'
import { toLowerCase } from '../text-case.ts'

export const lCase = mappingFunction({
  name: 'LCase',
  params: [text('value')],
  returns: 'text',
  doc: 'The value in lower case.',
  examples: [
    ['LCase("TEST")', 'test'],
    ['LCase([x])', null, { x: null }],
  ],
  call: (value) => (value === null ? null : toLowerCase(value)),
})

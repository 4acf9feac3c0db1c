import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

export const cRef = mappingFunction({
  name: 'CRef',
  params: [text('value')],
  returns: 'text',
  doc: 'The value as a reference, which is written like a text.',
  examples: [
    ['CRef([manager])', '701984', { manager: '701984' }],
    ['CRef([manager])', null, { manager: null }],
  ],
  call: (value) => value,
})

import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

export const lTrim = mappingFunction({
  name: 'LTrim',
  params: [text('value')],
  returns: 'text',
  doc: 'The value without the blanks before it.',
  examples: [
    ['LTrim("  a ")', 'a '],
    ['LTrim([x])', null, { x: null }],
  ],
  call: (value) => value?.trimStart() ?? null,
})

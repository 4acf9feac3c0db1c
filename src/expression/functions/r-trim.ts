import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

export const rTrim = mappingFunction({
  name: 'RTrim',
  params: [text('value')],
  returns: 'text',
  doc: 'The value without the blanks behind it.',
  examples: [
    ['RTrim("  a ")', '  a'],
    ['RTrim([x])', null, { x: null }],
  ],
  call: (value) => value?.trimEnd() ?? null,
})

import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

export const trim = mappingFunction({
  name: 'Trim',
  params: [text('value')],
  returns: 'text',
  doc: 'The value without the blanks around it.',
  examples: [
    ['Trim("  a ")', 'a'],
    ['Trim("a")', 'a'],
    ['Trim([x])', null, { x: null }],
  ],
  call: (value) => value?.trim() ?? null,
})

import { mappingFunction } from '../function.ts'
import { list } from '../param.ts'

export const count = mappingFunction({
  name: 'Count',
  params: [list('attribute')],
  returns: 'integer',
  doc: 'How many values there are.',
  examples: [
    ['Count([tags])', '2', { tags: ['a', 'b'] }],
    ['Count([tags])', '0', { tags: null }],
    ['Count([tag])', '1', { tag: 'a' }],
  ],
  motion: 'ignores',
  call: (values) => values.length,
})

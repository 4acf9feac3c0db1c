import { mappingFunction } from '../function.ts'
import { padding } from '../pad.ts'
import { integer, text } from '../param.ts'

export const padLeft = mappingFunction({
  name: 'PadLeft',
  params: [text('source'), integer('length'), text('character')],
  returns: 'text',
  doc: 'The source filled up on the left with a character until it has the length. A longer source stays as it is.',
  examples: [
    ['PadLeft("12345", 8, "0")', '00012345'],
    ['PadLeft("12345", 3, "0")', '12345'],
    ['PadLeft([x], 3, "0")', null, { x: null }],
  ],
  call: (source, length, character) => (source === null ? null : padding(source, length, character) + source),
})

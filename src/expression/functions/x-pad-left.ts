import { mappingFunction } from '../function.ts'
import { padding } from '../pad.ts'
import { integer, text } from '../param.ts'

export const xPadLeft = mappingFunction({
  name: 'X.PadLeft',
  params: [text('source'), integer('length'), text('character')],
  returns: 'text',
  doc: 'The source filled up on the left with a character until it has the length. A longer source stays as it is.',
  examples: [
    ['X.PadLeft("12345", 8, "0")', '00012345'],
    ['X.PadLeft("12345", 3, "0")', '12345'],
    ['X.PadLeft([x], 3, "0")', null, { x: null }],
  ],
  call: (source, length, character) => (source === null ? null : padding(source, length, character) + source),
})

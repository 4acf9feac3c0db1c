import { mappingFunction } from '../function.ts'
import { padding } from '../pad.ts'
import { integer, text } from '../param.ts'

export const padRight = mappingFunction({
  name: 'PadRight',
  params: [text('source'), integer('length'), text('character')],
  returns: 'text',
  doc: 'The source filled up on the right with a character until it has the length. A longer source stays as it is.',
  examples: [
    ['PadRight("12345", 8, "0")', '12345000'],
    ['PadRight("12345", 3, "0")', '12345'],
    ['PadRight([x], 3, "0")', null, { x: null }],
  ],
  call: (source, length, character) => (source === null ? null : source + padding(source, length, character)),
})

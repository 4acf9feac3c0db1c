import { mappingFunction } from '../function.ts'
import { integer, text } from '../param.ts'

export const right = mappingFunction({
  name: 'Right',
  params: [text('String'), integer('NumChars')],
  returns: 'text',
  doc: 'So many characters from the end of a text; the whole text for a negative number, an empty text for Null.',
  examples: [
    ['Right("John Doe",3)', 'Doe'],
    ['Right("abc",0)', ''],
    ['Right("abc",9)', 'abc'],
    ['Right([x],3)', '', { x: null }],
  ],
  call: (source, length) => {
    if (source === null) return ''
    return length === null || length < 0 ? source : source.slice(Math.max(0, source.length - length))
  },
})

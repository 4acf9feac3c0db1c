import { mappingFunction } from '../function.ts'
import { integer, text } from '../param.ts'

export const left = mappingFunction({
  name: 'Left',
  params: [text('String'), integer('NumChars')],
  returns: 'text',
  doc: 'So many characters from the start of a text; the whole text for a negative number, an empty text for Null.',
  examples: [
    ['Left("John Doe",3)', 'Joh'],
    ['Left("abc",0)', ''],
    ['Left("abc",-1)', 'abc'],
    ['Left("abc",9)', 'abc'],
    ['Left([x],3)', '', { x: null }],
  ],
  call: (source, length) => {
    if (source === null) return ''
    return length === null || length < 0 ? source : source.slice(0, length)
  },
})

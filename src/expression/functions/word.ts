import { mappingFunction } from '../function.ts'
import { integer, text } from '../param.ts'

export const word = mappingFunction({
  name: 'Word',
  params: [text('String'), integer('WordNumber'), text('Delimiters')],
  returns: 'text',
  doc: 'One word of a text by its position, which counts from 1. Every character of the delimiters separates words; empty when there is no such word.',
  examples: [
    ['Word("The quick brown fox",3," ")', 'brown'],
    ['Word("This,string!has&many separators",3,",!&#")', 'has'],
    ['Word("a  b",2," ")', 'b'],
    ['Word("a b",5," ")', ''],
    ['Word("a b",0," ")', ''],
    ['Word([x],1," ")', '', { x: null }],
  ],
  call: (source, position, delimiters) => {
    if (source === null || position === null || position < 1) return ''
    const separators = new Set(delimiters ?? '')
    let word = ''
    let words = 0
    for (const character of source) {
      if (!separators.has(character)) word += character
      else if (word !== '') {
        words += 1
        if (words === position) return word
        word = ''
      }
    }
    return words + 1 === position ? word : ''
  },
})

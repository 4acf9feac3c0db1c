import { mappingFunction } from '../function.ts'
import { optional, text } from '../param.ts'
import { toLowerCase, toUpperCase } from '../text-case.ts'

/** Microsoft's list: space, control, format, every kind of punctuation, every kind of symbol. */
const separator = /[\p{Zs}\p{Cc}\p{Cf}\p{P}\p{S}]/u
const letter = /\p{L}/u

export const pCase = mappingFunction({
  name: 'PCase',
  params: [text('source'), optional(text('wordSeparators'))],
  returns: 'text',
  doc: 'The first letter of each word in upper case, the others in lower case. Words end at the given separators, or at any blank, punctuation or symbol.',
  examples: [
    ['PCase("PABLO GONSALVES (SECOND)")', 'Pablo Gonsalves (Second)'],
    ['PCase("PINTO-DE\'SILVA"," \'-")', "Pinto-De'Silva"],
    ['PCase(Join(" ","GREGORY","JAMES"))', 'Gregory James'],
    ['PCase("o\'neil mc-donald"," ")', "O'neil Mc-donald"],
    ['PCase("st john\'s hospital")', "St John'S Hospital"],
    ['Replace(PCase("st john\'s hospital"),"\'S", , ,"\'s", , )', "St John's Hospital"],
    ['PCase([x])', null, { x: null }],
  ],
  call: (source, wordSeparators) => {
    if (source === null) return null
    const chosen = new Set(wordSeparators ?? '')
    const separates = (character: string) => (chosen.size === 0 ? separator.test(character) : chosen.has(character))
    let result = ''
    let atStart = true
    for (const character of toLowerCase(source)) {
      const begins: boolean = atStart && letter.test(character)
      result += begins ? toUpperCase(character) : character
      atStart = !begins && (atStart || separates(character))
    }
    return result
  },
})

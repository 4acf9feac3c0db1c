import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

/** Letters that do not decompose, or not into what Microsoft's table says. */
const special: ReadonlyMap<string, string> = new Map([
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['ø', 'oe'],
  ['Ø', 'OE'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['ı', 'i'],
  ['ß', 'ss'],
  ['ẞ', 'SS'],
])

const ascii = /^[\0-\x7f]*$/
const specialLetters = /[æÆøØœŒłŁıßẞ]/g
const marksOfLatin = /(\p{Script=Latin})[\u0300-\u036f]+/gu

export const normalizeDiacritics = mappingFunction({
  name: 'NormalizeDiacritics',
  params: [text('source')],
  returns: 'text',
  doc: 'Latin letters without their accents: é becomes e, ö o, ø oe, ß ss. Other scripts stay.',
  examples: [
    ['NormalizeDiacritics("Zoë")', 'Zoe'],
    ['NormalizeDiacritics("Jürgen Groß")', 'Jurgen Gross'],
    ['NormalizeDiacritics("Søren")', 'Soeren'],
    ['NormalizeDiacritics("Łukasz")', 'Lukasz'],
    ['NormalizeDiacritics("ÆTHEL")', 'AETHEL'],
    ['NormalizeDiacritics("Đorđe Ćirić")', 'Đorđe Ciric'],
    ['NormalizeDiacritics("Фёдор")', 'Фёдор'],
    ['NormalizeDiacritics([x])', null, { x: null }],
  ],
  call: (source) => {
    if (source === null || ascii.test(source)) return source
    // Decomposed first, so that ǣ is found as æ with a macron.
    return source
      .normalize('NFD')
      .replace(specialLetters, (letter) => special.get(letter) ?? letter)
      .replace(marksOfLatin, '$1')
      .normalize('NFC')
  },
})

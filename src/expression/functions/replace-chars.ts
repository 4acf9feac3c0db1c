import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'
import { checkTextLength } from '../result-limits.ts'

export const replaceChars = mappingFunction({
  name: 'ReplaceChars',
  params: [text('source'), text('replacePattern')],
  returns: 'text',
  doc: 'Replaces characters by what a list of the form "ø:oe,å:aa" says.',
  examples: [
    ['ReplaceChars("Søren Ågård", "ø:oe,å:aa,Å:Aa")', 'Soeren Aagaard'],
    ['ReplaceChars("a-b", "-:")', 'ab'],
    ['ReplaceChars([x], "a:b")', null, { x: null }],
  ],
  call: (source, replacePattern) => {
    if (source === null) return null
    const pairs = (replacePattern ?? '').split(',').map((pair) => pair.split(':'))
    const substitutes = new Map(pairs.map(([from = '', to = '']) => [from.trim(), to.trim()]))
    checkTextLength(source.length * (1 + (replacePattern?.length ?? 0)))
    return Array.from(source, (character) => substitutes.get(character) ?? character).join('')
  },
})

import { mappingFunction } from '../function.ts'
import { optional, text } from '../param.ts'
import { toUpperCase } from '../text-case.ts'

export const toUpper = mappingFunction({
  name: 'ToUpper',
  params: [text('source'), optional(text('culture'))],
  returns: 'text',
  doc: 'The source in upper case, by the rules of a culture such as "tr-TR" if one is given. ß stays ß.',
  examples: [
    ['ToUpper("nsw")', 'NSW'],
    ['ToUpper("straße")', 'STRAßE'],
    ['ToUpper("i","tr-TR")', 'İ'],
    ['ToUpper([x])', null, { x: null }],
  ],
  call: (source, culture) => (source === null ? null : toUpperCase(source, culture ?? undefined)),
})

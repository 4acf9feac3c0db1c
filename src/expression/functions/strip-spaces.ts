import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

export const stripSpaces = mappingFunction({
  name: 'StripSpaces',
  params: [text('source')],
  returns: 'text',
  doc: 'Takes out all spaces; tabs and other blanks stay.',
  examples: [
    ['StripSpaces("Anna Maria")', 'AnnaMaria'],
    ['StripSpaces("Anna\tMaria")', 'Anna\tMaria'],
    ['StripSpaces([x])', null, { x: null }],
  ],
  call: (source) => source?.replaceAll(' ', '') ?? null,
})

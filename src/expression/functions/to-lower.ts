import { mappingFunction } from '../function.ts'
import { optional, text } from '../param.ts'
import { toLowerCase } from '../text-case.ts'

export const toLower = mappingFunction({
  name: 'ToLower',
  params: [text('source'), optional(text('culture'))],
  returns: 'text',
  doc: 'The source in lower case, by the rules of a culture such as "tr-TR" if one is given.',
  examples: [
    [
      'ToLower(Join("@", NormalizeDiacritics(StripSpaces(Join(".", "John","Smith"))), "contoso.com"))',
      'john.smith@contoso.com',
    ],
    ['ToLower("I","tr-TR")', 'ı'],
    ['ToLower("ΑΣ")', 'ασ'],
    ['ToLower([x])', null, { x: null }],
  ],
  call: (source, culture) => (source === null ? null : toLowerCase(source, culture ?? undefined)),
})

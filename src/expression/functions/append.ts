import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'
import { checkedText } from '../result-limits.ts'

export const append = mappingFunction({
  name: 'Append',
  params: [text('source'), text('suffix')],
  returns: 'text',
  doc: 'Puts the suffix behind the source. Null when the source is Null.',
  examples: [
    ['Append("John.Doe@contoso.com", ".test")', 'John.Doe@contoso.com.test'],
    ['Append(Mid([givenName],1,3), Mid([surname],1,5))', 'JohDoe', { givenName: 'John', surname: 'Doe' }],
    ['Append("a","")', 'a'],
    ['Append([missing], "s")', null, { missing: null }],
    ['Append("s", [missing])', 's', { missing: null }],
  ],
  call: (source, suffix) => (source === null ? null : checkedText(source + (suffix ?? ''))),
})

import { mappingFunction } from '../function.ts'
import { list, text } from '../param.ts'

export const contains = mappingFunction({
  name: 'Contains',
  params: [list('attribute'), text('search')],
  returns: 'integer',
  doc: 'Where in a multi-value the search text stands, counted from 1 and whatever its case; 0 when it is not there.',
  examples: [
    ['Contains([proxyAddresses], "smtp:b@contoso.example")', '2', { proxyAddresses: ['x', 'SMTP:b@contoso.example'] }],
    ['Contains([tags], "z")', '0', { tags: ['a'] }],
    ['Contains([tags], "z")', '0', { tags: null }],
  ],
  call: (values, search) => {
    const wanted = search?.toLowerCase()
    return values.findIndex((value) => value.toLowerCase() === wanted) + 1
  },
})

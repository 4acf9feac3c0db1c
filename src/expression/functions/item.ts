import { mappingFunction } from '../function.ts'
import { integer, list } from '../param.ts'

export const item = mappingFunction({
  name: 'Item',
  params: [list('attribute'), integer('index')],
  returns: 'text',
  doc: 'One value of a multi-value by its position, which counts from 1. Null when there is none.',
  examples: [
    [
      'Item([proxyAddresses],1)',
      'SMTP:ana@fabrikam.example',
      { proxyAddresses: ['SMTP:ana@fabrikam.example', 'smtp:a'] },
    ],
    ['Item(Split("ana@fabrikam.example","@"),1)', 'ana'],
    ['Item(Split("ana@fabrikam.example","@"),2)', 'fabrikam.example'],
    ['Item(Split("ana@fabrikam.example","@"),3)', null],
    ['Item([tags],0)', null, { tags: ['a'] }],
    ['Item([tags],1)', null, { tags: null }],
  ],
  call: (values, index) => (index === null ? null : (values[index - 1] ?? null)),
})

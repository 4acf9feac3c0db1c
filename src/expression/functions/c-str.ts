import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

export const cStr = mappingFunction({
  name: 'CStr',
  params: [text('value')],
  returns: 'text',
  doc: 'The value as a text.',
  examples: [
    ['CStr([dn])', 'cn=Joe,dc=contoso,dc=com', { dn: 'cn=Joe,dc=contoso,dc=com' }],
    ['CStr(12)', '12'],
    ['CStr([active])', 'True', { active: true }],
    ['CStr([x])', null, { x: null }],
  ],
  call: (value) => value,
})

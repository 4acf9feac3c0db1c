import { mappingFunction } from '../function.ts'
import { result } from '../param.ts'

export const redact = mappingFunction({
  name: 'Redact',
  params: [result('value')],
  returns: 'any',
  doc: 'The value itself; the provisioning log shows [Redact] in its place.',
  examples: [
    ['Redact([userPrincipalName])', 'ana@fabrikam.example', { userPrincipalName: 'ana@fabrikam.example' }],
    ['Redact([x])', null, { x: null }],
  ],
  redacts: true,
  motion: 'carries',
  call: (value) => value,
})

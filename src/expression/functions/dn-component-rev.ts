import { dnComponents } from '../dn-components.ts'
import { mappingFunction } from '../function.ts'
import { integer, text } from '../param.ts'

export const dnComponentRev = mappingFunction({
  name: 'DNComponentRev',
  params: [text('dn'), integer('number')],
  returns: 'text',
  doc: 'The value of one component of a distinguished name, counted from 1 at its right end. Null when there is none.',
  examples: [
    ['DNComponentRev("cn=Joe,ou=Sales,dc=c", 2)', 'Sales'],
    ['DNComponentRev("cn=Joe,ou=Sales,dc=c", 1)', 'c'],
    ['DNComponentRev("cn=Joe,ou=Sales,dc=c", 9)', null],
    ['DNComponentRev("cn=Doe\\\\, Joe", 1)', 'Doe, Joe'],
    ['DNComponentRev([dn], 1)', null, { dn: null }],
  ],
  call: (dn, position) => {
    if (dn === null || position === null || position < 1) return null
    return dnComponents(dn).at(-position) ?? null
  },
})

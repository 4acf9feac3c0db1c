import { dnComponents } from '../dn-components.ts'
import { mappingFunction } from '../function.ts'
import { integer, text } from '../param.ts'

export const dnComponent = mappingFunction({
  name: 'DNComponent',
  params: [text('dn'), integer('number')],
  returns: 'text',
  doc: 'The value of one component of a distinguished name, counted from 1 at its left end. Null when there is none.',
  examples: [
    ['DNComponent("cn=Joe,ou=Sales,dc=c", 2)', 'Sales'],
    ['DNComponent("cn=Joe,ou=Sales,dc=c", 1)', 'Joe'],
    ['DNComponent("cn=Joe,ou=Sales,dc=c", 9)', null],
    ['DNComponent("cn=Doe\\\\, Joe", 1)', 'Doe, Joe'],
    ['DNComponent([dn], 1)', null, { dn: null }],
  ],
  call: (dn, position) => {
    if (dn === null || position === null || position < 1) return null
    return dnComponents(dn).at(position - 1) ?? null
  },
})

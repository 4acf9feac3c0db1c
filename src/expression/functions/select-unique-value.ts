import { mappingFunction } from '../function.ts'
import { optional, rest, text } from '../param.ts'

const rules =
  'SelectUniqueValue(Join("@", Join(".", [f], [l]), "contoso.com"), Join("@", Join(".", Mid([f],1,1), [l]), "contoso.com"), Join("@", Join(".", Mid([f],1,2), [l]), "contoso.com"))'

export const selectUniqueValue = mappingFunction({
  name: 'SelectUniqueValue',
  params: [text('rule1'), text('rule2'), rest(optional(text('rule')))],
  returns: 'text',
  doc: 'The first of several values that no other object of the target has. Must be the outermost function, and is applied only when an object is created.',
  examples: [
    [rules, ['John.Smith@contoso.com', 'J.Smith@contoso.com', 'Jo.Smith@contoso.com'], { f: 'John', l: 'Smith' }],
    ['SelectUniqueValue([a], "b", "b")', ['b'], { a: null }],
    ['SelectUniqueValue ([a], [b])', null, { a: null, b: '' }],
  ],
  varies: true,
  outermost: 'alone',
  call: (...rulesInOrder) => {
    const values = new Set<string>()
    for (const value of rulesInOrder) {
      if (value !== null && value !== undefined && value !== '') values.add(value)
    }
    return values.size === 0 ? null : { kind: 'candidates', values: [...values] }
  },
})

import { isTrue } from '../coerce/is-true.ts'
import { mappingFunction } from '../function.ts'
import { condition } from '../param.ts'

export const xNot = mappingFunction({
  name: 'X.Not',
  params: [condition('condition')],
  returns: 'boolean',
  doc: 'True when the condition does not hold. A comparison may stand here, which Not does not allow.',
  examples: [
    ['X.Not([country]="USA")', 'True', { country: 'NO' }],
    ['X.Not(X.Or([a]="1", [a]="2"))', 'False', { a: '2' }],
    ['X.Not([active])', 'True', { active: null }],
  ],
  call: (condition) => !isTrue(condition),
})

import { isTrue } from '../coerce/is-true.ts'
import { mappingFunction } from '../function.ts'
import { condition, rest } from '../param.ts'

export const xAnd = mappingFunction({
  name: 'X.And',
  params: [condition('first'), rest(condition('other'))],
  returns: 'boolean',
  doc: 'True when every condition holds. Comparisons may stand here.',
  examples: [
    ['X.And([country]="USA", [state]="CA")', 'True', { country: 'USA', state: 'CA' }],
    ['X.And([country]="USA", [state]="CA")', 'False', { country: 'USA', state: 'NY' }],
    ['IIF(X.And(IsPresent([a]), Not([b])), "yes", "no")', 'yes', { a: 'x', b: 'False' }],
    ['X.And([a])', 'False', { a: null }],
  ],
  call: (...conditions) => conditions.every(isTrue),
})

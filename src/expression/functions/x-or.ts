import { isTrue } from '../coerce/is-true.ts'
import { mappingFunction } from '../function.ts'
import { condition, rest } from '../param.ts'

export const xOr = mappingFunction({
  name: 'X.Or',
  params: [condition('first'), rest(condition('other'))],
  returns: 'boolean',
  doc: 'True when at least one condition holds. Comparisons may stand here.',
  examples: [
    ['X.Or([country]="USA", [country]="CAN")', 'True', { country: 'CAN' }],
    ['X.Or([country]="USA", [country]="CAN")', 'False', { country: 'MEX' }],
    ['X.Or(IsPresent([a]), IsPresent([b]))', 'False', { a: null, b: null }],
  ],
  call: (...conditions) => conditions.some(isTrue),
})

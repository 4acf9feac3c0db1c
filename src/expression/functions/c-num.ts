import { mappingFunction } from '../function.ts'
import { number } from '../param.ts'

export const cNum = mappingFunction({
  name: 'CNum',
  params: [number('value')],
  returns: 'integer',
  doc: 'The value as a number.',
  examples: [
    ['CNum(" 007 ")', '7'],
    ['CNum([x])', null, { x: null }],
  ],
  call: (value) => value,
})

import { toBooleanOfNumber } from '../coerce/to-boolean.ts'
import { mappingFunction } from '../function.ts'
import { condition } from '../param.ts'

export const cBool = mappingFunction({
  name: 'CBool',
  params: [condition('expression')],
  returns: 'boolean',
  doc: 'True for a comparison that holds, for True and for a number other than zero; otherwise False.',
  examples: [
    ['CBool([attribute1] = [attribute2])', 'True', { attribute1: 'same', attribute2: 'same' }],
    ['CBool([attribute1] = [attribute2])', 'False', { attribute1: 'same', attribute2: 'Same' }],
    ['CBool(0)', 'False'],
    ['CBool("5")', 'True'],
    ['CBool("True")', 'True'],
    ['CBool([x])', 'False', { x: null }],
  ],
  call: toBooleanOfNumber,
})

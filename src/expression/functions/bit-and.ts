import { mappingFunction } from '../function.ts'
import { integer64 } from '../param.ts'

export const bitAnd = mappingFunction({
  name: 'BitAnd',
  params: [integer64('value1'), integer64('value2')],
  returns: 'integer',
  doc: 'The bits that both 64-bit integers have set.',
  examples: [
    ['BitAnd(&HF, &HF7)', '7'],
    ['BitAnd(514, 2)', '2'],
    ['BitAnd("512", 2)', '0'],
    ['BitAnd(-1, 9223372036854775807)', '9223372036854775807'],
    ['BitAnd([x], 2)', null, { x: null }],
  ],
  call: (left, right) => {
    if (left === null || right === null) return null
    const bits = left & right
    return Number.isSafeInteger(Number(bits)) ? Number(bits) : bits
  },
})

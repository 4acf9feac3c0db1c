import { mappingFunction } from '../function.ts'
import { integer64 } from '../param.ts'

export const isBitSet = mappingFunction({
  name: 'IsBitSet',
  params: [integer64('value'), integer64('flag')],
  returns: 'boolean',
  doc: 'Whether the value has a bit of the flag set.',
  examples: [
    ['IsBitSet(&HF, 4)', 'True'],
    ['IsBitSet(512, 2)', 'False'],
    ['IsBitSet([x], 2)', 'False', { x: null }],
  ],
  call: (value, flag) => value !== null && flag !== null && (value & flag) !== 0n,
})

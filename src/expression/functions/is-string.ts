import { mappingFunction } from '../function.ts'
import { any } from '../param.ts'
import { isList } from '../value.ts'

export const isString = mappingFunction({
  name: 'IsString',
  params: [any('expression')],
  returns: 'boolean',
  doc: 'Whether the expression has one value that can be written as a text. False for Null and for several values.',
  examples: [
    ['IsString("a")', 'True'],
    ['IsString([x])', 'False', { x: null }],
    ['IsString([x])', 'False', { x: ['a', 'b'] }],
    ['IsString(12)', 'True'],
  ],
  motion: 'ignores',
  call: (value) => value !== null && !(isList(value) && value.length > 1),
})

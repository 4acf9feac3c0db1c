import { isTrueText } from '../coerce/to-boolean.ts'
import { mappingFunction } from '../function.ts'
import { any, inspected } from '../param.ts'

export const not = mappingFunction({
  name: 'Not',
  params: [inspected(any('source'))],
  returns: 'boolean',
  doc: 'False for True; True for everything else, Null included.',
  examples: [
    ['Not("True")', 'False'],
    ['Not("False")', 'True'],
    ['Not([active])', 'True', { active: null }],
    ['Not([active])', 'False', { active: true }],
    ['Not("junk")', 'True'],
  ],
  call: (source) => !isTrueText(source),
})

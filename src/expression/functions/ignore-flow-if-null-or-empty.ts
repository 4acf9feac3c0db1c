import { mappingFunction } from '../function.ts'
import { result } from '../param.ts'
import { ignoreAttributeFlow } from '../value.ts'

const prefix = 'IgnoreFlowIfNullOrEmpty(Switch([prefix], "", "3443","Dr.","3444","Prof.","3445","Prof. Dr."))'

export const ignoreFlowIfNullOrEmpty = mappingFunction({
  name: 'IgnoreFlowIfNullOrEmpty',
  params: [result('expression')],
  returns: 'any',
  doc: 'The value of the expression; when it is Null or empty, the attribute of the target is left as it is.',
  examples: [
    ['IgnoreFlowIfNullOrEmpty([department])', ignoreAttributeFlow, { department: null }],
    ['IgnoreFlowIfNullOrEmpty([department])', 'Sales', { department: 'Sales' }],
    [prefix, ignoreAttributeFlow, { prefix: '9' }],
    [prefix, 'Prof.', { prefix: '3444' }],
  ],
  motion: 'carries',
  call: (value) => (value === null || value === '' ? ignoreAttributeFlow : value),
})

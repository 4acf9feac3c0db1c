import { EvaluationFailure } from '../error.ts'
import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

export const error = mappingFunction({
  name: 'Error',
  params: [text('message')],
  returns: 'any',
  doc: 'Fails the record with the message.',
  examples: [['IIF(IsPresent([a]),[a],Error("a missing"))', 'here', { a: 'here' }]],
  call: (message) => {
    throw new EvaluationFailure(message ?? 'no reason given')
  },
})

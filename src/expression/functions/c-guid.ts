import { fromBase64 } from '../bytes.ts'
import { EvaluationFailure } from '../error.ts'
import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

/** The first three parts are stored with their lowest byte first. */
const byteOrder = [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15]

export const cGuid = mappingFunction({
  name: 'CGuid',
  params: [text('value')],
  returns: 'text',
  doc: 'The text of a GUID that is stored as sixteen bytes, given in Base64.',
  examples: [
    ['CGuid("qgCqALsRzCLdM0TuRO5E7g==")', '00aa00aa-11bb-22cc-dd33-44ee44ee44ee'],
    ['CGuid([x])', null, { x: null }],
  ],
  call: (value) => {
    if (value === null) return null
    const bytes = fromBase64(value)
    if (bytes.length !== 16) throw new EvaluationFailure(`a GUID has 16 bytes, not ${bytes.length}`)
    return byteOrder.map((index) => bytes[index]?.toString(16).padStart(2, '0') ?? '-').join('')
  },
})

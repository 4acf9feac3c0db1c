import { fromBase64 } from '../bytes.ts'
import { EvaluationFailure } from '../error.ts'
import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

const headerBytes = 8

export const stringFromSid = mappingFunction({
  name: 'StringFromSid',
  params: [text('binary')],
  returns: 'text',
  doc: 'The text of a security identifier that is stored as bytes, given in Base64.',
  examples: [
    ['StringFromSid("AQIAAAAAAAUgAAAAIAIAAA==")', 'S-1-5-32-544'],
    ['StringFromSid("AQEAAAAAAAEAAAAA")', 'S-1-1-0'],
    ['StringFromSid([x])', null, { x: null }],
  ],
  call: (binary) => {
    if (binary === null) return null
    const bytes = fromBase64(binary)
    const [revision = 0, authorities = 0] = bytes
    if (bytes.length < headerBytes || bytes.length !== headerBytes + authorities * 4) {
      throw new EvaluationFailure('these bytes are no security identifier')
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const identifier = view.getUint16(2) * 2 ** 32 + view.getUint32(4)
    const parts = Array.from({ length: authorities }, (_, index) => view.getUint32(headerBytes + index * 4, true))
    return ['S', revision, identifier, ...parts].join('-')
  },
})

import { fromBase64 } from '../bytes.ts'
import { EvaluationFailure } from '../error.ts'
import { mappingFunction } from '../function.ts'
import { optional, text } from '../param.ts'

const decoders: ReadonlyMap<string, (bytes: Uint8Array) => string> = new Map([
  ['unicode', (bytes) => new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes)],
  ['utf8', (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)],
  ['ascii', (bytes) => Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : '?')).join('')],
])

export const convertFromBase64 = mappingFunction({
  name: 'ConvertFromBase64',
  params: [text('source'), optional(text('encoding'))],
  returns: 'text',
  doc: 'The text that was put into Base64. Encodings: Unicode (UTF-16, the default), UTF8, ASCII.',
  examples: [
    ['ConvertFromBase64("SABlAGwAbABvACAAdwBvAHIAbABkACEA")', 'Hello world!'],
    ['ConvertFromBase64("SGVsbG8gd29ybGQh", UTF8)', 'Hello world!'],
    ['ConvertFromBase64(ConvertToBase64("João"))', 'João'],
    ['ConvertFromBase64([x])', null, { x: null }],
  ],
  call: (source, encoding) => {
    if (source === null) return null
    const decode = decoders.get((encoding ?? 'Unicode').toLowerCase())
    if (decode === undefined) throw new EvaluationFailure(`"${encoding}" is no encoding; use Unicode, UTF8 or ASCII`)
    return decode(fromBase64(source))
  },
})

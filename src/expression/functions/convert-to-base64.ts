import { toBase64 } from '../bytes.ts'
import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'
import { checkTextLength } from '../result-limits.ts'

export const convertToBase64 = mappingFunction({
  name: 'ConvertToBase64',
  params: [text('source')],
  returns: 'text',
  doc: 'Base64 of the source in UTF-16, lowest byte first.',
  examples: [
    ['ConvertToBase64("Hello world!")', 'SABlAGwAbABvACAAdwBvAHIAbABkACEA'],
    ['ConvertToBase64("João")', 'SgBvAOMAbwA='],
    ['ConvertToBase64("contoso")', 'YwBvAG4AdABvAHMAbwA='],
    ['ConvertToBase64([x])', null, { x: null }],
  ],
  call: (source) => {
    if (source === null) return null
    checkTextLength(Math.ceil((source.length * 2) / 3) * 4)
    const bytes = new Uint8Array(source.length * 2)
    for (let index = 0; index < source.length; index += 1) {
      const unit = source.charCodeAt(index)
      bytes[index * 2] = unit & 0xff
      bytes[index * 2 + 1] = unit >> 8
    }
    return toBase64(bytes)
  },
})

import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'
import { checkTextLength } from '../result-limits.ts'

const encoder = new TextEncoder()

export const convertToUtf8Hex = mappingFunction({
  name: 'ConvertToUTF8Hex',
  params: [text('source')],
  returns: 'text',
  doc: 'The bytes of the source in UTF-8, in hexadecimal digits.',
  examples: [
    ['ConvertToUTF8Hex("Hello world!")', '48656C6C6F20776F726C6421'],
    ['ConvertToUTF8Hex("João")', '4A6FC3A36F'],
    [
      'Join("",1000,Replace(ConvertToUTF8Hex([objectId]), , "[a-zA-Z_]*", , "", , ))',
      '100030306161303061612626231312636332322646433332343465653434656534346565',
      { objectId: '00aa00aa-bb11-cc22-dd33-44ee44ee44ee' },
    ],
    ['ConvertToUTF8Hex([x])', null, { x: null }],
  ],
  call: (source) => {
    if (source === null) return null
    checkTextLength(source.length * 2)
    return Array.from(encoder.encode(source), (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('')
  },
})

import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

const guid = /^(?:[0-9a-f]{32}|\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?)$/i

export const isGuid = mappingFunction({
  name: 'IsGuid',
  params: [text('value')],
  returns: 'boolean',
  doc: 'Whether the value is the text of a GUID.',
  examples: [
    ['IsGuid("00aa00aa-bb11-cc22-dd33-44ee44ee44ee")', 'True'],
    ['IsGuid("701984")', 'False'],
    ['IsGuid([x])', 'False', { x: null }],
  ],
  call: (value) => value !== null && guid.test(value),
})

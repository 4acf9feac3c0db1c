import { EvaluationFailure } from '../error.ts'
import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'
import { listValuesMax } from '../result-limits.ts'

export const split = mappingFunction({
  name: 'Split',
  params: [text('source'), text('delimiter')],
  returns: 'list',
  doc: 'A text cut at each delimiter into a multi-value. Blanks around the parts are taken off, and empty parts are left out.',
  examples: [
    ['Split("PermissionSetOne, PermissionSetTwo", ",")', ['PermissionSetOne', 'PermissionSetTwo']],
    ['Split("a", ",")', ['a']],
    ['Split("a,,b", ",")', ['a', 'b']],
    ['Split("a::b", "::")', ['a', 'b']],
    ['Split([x], ",")', null, { x: null }],
  ],
  call: (source, delimiter) => {
    if (source === null) return null
    const parts = delimiter === null || delimiter === '' ? [source] : source.split(delimiter, listValuesMax + 1)
    if (parts.length > listValuesMax) throw new EvaluationFailure(`the text has more than ${listValuesMax} parts`)
    const kept = parts.map((part) => part.trim()).filter((part) => part !== '')
    return kept.length === 0 ? null : kept
  },
})

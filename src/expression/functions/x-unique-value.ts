import { EvaluationFailure } from '../error.ts'
import { mappingFunction } from '../function.ts'
import { text } from '../param.ts'

/** Candidates that are tried before the record fails. */
const candidatesMax = 100
const place = '{n}'

export const xUniqueValue = mappingFunction({
  name: 'X.UniqueValue',
  params: [text('pattern')],
  returns: 'text',
  doc: 'The pattern without its {n} when that value is free in the target, else with 2, 3, 4 … in the place of {n}: the first free one. Stands outermost or as the result of another function, such as a branch of IIF or the last source of Coalesce, and is applied when an object is created, or when the attribute of one that is there is empty. People of one upload never get the same value.',
  examples: [
    ['X.UniqueValue([x])', null, { x: null }],
    [
      'Coalesce([mail], X.UniqueValue(Join("", [alias], "{n}@fabrikam.example")))',
      'ana@x.example',
      { mail: 'ana@x.example' },
    ],
  ],
  varies: true,
  outermost: 'result',
  call: (pattern) => {
    if (pattern === null || pattern === '') return null
    if (!pattern.includes(place)) throw new EvaluationFailure(`the pattern needs ${place}, the place of the counter`)
    const numbered = Array.from({ length: candidatesMax }, (_, index) => (index === 0 ? '' : String(index + 1)))
    return { kind: 'candidates', fills: true, values: numbered.map((number) => pattern.replaceAll(place, number)) }
  },
})

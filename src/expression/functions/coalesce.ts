import type { CallSite } from '../call-site.ts'
import type { Closure } from '../evaluation.ts'
import { mappingFunction } from '../function.ts'
import { optional, rest, result } from '../param.ts'

export const coalesce = mappingFunction({
  name: 'Coalesce',
  params: [result('source'), rest(optional(result('defaultValue')))],
  returns: 'any',
  doc: 'The first source that is not Null; the last one serves as the default. An empty text is a value, an empty attribute is Null.',
  examples: [
    [
      'Coalesce([mail],[userPrincipalName])',
      'ana@fabrikam.example',
      { mail: null, userPrincipalName: 'ana@fabrikam.example' },
    ],
    ['Coalesce([a],[b],"none")', 'none', { a: null, b: null }],
    ['Coalesce([a],[b])', null, { a: null, b: null }],
    ['Coalesce([preferredName],[firstName])', 'Robert', { preferredName: '', firstName: 'Robert' }],
    ['Coalesce("","b")', ''],
  ],
  motion: 'carries',
  compile: <R>({ args }: CallSite<R>): Closure<R> => {
    const reads = args.flatMap((argument) => (argument === undefined ? [] : [argument.evaluate]))
    return (record, context) => {
      for (const read of reads) {
        const value = read(record, context)
        if (value !== null) return value
      }
      return null
    }
  },
})

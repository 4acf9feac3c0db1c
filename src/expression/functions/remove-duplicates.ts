import type { CallSite } from '../call-site.ts'
import { toList } from '../coerce/to-list.ts'
import type { Closure } from '../evaluation.ts'
import { mappingFunction } from '../function.ts'
import { list } from '../param.ts'

export const removeDuplicates = mappingFunction({
  name: 'RemoveDuplicates',
  params: [list('attribute')],
  returns: 'list',
  doc: 'A multi-value in which each value stands once, the first one kept; upper and lower case count as the same.',
  examples: [
    ['RemoveDuplicates([tags])', ['a', 'b'], { tags: ['a', 'b', 'a'] }],
    [
      'RemoveDuplicates([tags])',
      ['SMTP:a@contoso.example'],
      { tags: ['SMTP:a@contoso.example', 'smtp:A@contoso.example'] },
    ],
    ['RemoveDuplicates([tags])', null, { tags: null }],
  ],
  compile: <R>({ args: [attribute], dialect }: CallSite<R>): Closure<R> => {
    const keyOf = dialect.caseSensitiveDuplicates ? (value: string) => value : (value: string) => value.toLowerCase()
    return (record, context) => {
      const values = toList(attribute?.evaluate(record, context) ?? null)
      const seen = new Set<string>()
      const kept = values.filter((value) => seen.size !== seen.add(keyOf(value)).size)
      return kept.length === 0 ? null : kept
    }
  },
})

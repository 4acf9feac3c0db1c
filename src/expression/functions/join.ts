import type { CallSite } from '../call-site.ts'
import { toText } from '../coerce/to-text.ts'
import type { Closure } from '../evaluation.ts'
import { mappingFunction } from '../function.ts'
import { any, optional, rest, text } from '../param.ts'
import { checkTextLength, textCharactersMax } from '../result-limits.ts'
import { isList } from '../value.ts'

export const join = mappingFunction({
  name: 'Join',
  params: [text('separator'), rest(optional(any('source')))],
  returns: 'text',
  doc: 'Glues the sources together with the separator between them. Multi-values are spread; Null and empty sources are skipped; Null when nothing is left.',
  examples: [
    ['Join(", ", "", "Doe", "John")', 'Doe, John'],
    ['Join(", ","",[surname],[givenName])', 'Doe, John', { surname: 'Doe', givenName: 'John' }],
    ['Join(".", "John", "Smith")', 'John.Smith'],
    ['Join("-", [tags])', 'a-b-c', { tags: ['a', 'b', 'c'] }],
    ['Join("", 1000, "7")', '10007'],
    ['Join(", ", [a], "")', null, { a: null }],
    ['Join("@","ana",DefaultDomain())', 'ana@fabrikam.example'],
    ['Join("1@", "x", "contoso.com")', 'x1@contoso.com'],
  ],
  compile: <R>({ args: [separatorArgument, ...sources] }: CallSite<R>): Closure<R> => {
    const readSeparator = separatorArgument?.evaluate ?? (() => null)
    const reads = sources.flatMap((source) => (source === undefined ? [] : [source.evaluate]))
    return (record, context) => {
      const separator = toText(readSeparator(record, context)) ?? ''
      let joined: string | null = null
      for (const read of reads) {
        const value = read(record, context)
        const part = typeof value === 'string' ? value : isList(value) ? joinTexts(value, separator) : toText(value)
        if (part === null || part === '') continue
        joined = joined === null ? part : joined + separator + part
        if (joined.length > textCharactersMax) checkTextLength(joined.length)
      }
      return joined
    }
  },
})

function joinTexts(texts: readonly string[], separator: string): string {
  const filled = texts.filter((text) => text !== '')
  checkTextLength(filled.reduce((length, text) => length + text.length, separator.length * (filled.length - 1)))
  return filled.join(separator)
}

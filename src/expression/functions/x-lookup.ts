import type { CallSite } from '../call-site.ts'
import { toText } from '../coerce/to-text.ts'
import type { Closure } from '../evaluation.ts'
import { mappingFunction } from '../function.ts'
import { inspected, optional, result, table, text } from '../param.ts'

const nothing = (): null => null

export const xLookup = mappingFunction({
  name: 'X.Lookup',
  params: [table('table'), inspected(text('key')), optional(result('defaultValue'))],
  returns: 'text',
  doc: "What a lookup table of the schema (`lookupTables`) holds for the key, upper and lower case told apart; otherwise the default, or Null when there is none. The table's name is a text constant, and a name that the schema does not have is refused when the schema is saved.",
  examples: [
    ['X.Lookup("offices", [city])', 'OSL-1', { city: 'Oslo' }],
    ['X.Lookup("offices", [city], "HQ")', 'HQ', { city: 'Rome' }],
    ['X.Lookup("offices", [city])', null, { city: 'Rome' }],
    ['X.Lookup("offices", [city], "HQ")', 'HQ', { city: null }],
    ['X.Lookup("offices", ToLower([city]), [city])', 'OSLO', { city: 'OSLO' }],
  ],
  motion: 'carries',
  compile: <R>({ args: [name, key, otherwise], lookupTables }: CallSite<R>): Closure<R> => {
    const entries = lookupTables.get(toText(name?.constant?.value ?? null) ?? '')
    const readKey = key?.evaluate ?? nothing
    const readDefault = otherwise?.evaluate ?? nothing
    return (record, context) => entries?.get(toText(readKey(record, context)) ?? '') ?? readDefault(record, context)
  },
})

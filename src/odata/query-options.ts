import { ODataError } from './odata-error.ts'

export const optionNames = [
  'filter',
  'select',
  'top',
  'skip',
  'orderby',
  'count',
  'skiptoken',
  'deltatoken',
  'expand',
  'search',
  'format',
] as const
export type OptionName = (typeof optionNames)[number]

/** The system query options of a request; names and values percent-decoded, as `URLSearchParams` yields them. */
export type QueryParameters = Iterable<readonly [name: string, value: string]>

export type QueryOptions = ReadonlyMap<OptionName, string>

/**
 * Picks the system query options: any letter case, with or without `$`. Other names without `$` are custom options, which
 * OData tells services to ignore.
 * @throws ODataError `unknownOption` for other names with `$`, `duplicateOption` for a second value
 */
export function readOptions(parameters: QueryParameters): QueryOptions {
  const options = new Map<OptionName, string>()
  for (const [written, value] of parameters) {
    const bare = written.toLowerCase().replace(/^\$/, '')
    const name = optionNames.find((candidate) => candidate === bare)
    if (name === undefined) {
      if (written.startsWith('$')) throw unknownOption(written)
      continue
    }
    if (options.has(name)) {
      throw new ODataError('duplicateOption', `Query option '$${name}' was given more than once. Give it once.`)
    }
    options.set(name, value)
  }
  return options
}

/** Options that tell the page, not the query. */
const pageOptions: ReadonlySet<OptionName> = new Set(['skiptoken', 'deltatoken'])

/** The query as one text, the same for every spelling and order of its options: what a page token is bound to. */
export function toQueryText(options: QueryOptions): string {
  const own = [...options].filter(([name]) => !pageOptions.has(name))
  return JSON.stringify(own.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function unknownOption(written: string): ODataError {
  return new ODataError('unknownOption', `The query option '${written}' is not known. Check its spelling.`)
}

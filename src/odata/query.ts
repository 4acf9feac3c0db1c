import { checkFilter } from './check-filter.ts'
import type { CheckedFilter } from './condition.ts'
import { type Expansion, parseExpand } from './expand.ts'
import { type FilterLimits, filterLimits, parseFilter } from './filter.ts'
import type { FilterableType } from './filterable.ts'
import { ODataError } from './odata-error.ts'
import { type OrderKey, parseOrderby } from './orderby.ts'
import { type OptionName, type QueryOptions, type QueryParameters, readOptions, toQueryText } from './query-options.ts'
import { type NameTable, parseSelect } from './select.ts'

/** What a resource allows in its query. An ability that is left out is refused with `unsupportedOption`. */
export interface QueryRules {
  /** Without namespace, as messages show it: `user`. */
  readonly typeName: string
  /** All property names, paths into complex values included. */
  readonly properties: NameTable
  readonly filterable?: FilterableType
  readonly filterLimits?: FilterLimits
  readonly sortable?: NameTable
  /** How many properties can be sorted by at once; 1 unless given. */
  readonly sortKeysMax?: number
  readonly expandable?: NameTable
  /** Largest page that `$top` can ask for; left out where there is no paging. */
  readonly topMax?: number
  readonly skips?: boolean
  readonly searches?: boolean
}

/** The query options of a request, read and checked. Undefined: not given. */
export interface Query {
  readonly filter: CheckedFilter | undefined
  /** Undefined for the default set, too. */
  readonly select: readonly string[] | undefined
  readonly orderby: readonly OrderKey[]
  readonly expand: Expansion | undefined
  readonly top: number | undefined
  readonly skip: number | undefined
  readonly count: boolean
  /** As written: `search` has a language of its own. */
  readonly search: string | undefined
  /** For `parseSkipToken`, together with `text`. */
  readonly skiptoken: string | undefined
  readonly deltatoken: string | undefined
  /** The query as one text without its page tokens: what a page token is bound to. */
  readonly text: string
}

/**
 * Reads the query options of a request. `$format` is accepted and ignored: the answer is always JSON.
 * Source: Graph "Use query parameters to customize responses"; OData 4.01 URL conventions, section 5.
 * @throws ODataError with the code of the first problem
 */
export function parseQuery(parameters: QueryParameters, rules: QueryRules): Query {
  const options = readOptions(parameters)
  return {
    filter: readFilter(options, rules),
    select: ifGiven(options, 'select', (text) => parseSelect(text, rules.properties, rules.typeName)),
    orderby: readOrderby(options, rules),
    expand: readExpand(options, rules),
    top: readTop(options, rules),
    skip: readSkip(options, rules),
    count: ifGiven(options, 'count', parseCount) ?? false,
    search: readSearch(options, rules),
    skiptoken: options.get('skiptoken'),
    deltatoken: options.get('deltatoken'),
    text: toQueryText(options),
  }
}

function readFilter(options: QueryOptions, rules: QueryRules): CheckedFilter | undefined {
  return ifGiven(options, 'filter', (text) => {
    if (rules.filterable === undefined) throw unsupportedOption('filter')
    return checkFilter(parseFilter(text, rules.filterLimits ?? filterLimits), rules.filterable)
  })
}

function readOrderby(options: QueryOptions, rules: QueryRules): readonly OrderKey[] {
  const { typeName, properties, sortable, sortKeysMax = 1 } = rules
  const keys = ifGiven(options, 'orderby', (text) => {
    if (sortable === undefined) throw unsupportedOption('orderby')
    return parseOrderby(text, { typeName, sortable, known: properties, keysMax: sortKeysMax })
  })
  return keys ?? []
}

function readExpand(options: QueryOptions, { expandable, typeName }: QueryRules): Expansion | undefined {
  return ifGiven(options, 'expand', (text) => {
    if (expandable === undefined) throw unsupportedOption('expand')
    return parseExpand(text, expandable, typeName)
  })
}

function readTop(options: QueryOptions, { topMax }: QueryRules): number | undefined {
  return ifGiven(options, 'top', (text) => {
    if (topMax === undefined) throw unsupportedOption('top')
    const top = parseWhole(text)
    if (top !== undefined && top >= 1 && top <= topMax) return top
    const message = `Invalid page size specified: '${text}'. Must be between 1 and ${topMax} inclusive.`
    throw new ODataError('invalidPageSize', message)
  })
}

function readSkip(options: QueryOptions, { skips }: QueryRules): number | undefined {
  return ifGiven(options, 'skip', (text) => {
    if (skips !== true) throw unsupportedOption('skip')
    const skip = parseWhole(text)
    if (skip !== undefined) return skip
    throw new ODataError('invalidOption', `'$skip' must be a whole number from 0 on; it was '${text}'.`)
  })
}

function readSearch(options: QueryOptions, { searches }: QueryRules): string | undefined {
  return ifGiven(options, 'search', (text) => {
    if (searches !== true) throw unsupportedOption('search')
    return text
  })
}

function parseCount(text: string): boolean {
  const value = text.toLowerCase()
  if (value === 'true' || value === 'false') return value === 'true'
  throw new ODataError('invalidOption', `'$count' must be true or false; it was '${text}'.`)
}

function parseWhole(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

function ifGiven<T>(options: QueryOptions, name: OptionName, parse: (text: string) => T): T | undefined {
  const text = options.get(name)
  return text === undefined ? undefined : parse(text)
}

function unsupportedOption(name: OptionName): ODataError {
  return new ODataError('unsupportedOption', `'$${name}' is not supported by the service.`)
}

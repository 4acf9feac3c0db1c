import type { Call } from '../http/route.ts'
import { ODataError, toEntrainError } from '../odata/odata-error.ts'
import { parseQuery, type Query, type QueryRules } from '../odata/query.ts'
import { parseSkipToken, type SortKey, writeSkipToken } from '../odata/skip-token.ts'

/** Reads the query options of a call. Refuses with `badRequest` or `unsupportedQuery` and names what is wrong. */
export function readQuery(call: Call, rules: QueryRules): Query {
  return refusing(() => parseQuery(call.request.url.searchParams, rules))
}

/** Where a page begins, or null for the first one. Refuses with `expiredPageToken` what was not made for this query. */
export function readPageToken(query: Query): SortKey | null {
  const { skiptoken, text } = query
  return skiptoken === undefined ? null : refusing(() => parseSkipToken(skiptoken, text))
}

/** The absolute URL of the next page: every option of the request is kept (graph-conventions section 9). */
export function toNextLink(call: Call, query: Query, key: SortKey): string {
  const { pathname, searchParams } = call.request.url
  const options = [...searchParams]
    .filter(([name]) => !/^\$?skiptoken$/i.test(name))
    .map(([name, value]) => `${encodeURIComponent(name).replace(/^%24/, '$')}=${encodeURIComponent(value)}`)
  const token = `$skiptoken=${writeSkipToken(key, query.text)}`
  return `${call.origin}${pathname}?${[...options, token].join('&')}`
}

/** Whether the caller asked for an index that may lag behind: one half of an advanced query (graph-conventions section 6). */
export function isEventual(call: Call): boolean {
  return call.request.header('consistencylevel')?.trim().toLowerCase() === 'eventual'
}

/** Turns a refusal of the query language into the service's own. */
export function refusing<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ODataError)) throw error
    throw toEntrainError(error)
  }
}

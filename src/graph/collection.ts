import { plainText } from '../http/json-response.ts'
import type { HttpResponse } from '../http/message.ts'
import type { Call } from '../http/route.ts'
import { EntrainError } from '../model/error.ts'
import { toPredicate } from '../odata/evaluate-filter.ts'
import type { Expansion } from '../odata/expand.ts'
import { compareCodePoints, foldCase } from '../odata/fold-case.ts'
import type { OrderKey } from '../odata/orderby.ts'
import type { Query, QueryRules } from '../odata/query.ts'
import { fulfilsSearch, parseSearch } from '../odata/search.ts'
import { nameTable } from '../odata/select.ts'
import type { SortKey } from '../odata/skip-token.ts'
import { type Entity, pick, requireMode } from './entity.ts'
import { isEventual, readPageToken, readQuery, refusing, toNextLink } from './odata-query.ts'
import { collectionResponse, entityResponse, selected } from './odata-response.ts'

/** An entity as JSON, all properties; `id` leads to it. */
export type EntityJson = Readonly<Record<string, unknown>> & { readonly id: string }

/** How the other end of a link is shown: `undefined` leaves it out. */
export type Expand = (entity: EntityJson, expansion: Expansion) => Promise<unknown>

export interface EntityView {
  readonly entity: Entity
  /** Entity set or path behind `$metadata#`: `groups`, `servicePrincipals('…')/appRoleAssignedTo`, `directoryObjects`. */
  readonly fragment: string
  /** Navigation properties that can be expanded, by name. */
  readonly expand?: Readonly<Record<string, Expand>>
  /** The declared type is a base type: every item says what it is, and its names are not checked. */
  readonly isPolymorphic?: true
  /** How an item is shown where its own type decides; left out: the selected or default names of the entity. */
  readonly show?: (item: EntityJson, select: readonly string[] | undefined) => object
}

export interface CollectionView extends EntityView {
  /** Everything that the caller may see, in Graph's JSON with all properties, and whatever else a filter names. */
  readonly load: (query: Query) => Promise<readonly EntityJson[]>
  /** Names that `$search` knows; left out where it is not supported. */
  readonly searchable?: readonly string[]
  /** Left out: 999. `null`: the collection has no pages. */
  readonly topMax?: number | null
  readonly skips?: true
}

const topMaxDefault = 999
const pageSizeDefault = 100
/** Items of an expanded collection; there are no pages inside (graph-conventions section 8). */
export const expandedMax = 20

/** Answers a GET of a collection that fits into memory: filter, search, order, page, count, select and expand. */
export async function listEntities(call: Call, view: CollectionView): Promise<HttpResponse> {
  const query = readQuery(call, rulesOf(view))
  requireMode(call, query, view.entity)
  requireSearchMode(call, query)
  const found = sort(await loadMatching(view, query), query.orderby)
  const rest = skip(found, query)
  const page = view.topMax === null ? rest : rest.slice(0, query.top ?? Math.min(pageSizeDefault, topMaxOf(view)))
  const last = page.at(-1)
  const isFirstPage = query.skiptoken === undefined
  return collectionResponse(call, fragmentOf(view, query), {
    value: await Promise.all(page.map((item) => showItem(call, item, { view, query }))),
    nextLink: page.length < rest.length && last !== undefined ? toNextLink(call, query, keyOf(last, query)) : undefined,
    count: query.count && isEventual(call) && isFirstPage ? found.length : undefined,
  })
}

/** `listEntities` or `countEntities`: what is asked of a collection. */
export type AnswerEntities = typeof listEntities

/** Answers `…/$count`: a plain number. */
export async function countEntities(call: Call, view: CollectionView): Promise<HttpResponse> {
  if (!isEventual(call)) {
    const message = '$count is not currently supported. Send the header ConsistencyLevel: eventual.'
    throw new EntrainError('invalidValue', message)
  }
  const { typeName, properties, filterable, searches = false } = rulesOf(view)
  const query = readQuery(call, { typeName, properties, searches, ...(filterable && { filterable }) })
  return plainText(String((await loadMatching(view, query)).length))
}

/** Answers a GET of one entity. `load` refuses with `notFound`. */
export async function showEntity(
  call: Call,
  view: EntityView,
  load: (query: Query) => Promise<EntityJson>,
): Promise<HttpResponse> {
  const { typeName, properties, expandable } = rulesOf(view)
  const query = readQuery(call, { typeName, properties, ...(expandable && { expandable }) })
  const item = await load(query)
  return entityResponse(call, `${fragmentOf(view, query)}/$entity`, await showItem(call, item, { view, query }))
}

function rulesOf(view: EntityView | CollectionView): QueryRules {
  const { entity, expand } = view
  const searchable = 'load' in view && view.searchable !== undefined
  const topMax = 'load' in view ? topMaxOf(view) : undefined
  return {
    typeName: entity.name,
    properties: entity.names,
    filterable: entity.filterable,
    sortable: entity.sortable,
    ...(expand && { expandable: nameTable(Object.keys(expand)) }),
    ...(searchable && { searches: true }),
    ...(topMax !== undefined && 'load' in view && view.topMax !== null && { topMax }),
    ...('load' in view && view.skips && { skips: true }),
  }
}

function topMaxOf({ topMax }: CollectionView): number {
  return topMax ?? topMaxDefault
}

async function loadMatching(view: CollectionView, query: Query): Promise<readonly EntityJson[]> {
  const fulfils = query.filter && toPredicate(query.filter.condition)
  const search = readSearch(view, query)
  const all = await view.load(query)
  return all.filter((item) => (fulfils?.(item) ?? true) && (search === undefined || fulfilsSearch(search, item)))
}

function readSearch({ searchable = [], entity }: CollectionView, { search }: Query) {
  if (search === undefined) return undefined
  return refusing(() => parseSearch(search, nameTable(searchable), entity.name))
}

function requireSearchMode(call: Call, query: Query): void {
  const { search } = query
  if (search !== undefined && !isEventual(call)) {
    const message =
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'"
    throw new EntrainError('unsupportedQuery', message)
  }
  requireExpandMode(call, query)
}

/** Lists are expanded in the default mode only (graph-conventions section 6). */
export function requireExpandMode(call: Call, { expand, count }: Query): void {
  if (expand !== undefined && isEventual(call) && count && expand.levels === undefined) {
    throw new EntrainError('unsupportedQuery', '$expand cannot be combined with advanced queries.')
  }
}

/** By the property asked for, then by id, so that pages are stable; unset values come first when ascending. */
function sort(items: readonly EntityJson[], [key]: readonly OrderKey[]): readonly EntityJson[] {
  const sign = key?.direction === 'desc' ? -1 : 1
  return items.toSorted(
    (a, b) => sign * compareValues(sortValue(a, key), sortValue(b, key)) || compareCodePoints(a.id, b.id),
  )
}

type SortValue = string | number | boolean | null

function sortValue(item: EntityJson, key: OrderKey | undefined): SortValue {
  const value = key === undefined ? null : item[key.property]
  if (typeof value === 'string') return foldCase(value)
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}

function compareValues(a: SortValue, b: SortValue): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? -1 : 1
  return typeof a === 'string' && typeof b === 'string' ? compareCodePoints(a, b) : Number(a) - Number(b)
}

function keyOf(item: EntityJson, { orderby: [key] }: Query): SortKey {
  return [sortValue(item, key), item.id]
}

function skip(sorted: readonly EntityJson[], query: Query): readonly EntityJson[] {
  const position = readPageToken(query)
  if (position === null) return sorted.slice(query.skip ?? 0)
  const [value = null, id] = position
  if (typeof id !== 'string') throw new EntrainError('expiredPageToken', 'The page token is not understood.')
  const [key] = query.orderby
  const sign = key?.direction === 'desc' ? -1 : 1
  const next = sorted.findIndex((item) => {
    const order = sign * compareValues(sortValue(item, key), value)
    return order > 0 || (order === 0 && compareCodePoints(item.id, id) > 0)
  })
  return next === -1 ? [] : sorted.slice(next)
}

function fragmentOf({ fragment, isPolymorphic }: EntityView, { select, expand }: Query): string {
  if (isPolymorphic) return fragment
  const names = [...(select ?? []), ...(expand === undefined ? [] : [`${expand.property}()`])]
  return selected(fragment, names.length === 0 ? undefined : names)
}

interface Showing {
  readonly view: EntityView
  readonly query: Query
}

async function showItem(call: Call, item: EntityJson, { view, query }: Showing): Promise<object> {
  const { entity, expand = {}, isPolymorphic, show } = view
  if (show !== undefined) return show(item, query.select)
  const names = query.select ?? (isPolymorphic ? undefined : entity.defaultSet(call.version))
  const shown = names === undefined ? item : pick(item, names)
  const type = isPolymorphic && '@odata.type' in item ? { '@odata.type': item['@odata.type'] } : {}
  if (query.expand === undefined) return { ...type, ...shown }
  const other = await expand[query.expand.property]?.(item, query.expand)
  return { ...type, ...shown, ...(other !== undefined && { [query.expand.property]: other }) }
}

import type { FindRestrictedUnits } from '../../auth/restricted-units.ts'
import { json, plainText } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { User } from '../../model/user.ts'
import type { OrderKey } from '../../odata/orderby.ts'
import type { Query } from '../../odata/query.ts'
import { parseSearch } from '../../odata/search.ts'
import { nameTable } from '../../odata/select.ts'
import { findAddedColumns } from '../added-columns.ts'
import { requireExpandMode } from '../collection.ts'
import { type Entity, requireMode } from '../entity.ts'
import type { Handlers } from '../handlers.ts'
import { findRestricted } from '../management-restricted.ts'
import { isEventual, readPageToken, readQuery, refusing, toNextLink } from '../odata-query.ts'
import { collectionResponse, contextUrl, entityResponse, selected } from '../odata-response.ts'
import type { ForTenant } from '../tenant-part.ts'
import { seesOf } from '../user-json.ts'
import { expandUsers } from '../users/expand-user.ts'
import { findUser } from '../users/find-user.ts'
import { pageSizeDefault, type Reading, requireVisible, toVisibleUser, userRulesFor } from '../users/user-view.ts'

export interface UserParts {
  readonly forTenant: ForTenant<'directory' | 'objects'>
  readonly findRestrictedUnits: FindRestrictedUnits
}

type Directory = ReturnType<UserParts['forTenant']>['directory']

/** Reading users (graph-resources 3.3). */
export function userRoutes(parts: UserParts): Handlers {
  return {
    'GET /users': (call) => listUsers(call, parts),
    'GET /users/$count': (call) => countUsers(call, parts),
    'GET /users/{id}': (call) => getUser(call, parts),
    'GET /users/{id}/{property}': (call) => getProperty(call, parts),
    'GET /users/{id}/{property}/$value': (call) => getProperty(call, parts, 'raw'),
    'GET /me': (call) => getUser(call, parts),
  }
}

async function listUsers(call: Call, parts: UserParts): Promise<HttpResponse> {
  const { forTenant } = parts
  const { list, entity } = userRulesFor(call, await findAdded(call, forTenant))
  const query = readQuery(call, list)
  requireMode(call, query, entity)
  requireExpandMode(call, query)
  requireVisible(query, seesOf(call.principal))
  const search = readSearch(call, query, entity)
  const { directory } = forTenant(call.principal.tenantId)
  const filter = query.filter ?? null
  const orderBy = toOrder(query.orderby)
  const top = query.top ?? pageSizeDefault
  const found = await directory.listUsers({ filter, search, orderBy, limit: top + 1, after: readPosition(query) })
  const page = found.slice(0, top)
  const last = page.at(-1)
  const isFirstPage = query.skiptoken === undefined
  const isWhole = isFirstPage && found.length <= top
  const countAll = () => (isWhole ? found.length : directory.countUsers(filter, search))
  const expanded = await expandUsers(call, page, { query, directory })
  const reading = { call, query, restricted: await restrictedAmong(page, { call, query }, parts) }
  return collectionResponse(call, fragmentOf(query), {
    value: page.map((user, index) => ({ ...toVisibleUser(user, reading), ...expanded[index] })),
    nextLink: found.length > top && last !== undefined ? toNextLink(call, query, positionOf(last, orderBy)) : undefined,
    count: query.count && isEventual(call) && isFirstPage ? await countAll() : undefined,
  })
}

/** What the tenant has added to users, as far as the query names it. */
function findAdded(call: Call, forTenant: UserParts['forTenant']) {
  const { objects } = forTenant(call.principal.tenantId)
  return findAddedColumns(objects, { url: call.request.url, target: 'User' })
}

async function countUsers(call: Call, { forTenant }: UserParts): Promise<HttpResponse> {
  if (!isEventual(call)) {
    throw new EntrainError(
      'invalidValue',
      '$count is not currently supported. Send the header ConsistencyLevel: eventual.',
    )
  }
  const { count, entity } = userRulesFor(call, await findAdded(call, forTenant))
  const query = readQuery(call, count)
  requireVisible(query, seesOf(call.principal))
  const search = readSearch(call, query, entity)
  const { directory } = forTenant(call.principal.tenantId)
  return plainText(String(await directory.countUsers(query.filter ?? null, search)))
}

/** Ids of those users of a page that are in a unit of restricted management. */
function restrictedAmong(
  users: readonly User[],
  { call, query: { select } }: Reading,
  { forTenant, findRestrictedUnits }: UserParts,
): Promise<ReadonlySet<string>> {
  const { objects } = forTenant(call.principal.tenantId)
  const ids = users.map(({ id }) => id)
  return findRestricted(call, { ids, select, sentBy: ['beta'] }, { objects, findRestrictedUnits })
}

async function getUser(call: Call, parts: UserParts): Promise<HttpResponse> {
  const query = readQuery(call, userRulesFor(call).single)
  const { directory } = parts.forTenant(call.principal.tenantId)
  const user = await findUser(call, directory)
  const [expanded] = await expandUsers(call, [user], { query, directory })
  const restricted = await restrictedAmong([user], { call, query }, parts)
  const shown = { ...toVisibleUser(user, { call, query, restricted }), ...expanded }
  return entityResponse(call, `${fragmentOf(query)}/$entity`, shown)
}

/** One property by itself, as JSON or as plain text. A path that names none is refused like every unknown segment. */
async function getProperty(call: Call, parts: UserParts, form: 'json' | 'raw' = 'json'): Promise<HttpResponse> {
  const { property: written = '' } = call.params
  const { entity } = userRulesFor(call)
  const property = nameTable(topLevelNames(entity)).get(written.toLowerCase())
  if (property === undefined) throw new EntrainError('badRequest', `Resource not found for the segment '${written}'.`)
  const user = await findUser(call, parts.forTenant(call.principal.tenantId).directory)
  const reading = { call, query: { select: [property] } }
  const restricted = await restrictedAmong([user], reading, parts)
  const { [property]: value } = toVisibleUser(user, { ...reading, restricted })
  if (value === null || value === undefined) return { status: 204, headers: {}, body: null }
  if (form === 'raw') return plainText(typeof value === 'object' ? JSON.stringify(value) : String(value))
  return json({ '@odata.context': contextUrl(call, `users('${user.id}')/${property}`), value })
}

function topLevelNames({ names }: Entity): readonly string[] {
  return [...names.values()].filter((name) => !name.includes('/'))
}

function readSearch(call: Call, { search }: Query, { searchable, name }: Entity) {
  if (search === undefined) return undefined
  if (!isEventual(call)) {
    const message =
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'"
    throw new EntrainError('unsupportedQuery', message)
  }
  const sees = seesOf(call.principal)
  return refusing(() => parseSearch(search, nameTable(searchable.filter(sees)), name))
}

function fragmentOf({ select, expand }: Query): string {
  const names = [...(select ?? []), ...(expand === undefined ? [] : [`${expand.property}()`])]
  return selected('users', names.length === 0 ? undefined : names)
}

type Order = Parameters<Directory['listUsers']>[0]['orderBy']
type Position = Parameters<Directory['listUsers']>[0]['after']

function toOrder([key]: readonly OrderKey[]): Order {
  const descending = key?.direction === 'desc'
  if (key?.property === 'displayName') return { property: 'displayName', descending }
  if (key?.property === 'userPrincipalName') return { property: 'userPrincipalName', descending }
  return { property: 'id', descending: false }
}

function positionOf({ id, properties }: User, { property }: Order): readonly [string, string] {
  return [property === 'id' ? id : properties[property], id]
}

function readPosition(query: Query): Position {
  const key = readPageToken(query)
  if (key === null) return null
  const [sortValue, id] = key
  if (typeof sortValue === 'string' && typeof id === 'string') return { sortValue, id }
  throw new EntrainError('expiredPageToken', 'The page token is not understood. Ask for the first page again.')
}

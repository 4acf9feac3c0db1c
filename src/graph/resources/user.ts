import type { Permission } from '../../auth/permissions.ts'
import { json, plainText } from '../../http/json-response.ts'
import { alternateKeyOf } from '../../http/match-route.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { User } from '../../model/user.ts'
import type { OrderKey } from '../../odata/orderby.ts'
import type { Query } from '../../odata/query.ts'
import { nameTable } from '../../odata/select.ts'
import { holdsAny } from '../caller.ts'
import { pick, requireMode } from '../entity.ts'
import { entityOf, extensionsIn } from '../entity-of.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { isEventual, readPageToken, readQuery, toNextLink } from '../odata-query.ts'
import { collectionResponse, contextUrl, entityResponse, selected } from '../odata-response.ts'
import type { ForTenant } from '../tenant-part.ts'
import { hide, type Sees, seesOf, toUserJson } from '../user-json.ts'

export interface UserParts {
  readonly forTenant: ForTenant<'directory'>
}

type Directory = ReturnType<UserParts['forTenant']>['directory']

/** The rules of a call: its own, because a query may name directory extensions. */
/** What beta sends only when it is asked for; directory extensions are sent there always. */
const selectOnly: ReadonlySet<string> = new Set(
  entityOf('user', 'beta').properties.flatMap(({ name, returned }) => (returned === 'select' ? name : [])),
)

/** What the store can order by. */
const sortable = nameTable(['displayName', 'userPrincipalName'])

function rulesFor({ request, version }: Call) {
  const entity = entityOf('user', version, { links: ['manager'], extensions: extensionsIn(request.url) })
  const { names, filterable } = entity
  const single = { typeName: entity.name, properties: names }
  const list = { ...single, filterable, sortable, topMax: pageSizeMax }
  return { entity, single, list, count: { ...single, filterable }, reports: { ...single, topMax: pageSizeMax } }
}

const pageSizeMax = 999
const pageSize = 100

const all: readonly Permission[] = [
  'Directory.Read.All',
  'Directory.ReadWrite.All',
  'User.Read.All',
  'User.ReadWrite.All',
]

/** Users of the embedded directory, for reading (graph-resources 3.3). They are written by provisioning. */
export function userRoutes(parts: UserParts): Handlers {
  return {
    'GET /users': (call) => listUsers(call, parts),
    'GET /users/$count': (call) => countUsers(call, parts),
    'GET /users/{id}': (call) => getUser(call, parts),
    'GET /users/{id}/manager': (call) => getManager(call, parts),
    'GET /users/{id}/manager/$ref': (call) => getManagerReference(call, parts),
    'GET /users/{id}/directReports': (call) => listDirectReports(call, parts),
  }
}

async function listUsers(call: Call, { forTenant }: UserParts): Promise<HttpResponse> {
  const { list, entity } = rulesFor(call)
  const query = readQuery(call, list)
  requireMode(call, query, entity)
  requireVisible(query, seesOf(call.principal))
  const { directory } = forTenant(call.principal.tenantId)
  const filter = query.filter ?? null
  const orderBy = toOrder(query.orderby)
  const top = query.top ?? pageSize
  const found = await directory.listUsers({ filter, orderBy, limit: top + 1, after: readPosition(query) })
  const page = found.slice(0, top)
  const last = page.at(-1)
  const isFirstPage = query.skiptoken === undefined
  return collectionResponse(call, selected('users', query.select), {
    value: page.map((user) => toJson(user, { call, query })),
    nextLink: found.length > top && last !== undefined ? toNextLink(call, query, positionOf(last, orderBy)) : undefined,
    count: query.count && isEventual(call) && isFirstPage ? await directory.countUsers(filter) : undefined,
  })
}

async function countUsers(call: Call, { forTenant }: UserParts): Promise<HttpResponse> {
  if (!isEventual(call)) {
    throw new EntrainError(
      'invalidValue',
      '$count is not currently supported. Send the header ConsistencyLevel: eventual.',
    )
  }
  const query = readQuery(call, rulesFor(call).count)
  requireVisible(query, seesOf(call.principal))
  return plainText(String(await forTenant(call.principal.tenantId).directory.countUsers(query.filter ?? null)))
}

async function getUser(call: Call, { forTenant }: UserParts): Promise<HttpResponse> {
  const query = readQuery(call, rulesFor(call).single)
  const user = await findUser(call, forTenant(call.principal.tenantId).directory)
  return entityResponse(call, `${selected('users', query.select)}/$entity`, toJson(user, { call, query }))
}

async function getManager(call: Call, { forTenant }: UserParts): Promise<HttpResponse> {
  const query = readQuery(call, rulesFor(call).single)
  const manager = await findManager(call, forTenant(call.principal.tenantId).directory)
  return entityResponse(call, 'directoryObjects/$entity', toDirectoryObject(manager, { call, query }))
}

async function getManagerReference(call: Call, { forTenant }: UserParts): Promise<HttpResponse> {
  const manager = await findManager(call, forTenant(call.principal.tenantId).directory)
  const reference = `${call.origin}/${call.version}/users/${manager.id}`
  return json({ '@odata.context': contextUrl(call, '$ref'), '@odata.id': reference })
}

async function listDirectReports(call: Call, { forTenant }: UserParts): Promise<HttpResponse> {
  const query = readQuery(call, rulesFor(call).reports)
  const { directory } = forTenant(call.principal.tenantId)
  const { id } = await findUser(call, directory)
  const ids = await directory.listDirectReportIds(id)
  const after = readPageToken(query)?.[0]
  const rest = typeof after === 'string' ? ids.filter((reportId) => reportId > after) : ids
  const top = query.top ?? pageSize
  const page = rest.slice(0, top)
  const users = (await directory.findUsers(page)).filter((user) => user !== undefined)
  return collectionResponse(call, 'directoryObjects', {
    value: users.map((user) => toDirectoryObject(user, { call, query })),
    nextLink: rest.length > top ? toNextLink(call, query, page.slice(-1)) : undefined,
    count: query.count && isEventual(call) && after === undefined ? ids.length : undefined,
  })
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** By object id or userPrincipalName. Refuses with `notFound`, and with `accessDenied` who may only see itself. */
async function findUser({ params, principal }: Call, directory: Directory): Promise<User> {
  const { id: key = '' } = params
  const alternate = alternateKeyOf(key)
  const name = alternate === undefined ? key : alternate.value
  const isName = alternate?.name === 'userPrincipalName' || (alternate === undefined && !guid.test(key))
  const user = isName ? await directory.findUserByPrincipalName(name) : await directory.findUser(name)
  const seesOthers = principal.kind === 'application' || holdsAny(principal, ['User.ReadBasic.All', ...all])
  if (!seesOthers && user?.id.toLowerCase() !== principal.userId.toLowerCase()) {
    throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.')
  }
  if (user === undefined) throw resourceNotFound(name)
  return user
}

async function findManager(call: Call, directory: Directory): Promise<User> {
  const { managerId } = await findUser(call, directory)
  const manager = managerId === null ? undefined : await directory.findUser(managerId)
  if (manager === undefined) throw resourceNotFound('manager')
  return manager
}

interface Reading {
  readonly call: Call
  readonly query: Query
}

function toJson(user: User, { call, query }: Reading): Record<string, unknown> {
  const shown = hide(toUserJson(user), seesOf(call.principal, user))
  if (query.select !== undefined) return pick(shown, query.select)
  if (call.version === 'v1.0') return pick(shown, entityOf('user', 'v1.0').defaultSet('v1.0'))
  return Object.fromEntries(Object.entries(shown).filter(([name]) => !selectOnly.has(name)))
}

function toDirectoryObject(user: User, reading: Reading): object {
  return { '@odata.type': '#microsoft.graph.user', ...toJson(user, reading) }
}

/** What a caller may not see, it cannot find out by searching either. */
function requireVisible({ filter, orderby }: Query, sees: Sees): void {
  const asked = [...(filter?.uses ?? []), ...orderby].map(({ property }) => property)
  const hidden = asked.find((property) => !sees(property))
  if (hidden === undefined) return
  const details = [
    { code: 'PermissionMissing', message: `The token does not allow to search by '${hidden}'.`, target: hidden },
  ]
  throw new EntrainError('accessDenied', 'Insufficient privileges to complete the operation.', { details })
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

import type { HttpResponse } from '../http/message.ts'
import type { Call } from '../http/route.ts'
import { EntrainError } from '../model/error.ts'
import type { Expansion } from '../odata/expand.ts'
import { type CollectionView, countEntities, type EntityJson, expandedMax, listEntities } from './collection.ts'
import {
  castEntity,
  type DirectoryObjectType,
  defaultNames,
  directoryObjectEntity,
  readCast,
  toVisibleJson,
  typeOf,
} from './directory-object-view.ts'
import { pick } from './entity.ts'
import { findLinked, type LinkedObject } from './object-json.ts'
import { isEventual } from './odata-query.ts'
import { collectionResponse } from './odata-response.ts'
import { toReference } from './references.ts'
import type { ForTenant } from './tenant-part.ts'

type Tenant = ReturnType<ForTenant<'directory' | 'objects'>>

/** The objects at the other ends of a link. */
export interface Linked {
  readonly tenant: Tenant
  /** Ids in their order; may refuse with `notFound`. */
  readonly listIds: () => Promise<readonly string[]>
}

/** Answers a GET of a list of directory objects of any type, with `@odata.type` on each. */
export function listLinkedObjects(call: Call, linked: Linked): Promise<HttpResponse> {
  return listEntities(call, toView(call, linked))
}

/** Answers `…/$count` of it. */
export function countLinkedObjects(call: Call, linked: Linked): Promise<HttpResponse> {
  return countEntities(call, toView(call, linked))
}

/** Answers `…/microsoft.graph.{type}`: those of one type, which is an advanced query with any of the other options. */
export function listCast(call: Call, linked: Linked): Promise<HttpResponse> {
  const type = readCast(call.params.type ?? '')
  requireCastMode(call)
  return listEntities(call, toCastView(call, linked, type))
}

/** Answers `…/microsoft.graph.{type}/$count`. */
export function countCast(call: Call, linked: Linked): Promise<HttpResponse> {
  return countEntities(call, toCastView(call, linked, readCast(call.params.type ?? '')))
}

/** Answers `…/$ref`: the links alone. */
export async function listReferences(call: Call, { tenant, listIds }: Linked): Promise<HttpResponse> {
  const found = await findLinked(tenant, await listIds())
  const value = found.map((linked) => toReference(call, linked.kind === 'user' ? linked.user.id : linked.object.id))
  return collectionResponse(call, 'Collection($ref)', { value })
}

/** The other ends of a link inside another entity's answer: twenty at most, without pages (graph-conventions section 8). */
export async function expandLinked(call: Call, { tenant, listIds }: Linked, { select }: Expansion): Promise<unknown> {
  const found = (await findLinked(tenant, await listIds())).slice(0, expandedMax)
  return (await showAll(call, tenant, found)).map((item) => toItem(item, call, select))
}

/** An object behind a single link inside another entity's answer; null when there is none. */
export async function expandSingle(call: Call, { tenant, listIds }: Linked, { select }: Expansion): Promise<unknown> {
  const [linked] = await findLinked(tenant, await listIds())
  return linked === undefined ? null : toItem(await toVisibleJson(call, tenant, linked), call, select)
}

/** The other ends of a link as the caller may see them, with all their properties. */
export async function showLinked(call: Call, { tenant, listIds }: Linked): Promise<readonly EntityJson[]> {
  return showAll(call, tenant, await findLinked(tenant, await listIds()))
}

/** The selected properties that the item's type has, or those that are sent without being asked for. */
export function toItem(
  item: EntityJson,
  { version }: Pick<Call, 'version'>,
  select: readonly string[] | undefined,
): object {
  const names = select === undefined ? defaultNames(item, version) : namesIn(item, select)
  const type = item['@odata.type']
  return names === undefined ? item : { ...(type !== undefined && { '@odata.type': type }), ...pick(item, names) }
}

/** Selected names in the spelling of the item. */
function namesIn(item: EntityJson, select: readonly string[]): readonly string[] {
  const known = new Map(Object.keys(item).map((name) => [name.toLowerCase(), name]))
  return select.flatMap((path) => {
    const [first = '', ...rest] = path.split('/')
    const name = known.get(first.toLowerCase())
    return name === undefined ? [] : [[name, ...rest].join('/')]
  })
}

function showAll(call: Call, tenant: Tenant, found: readonly LinkedObject[]): Promise<readonly EntityJson[]> {
  return Promise.all(found.map((linked) => toVisibleJson(call, tenant, linked)))
}

function toView(call: Call, linked: Linked): CollectionView {
  const entity = directoryObjectEntity(call)
  return {
    entity,
    fragment: 'directoryObjects',
    isPolymorphic: true,
    searchable: entity.searchable,
    show: (item, select) => toItem(item, call, select),
    load: () => showLinked(call, linked),
  }
}

function toCastView(call: Call, { tenant, listIds }: Linked, type: DirectoryObjectType): CollectionView {
  const entity = castEntity(type, call)
  return {
    entity,
    fragment: `${type}s`,
    searchable: entity.searchable,
    load: async () => {
      const found = (await findLinked(tenant, await listIds())).filter((linked) => typeOf(linked) === type)
      return (await showAll(call, tenant, found)).map(({ '@odata.type': _, ...item }) => item)
    },
  }
}

function requireCastMode(call: Call): void {
  const { searchParams } = call.request.url
  const isAdvanced = [...searchParams.keys()].some((name) => /^\$?(count|search|filter|orderby)$/i.test(name))
  if (!isAdvanced || isEventual(call)) return
  const message = 'A type cast with $count, $search, $filter or $orderby needs the header ConsistencyLevel: eventual.'
  throw new EntrainError('unsupportedQuery', message)
}

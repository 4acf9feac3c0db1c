import { plainText } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import { toPredicate } from '../../odata/evaluate-filter.ts'
import { compareCodePoints, foldCase } from '../../odata/fold-case.ts'
import type { OrderKey } from '../../odata/orderby.ts'
import type { Query } from '../../odata/query.ts'
import { pick, requireMode } from '../entity.ts'
import { entityOf } from '../entity-of.ts'
import { findServicePrincipal } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { isEventual, readPageToken, readQuery, toNextLink } from '../odata-query.ts'
import { collectionResponse, entityResponse, selected } from '../odata-response.ts'
import { toServicePrincipalJson } from '../service-principal-json.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface ServicePrincipalParts {
  readonly forTenant: ForTenant<'applications'>
}

const pageSizeMax = 999
const pageSize = 100

function rulesFor({ version }: Call) {
  const entity = entityOf('servicePrincipal', version)
  const { name: typeName, names, filterable, sortable } = entity
  const single = { typeName, properties: names }
  const count = { ...single, filterable }
  return { entity, single, count, list: { ...count, sortable, topMax: pageSizeMax } }
}

/** Enterprise applications (graph-resources 1.3). There are few of them per tenant, so queries run in memory. */
export function servicePrincipalRoutes(parts: ServicePrincipalParts): Handlers {
  return {
    'GET /servicePrincipals': (call) => list(call, parts),
    'GET /servicePrincipals/$count': (call) => count(call, parts),
    'GET /servicePrincipals/{id}': (call) => get(call, parts),
  }
}

type Json = ReturnType<typeof toServicePrincipalJson>

async function list(call: Call, parts: ServicePrincipalParts): Promise<HttpResponse> {
  const rules = rulesFor(call)
  const query = readQuery(call, rules.list)
  requireMode(call, query, rules.entity)
  const start = readPageToken(query)?.[0] ?? 0
  if (typeof start !== 'number') throw new EntrainError('expiredPageToken', 'The page token is not understood.')
  const found = sort(await findVisible(call, parts, query), query)
  const end = start + (query.top ?? pageSize)
  const { select } = query
  const page = found.slice(start, end)
  return collectionResponse(call, selected('servicePrincipals', select), {
    value: select === undefined ? page : page.map((item) => pick(item, select)),
    nextLink: end < found.length ? toNextLink(call, query, [end]) : undefined,
    count: query.count && isEventual(call) && query.skiptoken === undefined ? found.length : undefined,
  })
}

async function count(call: Call, parts: ServicePrincipalParts): Promise<HttpResponse> {
  if (!isEventual(call))
    throw new EntrainError('invalidValue', '$count is not currently supported. Send ConsistencyLevel: eventual.')
  const query = readQuery(call, rulesFor(call).count)
  return plainText(String((await findVisible(call, parts, query)).length))
}

async function get(call: Call, { forTenant }: ServicePrincipalParts): Promise<HttpResponse> {
  const { select } = readQuery(call, rulesFor(call).single)
  const { applications, tenantId } = forTenant(call.principal.tenantId)
  const json = toServicePrincipalJson(await findServicePrincipal(applications, call.params.id ?? ''), tenantId)
  const fragment = `${selected('servicePrincipals', select)}/$entity`
  return entityResponse(call, fragment, select === undefined ? json : pick(json, select))
}

/** Everything that fits; an application that may only see its own sees only its own. */
async function findVisible(
  call: Call,
  { forTenant }: ServicePrincipalParts,
  { filter }: Query,
): Promise<readonly Json[]> {
  const { principal } = call
  const { applications, tenantId } = forTenant(principal.tenantId)
  const all = await applications.listServicePrincipals()
  const visible =
    call.ownedOnly === true && principal.kind === 'application'
      ? all.filter(({ ownerIds }) => ownerIds.some((id) => foldCase(id) === foldCase(principal.servicePrincipalId)))
      : all
  const json = visible.map((servicePrincipal) => toServicePrincipalJson(servicePrincipal, tenantId))
  return filter === undefined ? json : json.filter(toPredicate(filter.condition))
}

function sort(items: readonly Json[], { orderby: [key] }: Query): readonly Json[] {
  if (key === undefined) return items
  const sign = key.direction === 'asc' ? 1 : -1
  return items.toSorted((a, b) => sign * compareCodePoints(sortText(a, key), sortText(b, key)))
}

function sortText(item: Readonly<Record<string, unknown>>, { property }: OrderKey): string {
  return foldCase(String(item[property] ?? ''))
}

import type { SourceEntry } from '../../contracts/store-provisioning.ts'
import { created, noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import type { User } from '../../model/user.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'
import { findJob } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'
import { resourceNotFound } from '../not-found.ts'
import { readPageToken, readQuery, toNextLink } from '../odata-query.ts'
import { collectionResponse, contextUrl, entityResponse } from '../odata-response.ts'
import type { OrderJob } from '../order-job.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface SynchronizationJobConnectionParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'jobs' | 'sourceEntries'>
  readonly order: OrderJob
}

const pageSize = 100
const rules = { typeName: 'objectConnection', properties: new Map<string, string>(), topMax: 1_000 }
const bodyBytesMax = 16 * 1024

/** Who is linked to which object (Graph `objectConnection`). The list and manual links are ours. */
export function synchronizationJobConnectionRoutes(parts: SynchronizationJobConnectionParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/objectConnections': (call) =>
      listConnections(call, parts),
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/objectConnections/{objectId}': (call) =>
      getConnection(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/objectConnections': (call) =>
      postConnection(call, parts),
    'DELETE /servicePrincipals/{id}/synchronization/jobs/{jobId}/objectConnections/{objectId}': (call) =>
      deleteConnection(call, parts),
  }
}

type Tenant = ReturnType<SynchronizationJobConnectionParts['forTenant']>

async function listConnections(call: Call, { forTenant }: SynchronizationJobConnectionParts): Promise<HttpResponse> {
  const query = readQuery(call, rules)
  const after = readPageToken(query)?.[0]
  const tenant = forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const top = query.top ?? pageSize
  const afterAnchor = typeof after === 'string' ? after : null
  const found = await tenant.sourceEntries.list(job.id, { limit: top + 1, afterAnchor, isLinked: true })
  const page = found.slice(0, top)
  const users = await tenant.directory.findUsers(page.map(({ targetId }) => targetId ?? ''))
  const value = page.map((entry, position) => toJson(job, entry, users[position]))
  const last = page.at(-1)
  const nextLink = found.length > top && last !== undefined ? toNextLink(call, query, [last.anchor]) : undefined
  return collectionResponse(call, context(job), { value, nextLink })
}

async function getConnection(call: Call, { forTenant }: SynchronizationJobConnectionParts): Promise<HttpResponse> {
  const tenant = forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const { objectId = '' } = call.params
  const entry = await findLinked(tenant, job.id, objectId)
  if (entry === undefined) throw resourceNotFound(objectId)
  const user = await tenant.directory.findUser(entry.targetId ?? '')
  return entityResponse(call, `${context(job)}/$entity`, toJson(job, entry, user))
}

/** Repeating it does no harm. The person is matched afresh. */
async function deleteConnection(
  call: Call,
  { forTenant, order }: SynchronizationJobConnectionParts,
): Promise<HttpResponse> {
  const tenant = forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const { objectId = '' } = call.params
  const anchor = (await findLinked(tenant, job.id, objectId))?.anchor ?? objectId
  await order(tenant.tenantId, job.id, { kind: 'unlink', anchor })
  return noContent()
}

async function postConnection(
  call: Call,
  { forTenant, order }: SynchronizationJobConnectionParts,
): Promise<HttpResponse> {
  const tenant = forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) throw emptyPayload()
  const anchor = readText(body, 'sourceAnchor')
  const targetId = readText(body, 'targetAnchor').toLowerCase()
  const owner = await tenant.sourceEntries.findByTarget(job.id, targetId)
  if (owner !== undefined && owner.anchor !== anchor)
    throw new EntrainError('conflict', `'${targetId}' is linked to '${owner.anchor}'. Remove that connection first.`)
  await order(tenant.tenantId, job.id, { kind: 'link', anchor, targetId })
  const entry = await tenant.sourceEntries.find(job.id, anchor)
  if (entry === undefined) throw resourceNotFound(anchor)
  const { pathname } = call.request.url
  const location = `${call.origin}${pathname}('${encodeURIComponent(anchor.replaceAll("'", "''"))}')`
  const json = toJson(job, entry, await tenant.directory.findUser(targetId))
  return created({ '@odata.context': contextUrl(call, `${context(job)}/$entity`), ...json }, location)
}

function readText(body: unknown, name: string): string {
  const value = isJsonObject(body) ? ownProperty(body, name) : undefined
  if (typeof value === 'string' && value !== '') return value
  throw new EntrainError('invalidValue', `A value is required for property '${name}' of resource 'objectConnection'.`)
}

/** The id of the source first, then that of the target. */
async function findLinked(
  { sourceEntries }: Tenant,
  jobId: string,
  objectId: string,
): Promise<SourceEntry | undefined> {
  const entry = await sourceEntries.find(jobId, objectId)
  if (entry !== undefined && entry.targetId !== null) return entry
  return sourceEntries.findByTarget(jobId, objectId.toLowerCase())
}

function toJson({ schema }: SynchronizationJob, { anchor, targetId }: SourceEntry, user: User | undefined) {
  return {
    objectId: anchor,
    sourceAnchor: anchor,
    targetAnchor: targetId,
    displayName: user?.properties.displayName ?? null,
    objectTypeName: schema.synchronizationRules[0]?.objectMappings[0]?.targetObjectName ?? 'User',
  }
}

function context({ servicePrincipalId, id }: SynchronizationJob): string {
  return `servicePrincipals('${servicePrincipalId}')/synchronization/jobs('${id}')/objectConnections`
}

import type { HeldRecord } from '../../contracts/store-provisioning.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'
import type { HeldDecision } from '../../sync/job-order.ts'
import type { AuditCall } from '../audit-call.ts'
import { findJob } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { toInitiator } from '../initiator.ts'
import { readJsonBody } from '../json-body.ts'
import { logFilter } from '../log-filter.ts'
import { readPageToken, readQuery, toNextLink } from '../odata-query.ts'
import { collectionResponse, entityResponse } from '../odata-response.ts'
import type { OrderJob } from '../order-job.ts'
import { toStagedDeleteJson } from '../staged-delete-json.ts'
import { auditProvisioning } from '../synchronization-audit.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface SynchronizationJobStagedDeleteParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'jobs' | 'provisioningLog' | 'sourceEntries'>
  readonly order: OrderJob
  readonly audit: AuditCall
}

const pageSize = 50
const rules = { typeName: 'stagedDelete', properties: new Map<string, string>(), topMax: 200 }
const bodyBytesMax = 256 * 1024
/** People of one decision; a body without names decides about everybody. */
const externalIdsMax = 1_000

/** People whom the accidental-deletion threshold kept from being disabled or deleted (ours): list, allow, reject. */
export function synchronizationJobStagedDeleteRoutes(parts: SynchronizationJobStagedDeleteParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/stagedDeletes': (call) => listStaged(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/stagedDeletes/allow': (call) =>
      decide('allow', call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/stagedDeletes/reject': (call) =>
      decide('reject', call, parts),
  }
}

type Tenant = ReturnType<SynchronizationJobStagedDeleteParts['forTenant']>

async function listStaged(call: Call, { forTenant }: SynchronizationJobStagedDeleteParts): Promise<HttpResponse> {
  const query = readQuery(call, rules)
  const tenant = forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const top = query.top ?? pageSize
  const found = await tenant.sourceEntries.listHeld(job.id, top + 1, toPosition(readPageToken(query)))
  const page = found.slice(0, top)
  const items = await Promise.all(page.map((record) => describe(tenant, job, record)))
  const last = page.at(-1)
  const key = last && [last.uploadSequence, last.operationIndex, last.anchor]
  const nextLink = found.length > top && key !== undefined ? toNextLink(call, query, key) : undefined
  return collectionResponse(call, context(job), { value: items.filter((item) => item !== null), nextLink })
}

function toPosition(key: readonly unknown[] | null): HeldRecord | null {
  if (key === null) return null
  const [uploadSequence, operationIndex, anchor] = key
  if (typeof uploadSequence === 'number' && typeof operationIndex === 'number' && typeof anchor === 'string')
    return { uploadSequence, operationIndex, anchor, isAbsence: false, isRepeated: false, isStaged: true }
  throw new EntrainError('expiredPageToken', 'The page token is not understood. Ask for the first page again.')
}

/** Null for what waits behind somebody's staged record: each person is told of once. */
async function describe(
  { sourceEntries, provisioningLog, directory }: Tenant,
  job: SynchronizationJob,
  record: HeldRecord,
) {
  if (!record.isStaged) return null
  const { held } = await sourceEntries.waitingOf(job.id, record.anchor)
  const [first] = held
  const isFirst = first?.uploadSequence === record.uploadSequence && first.operationIndex === record.operationIndex
  if (!isFirst) return null
  const filter = logFilter({
    jobId: job.id,
    'sourceIdentity/id': record.anchor,
    provisioningAction: 'stagedDelete',
  })
  const [entry] = await provisioningLog.list({ filter, descending: true, limit: 1, after: null })
  const link = await sourceEntries.find(job.id, record.anchor)
  const targetId = link?.targetId ?? null
  const user = targetId === null ? undefined : await directory.findUser(targetId)
  return toStagedDeleteJson(record, { job, entry, targetId, user, recordsWaiting: held.length - 1 })
}

async function decide(
  kind: HeldDecision['kind'],
  call: Call,
  { forTenant, order, audit }: SynchronizationJobStagedDeleteParts,
): Promise<HttpResponse> {
  const tenant = forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const anchors = readExternalIds(await readJsonBody(call, bodyBytesMax))
  await requireStaged(tenant, job.id, anchors ?? [])
  const initiator = await toInitiator(call.principal, tenant)
  const { cycleId, people } = await order(tenant.tenantId, job.id, { kind, anchors, initiator })
  await auditProvisioning(
    call,
    { applications: tenant.applications, audit },
    {
      activity: kind === 'allow' ? 'Allow staged deletions' : 'Reject staged deletions',
      servicePrincipalId: job.servicePrincipalId,
      jobId: job.id,
      details: {
        People: String(people),
        CycleId: cycleId,
        ...(anchors === null ? {} : { ExternalIds: anchors.join(', ') }),
      },
    },
  )
  return entityResponse(call, `${context(job)}/${kind}`, { people, cycleId })
}

function readExternalIds(body: unknown): readonly string[] | null {
  if (body === undefined) return null
  if (!isJsonObject(body)) throw new EntrainError('badRequest', 'The body must be a JSON object, or nothing at all.')
  const ids = ownProperty(body, 'externalIds')
  if (ids === undefined && Object.keys(body).length === 0) return null
  const isList = Array.isArray(ids) && ids.length > 0 && ids.length <= externalIdsMax
  if (isList && ids.every((id): id is string => typeof id === 'string' && id !== '')) return ids
  throw new EntrainError(
    'invalidValue',
    `'externalIds' must be a list of 1 to ${externalIdsMax} texts. Leave the body out to decide about everybody.`,
  )
}

async function requireStaged({ sourceEntries }: Tenant, jobId: string, anchors: readonly string[]): Promise<void> {
  const waiting = await Promise.all(anchors.map((anchor) => sourceEntries.waitingOf(jobId, anchor)))
  const missing = anchors.filter((_, position) => waiting[position]?.held.some(({ isStaged }) => isStaged) !== true)
  if (missing.length === 0) return
  const names = missing.map((anchor) => `'${anchor}'`).join(', ')
  throw new EntrainError('notFound', `Nothing waits for a decision about ${names}. Nobody was touched.`)
}

function context({ servicePrincipalId, id }: SynchronizationJob): string {
  return `servicePrincipals('${servicePrincipalId}')/synchronization/jobs('${id}')/stagedDeletes`
}

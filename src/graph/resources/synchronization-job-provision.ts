import type { UploadsReader } from '../../contracts/staging.ts'
import type { SourceEntry } from '../../contracts/store-provisioning.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { StoredLogEntry } from '../../model/provisioning-log.ts'
import type { Simulate } from '../../model/simulation.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import { foldCase } from '../../odata/fold-case.ts'
import { parseBulkRequest } from '../../scim/bulk-request.ts'
import type { JsonObject } from '../../std/json-object.ts'
import { findJob } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { toInitiator } from '../initiator.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'
import { contextOf, loadLogContexts } from '../load-log-contexts.ts'
import { logFilter } from '../log-filter.ts'
import { entityResponse } from '../odata-response.ts'
import { toForeseenResult, toOnDemandResult } from '../on-demand-json.ts'
import type { OrderJob } from '../order-job.ts'
import { parseProvisionOnDemand, type Subject, subjectsMax } from '../parse-provision-on-demand.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface SynchronizationJobProvisionParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'jobs' | 'provisioningLog' | 'sourceEntries'>
  readonly order: OrderJob
  readonly uploads: Pick<UploadsReader, 'read'>
  readonly simulate: Simulate
}

const bodyBytesMax = 256 * 1024
/** The people of a request stand first in their cycle; references that healed come after them. */
const entriesMax = 1_000

/** Provisioning some people at once, also while the job is paused (Graph "synchronizationJob: provisionOnDemand"). */
export function synchronizationJobProvisionRoutes(parts: SynchronizationJobProvisionParts): Handlers {
  return {
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/provisionOnDemand': (call) => provision(call, parts),
  }
}

async function provision(call: Call, parts: SynchronizationJobProvisionParts): Promise<HttpResponse> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const body = await readJsonBody(call, bodyBytesMax)
  if (body === undefined) throw emptyPayload()
  const { subjects, dryRun } = parseProvisionOnDemand(body, job.schema)
  if (dryRun) return foresee(call, subjects, { tenant, job, parts })
  const anchors = await findAnchors(tenant, job.id, subjects)
  const initiator = await toInitiator(call.principal, tenant)
  const { cycleId } = await parts.order(tenant.tenantId, job.id, { kind: 'provision', anchors, initiator })
  const entries = await readEntries(tenant, cycleId, anchors)
  const contexts = await loadLogContexts(tenant)
  const results = entries.map((entry) => toOnDemandResult(entry, contextOf(entry, contexts, tenant.tenantId)))
  return answer(call, results)
}

function answer(call: Call, results: readonly { readonly key: object; readonly value: object }[]): HttpResponse {
  const [first] = results
  return entityResponse(call, 'microsoft.graph.stringKeyStringValuePair', {
    key: JSON.stringify(first?.key ?? null),
    value: JSON.stringify(first?.value ?? null),
    // Ours: every subject, in the order of the request, as JSON.
    results,
  })
}

interface Foreseeing {
  readonly tenant: Tenant
  readonly job: SynchronizationJob
  readonly parts: SynchronizationJobProvisionParts
}

/** What would happen if the subjects' records came again now (ours). Nothing is written. */
async function foresee(
  call: Call,
  subjects: readonly Subject[],
  { tenant, job, parts }: Foreseeing,
): Promise<HttpResponse> {
  const people = await Promise.all(
    subjects.map(async (subject) =>
      'data' in subject
        ? subject.data
        : readLatest(await findEntry(tenant, job.id, subject.objectId), tenant, job, parts),
    ),
  )
  const report = await parts.simulate({
    tenantId: tenant.tenantId,
    jobId: job.id,
    source: { kind: 'bodies', bodies: [toBulkBody(people)], isSnapshot: false },
    detailMax: subjectsMax,
  })
  const records = Object.values(report.details).flatMap((list) => list ?? [])
  const ofSubject = subjects.map((_, index) => records.find(({ position }) => position?.operation === index))
  return answer(
    call,
    ofSubject.flatMap((record) => (record === undefined ? [] : [toForeseenResult(record)])),
  )
}

async function readLatest(
  { anchor, uploadSequence, operationIndex }: SourceEntry,
  { tenantId }: Tenant,
  { id }: SynchronizationJob,
  { uploads }: SynchronizationJobProvisionParts,
): Promise<JsonObject> {
  const [upload] = await uploads.read(tenantId, id, [uploadSequence])
  const request = upload === undefined ? undefined : parseBulkRequest(JSON.parse(new TextDecoder().decode(upload.body)))
  const operation = request?.kind === 'valid' ? request.operations[operationIndex] : undefined
  if (operation !== undefined) return operation.data
  throw new EntrainError('notFound', `The latest record of '${anchor}' is gone. Upload the person again.`)
}

function toBulkBody(people: readonly JsonObject[]): Uint8Array {
  const operation = (data: JsonObject, index: number) => ({
    method: 'POST',
    path: '/Users',
    bulkId: `${index + 1}`,
    data,
  })
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest']
  return new TextEncoder().encode(JSON.stringify({ schemas, Operations: people.map(operation), failOnErrors: null }))
}

type Tenant = ReturnType<SynchronizationJobProvisionParts['forTenant']>

/** Each person once. */
async function findAnchors(tenant: Tenant, jobId: string, subjects: readonly Subject[]): Promise<readonly string[]> {
  const anchors = new Map<string, string>()
  for (const subject of subjects) {
    if ('data' in subject) continue
    const { anchor } = await findEntry(tenant, jobId, subject.objectId)
    anchors.set(foldCase(anchor), anchor)
  }
  return [...anchors.values()]
}

/** By externalId, else by the id of the account. */
async function findEntry({ sourceEntries }: Tenant, jobId: string, objectId: string): Promise<SourceEntry> {
  const entry =
    (await sourceEntries.find(jobId, objectId)) ?? (await sourceEntries.findByTarget(jobId, objectId.toLowerCase()))
  if (entry !== undefined) return entry
  throw new EntrainError(
    'notFound',
    `The job has no record of '${objectId}'. Upload the person first; who was never uploaded cannot be provisioned.`,
  )
}

/** What was written about each person last, in the order asked for. */
async function readEntries(
  { provisioningLog }: Tenant,
  cycleId: string,
  anchors: readonly string[],
): Promise<readonly StoredLogEntry[]> {
  const filter = logFilter({ cycleId })
  const entries = await provisioningLog.list({ filter, descending: false, limit: entriesMax, after: null })
  const own = entries.filter(({ cause }) => cause !== 'reference')
  const byAnchor = new Map(own.map((entry) => [foldCase(entry.sourceAnchor), entry]))
  return anchors.flatMap((anchor) => byAnchor.get(foldCase(anchor)) ?? [])
}

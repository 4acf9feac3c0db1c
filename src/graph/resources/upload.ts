import type { UploadsReader } from '../../contracts/staging.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { Settlements } from '../../ingest/settlements.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import type { StagedUpload, Upload } from '../../model/upload.ts'
import { maySeeUpload } from '../caller.ts'
import { findJob } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { readPageToken, readQuery, toNextLink } from '../odata-query.ts'
import { collectionResponse, entityResponse } from '../odata-response.ts'
import { readWait } from '../prefer.ts'
import type { ForTenant } from '../tenant-part.ts'
import { isSettled, toUploadJson, toUploadSummary, type UploadFate } from '../upload-json.ts'

export interface UploadParts {
  readonly forTenant: ForTenant<'applications' | 'jobs' | 'provisioningLog'>
  readonly uploads: Pick<UploadsReader, 'find' | 'list'>
  /** Waiting for the engine. */
  readonly settled: Pick<Settlements, 'waitFor'>
}

const pageSize = 20
const rules = { typeName: 'upload', properties: new Map<string, string>(), topMax: 100 }

/** What became of the uploads of a job (ours): the answer that the reference's 202 leaves open. */
export function uploadRoutes(parts: UploadParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploads': (call) => listUploads(call, parts),
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/uploads/{uploadId}': (call) => getUpload(call, parts),
  }
}

async function listUploads(call: Call, { forTenant, uploads }: UploadParts): Promise<HttpResponse> {
  const query = readQuery(call, rules)
  const before = Number(readPageToken(query)?.[0] ?? Number.NaN)
  const tenant = forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const top = query.top ?? pageSize
  const found = await uploads.list(tenant.tenantId, job.id, top + 1, Number.isSafeInteger(before) ? before : null)
  const page = found.slice(0, top)
  const value = await Promise.all(
    page
      .filter((upload) => maySeeUpload(call, upload))
      .map(async (upload) => toUploadSummary(upload, await readFate(tenant, job, upload))),
  )
  const last = page.at(-1)
  const nextLink = found.length > top && last !== undefined ? toNextLink(call, query, [last.sequence]) : undefined
  return collectionResponse(call, uploadsContext(job), { value, nextLink })
}

async function getUpload(call: Call, parts: UploadParts): Promise<HttpResponse> {
  readQuery(call, rules)
  const tenant = parts.forTenant(call.principal.tenantId)
  const { uploadId = '' } = call.params
  const job = await findJob(tenant, call.params)
  const upload = await parts.uploads.find(tenant.tenantId, job.id, uploadId)
  if (upload === undefined || !maySeeUpload(call, upload)) throw resourceNotFound(uploadId)

  const waitSeconds = readWait(call)
  const current = waitSeconds === undefined ? job : await waitFor({ call, parts, job, upload, waitSeconds })
  const json = toUploadJson(upload, await readFate(tenant, current, upload))
  const response = entityResponse(call, `${uploadsContext(job)}/$entity`, json)
  if (waitSeconds === undefined) return response
  return { ...response, headers: { ...response.headers, 'Preference-Applied': `wait=${waitSeconds}` } }
}

interface Waiting {
  readonly call: Call
  readonly parts: UploadParts
  readonly job: SynchronizationJob
  readonly upload: StagedUpload
  readonly waitSeconds: number
}

/** The job as it is after the wait. */
async function waitFor({ call, parts, job, upload, waitSeconds }: Waiting): Promise<SynchronizationJob> {
  if (isSettled(upload, job.progress) || waitSeconds === 0) return job
  const { tenantId } = call.principal
  await parts.settled.waitFor(
    { tenantId, jobId: job.id, sequence: upload.sequence },
    { timeoutMs: waitSeconds * 1_000, signal: call.request.signal },
  )
  return findJob(parts.forTenant(tenantId), call.params)
}

async function readFate(
  { tenantId, provisioningLog }: ReturnType<UploadParts['forTenant']>,
  job: SynchronizationJob,
  { sequence }: Upload,
): Promise<UploadFate> {
  return { tenantId, job, entries: await provisioningLog.listOfUpload(job.id, sequence) }
}

function uploadsContext({ servicePrincipalId, id }: SynchronizationJob): string {
  return `servicePrincipals('${servicePrincipalId}')/synchronization/jobs('${id}')/uploads`
}

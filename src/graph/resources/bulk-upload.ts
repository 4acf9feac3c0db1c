import { accepted } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import { type StageDeps, stageBulkRequest } from '../../ingest/stage-bulk-request.ts'
import type { Simulate } from '../../model/simulation.ts'
import { type ContentTypeMode, findUploadJob, requireScim } from '../bulk-upload-access.ts'
import type { Handlers } from '../handlers.ts'
import { prefers } from '../prefer.ts'
import { simulatePreference, simulateUpload } from '../simulate-upload.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface BulkUploadParts {
  readonly forTenant: ForTenant<'applications' | 'jobs'>
  readonly stage: StageDeps
  readonly contentType: ContentTypeMode
  readonly bodyBytesMax: number
  readonly simulate: Simulate
}

/** Graph page "synchronizationJob: bulkUpload": people in, 202 once they are safe. `$value` is what generated clients know. */
export function bulkUploadRoutes(parts: BulkUploadParts): Handlers {
  return {
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/bulkUpload': (call) => upload(call, parts),
    'PUT /servicePrincipals/{id}/synchronization/jobs/{jobId}/bulkUpload/$value': (call) => upload(call, parts),
  }
}

async function upload(call: Call, parts: BulkUploadParts): Promise<HttpResponse> {
  const { request, params, principal, origin, version } = call
  const jobId = params.jobId ?? ''
  const servicePrincipalId = await findUploadJob(call, parts.forTenant)
  requireScim(request, parts.contentType)
  const body = await request.body(parts.bodyBytesMax)
  if (prefers(call, simulatePreference)) return simulateUpload(call, { ...parts, body })
  const { tenantId, appId } = principal
  const { requestId, clientRequestId } = request
  const uploadId = await stageBulkRequest({ tenantId, jobId, appId, requestId, clientRequestId, body }, parts.stage)
  const root = `${origin}/${version}`
  return accepted({
    Location: `${root}/auditLogs/provisioning/?$filter=jobid%20eq%20'${encodeURIComponent(jobId)}'`,
    'Entrain-Upload-Id': uploadId,
    'Operation-Location': `${root}/servicePrincipals/${servicePrincipalId}/synchronization/jobs/${encodeURIComponent(jobId)}/uploads/${uploadId}`,
  })
}

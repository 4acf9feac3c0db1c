import type { Permission } from '../../auth/permissions.ts'
import { roleTemplates } from '../../auth/role-templates.ts'
import { accepted } from '../../http/json-response.ts'
import type { HttpRequest, HttpResponse } from '../../http/message.ts'
import type { Call, Route } from '../../http/route.ts'
import { type StageDeps, stageBulkRequest } from '../../ingest/stage-bulk-request.ts'
import { EntrainError } from '../../model/error.ts'
import { findServicePrincipal, jobPath } from '../find-job.ts'
import { resourceNotFound } from '../not-found.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface BulkUploadParts {
  readonly forTenant: ForTenant<'applications' | 'jobs'>
  readonly stage: StageDeps
  /** `lenient` takes `application/json` beside `application/scim+json`. */
  readonly contentType: 'strict' | 'lenient'
  readonly bodyBytesMax: number
}

const permissions = {
  application: ['SynchronizationData-User.Upload.OwnedBy', 'SynchronizationData-User.Upload'],
  delegated: ['SynchronizationData-User.Upload'],
  delegatedRoles: [roleTemplates['Global Administrator']],
} as const satisfies Route<Permission>['permissions']

/** Templates whose jobs take uploads. */
const uploadTemplates: ReadonlySet<string> = new Set(['API2AAD', 'API2AD'])

/** Graph page "synchronizationJob: bulkUpload": people in, 202 once they are safe. `$value` is what generated clients know. */
export function bulkUploadRoutes(parts: BulkUploadParts): readonly Route<Permission>[] {
  const shared = { permissions, throttle: 'bulkUpload', handle: (call: Call) => upload(call, parts) } as const
  return [
    { ...shared, method: 'POST', path: `${jobPath}/bulkUpload` },
    { ...shared, method: 'PUT', path: `${jobPath}/bulkUpload/$value` },
  ]
}

async function upload(call: Call, parts: BulkUploadParts): Promise<HttpResponse> {
  const { request, params, principal, origin, version } = call
  const jobId = params.jobId ?? ''
  const servicePrincipalId = await findUploadJob(call, parts)
  requireScim(request, parts.contentType)
  const body = await request.body(parts.bodyBytesMax)
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

/** The job must exist below this service principal and take uploads. Answers with the service principal's object id. */
async function findUploadJob({ params, principal }: Call, { forTenant }: BulkUploadParts): Promise<string> {
  const { id = '', jobId = '' } = params
  const { applications, jobs } = forTenant(principal.tenantId)
  const servicePrincipal = await findServicePrincipal(applications, id).catch((error: unknown) => {
    if (error instanceof EntrainError && error.code === 'notFound') throw notOfTenant(id)
    throw error
  })
  const owner = await jobs.findOwner(jobId)
  if (owner?.servicePrincipalId.toLowerCase() !== servicePrincipal.id.toLowerCase()) throw resourceNotFound(jobId)
  if (!uploadTemplates.has(owner.templateId)) throw resourceNotFound('bulkUpload')
  return servicePrincipal.id
}

function notOfTenant(id: string): EntrainError {
  const hint =
    'Use the object id of the enterprise application, not its appId; or address it as servicePrincipals(appId=…).'
  return new EntrainError(
    'accessDenied',
    `The service principal identifier ${id} specified in the request URL does not belong to the tenant authenticated`,
    { details: [{ code: 'ServicePrincipalUnknown', target: 'servicePrincipalId', message: hint }] },
  )
}

function requireScim(request: HttpRequest, mode: 'strict' | 'lenient'): void {
  const header = request.header('content-type')
  const type = header?.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/scim+json' || (mode === 'lenient' && type === 'application/json')) return
  const found = header === undefined ? 'The header is missing.' : `Found ${header}.`
  throw new EntrainError('invalidDataFormat', 'Invalid Data Format', {
    details: [
      {
        code: header === undefined ? 'ContentTypeMissing' : 'ContentTypeUnsupported',
        target: 'Content-Type',
        message: `Send the header Content-Type: application/scim+json. ${found}`,
      },
    ],
  })
}

import type { HttpRequest } from '../http/message.ts'
import type { Call } from '../http/route.ts'
import { EntrainError } from '../model/error.ts'
import { findServicePrincipal } from './find-job.ts'
import { resourceNotFound } from './not-found.ts'
import type { ForTenant } from './tenant-part.ts'

/** Templates whose jobs take uploads. */
const uploadTemplates: ReadonlySet<string> = new Set(['API2AAD', 'API2AD'])

/** The job must exist below this service principal and take uploads. Answers with the service principal's object id. */
export async function findUploadJob(
  { params, principal }: Call,
  forTenant: ForTenant<'applications' | 'jobs'>,
): Promise<string> {
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

/** `lenient` takes `application/json` beside `application/scim+json`. */
export type ContentTypeMode = 'strict' | 'lenient'

/** Refuses another content type as the original does: `invalidDataFormat`. */
export function requireScim(request: HttpRequest, mode: ContentTypeMode): void {
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

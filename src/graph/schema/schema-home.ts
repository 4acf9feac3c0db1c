import { parseGraphPath } from '../../http/path.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import type { JobTemplate } from '../../sync/lifecycle.ts'
import { findJob, findServicePrincipal } from '../find-job.ts'
import { resourceNotFound } from '../not-found.ts'
import type { ForTenant } from '../tenant-part.ts'
import { applicationOf, findApplicationTemplate, requireApplication } from './application-template.ts'

export interface SchemaHomeParts {
  readonly forTenant: ForTenant<'applications' | 'jobs' | 'objects'>
  readonly findTemplate: (templateId: string) => JobTemplate | undefined
}

/** A schema with the place where it was found. */
export interface SchemaHome {
  readonly schema: SynchronizationSchema
  readonly version: string
  /** Fragment of `@odata.context`, without `/$entity`. */
  readonly context: string
  /** Null below a template. */
  readonly job: SynchronizationJob | null
}

/** The schema that a path names. Refuses with `notFound`. */
export async function findSchemaHome(call: Call, parts: SchemaHomeParts): Promise<SchemaHome> {
  const tenant = parts.forTenant(call.principal.tenantId)
  const { templateId } = call.params
  if (templateId === undefined) {
    const job = await findJob(tenant, call.params)
    return { schema: job.schema, version: toVersion(job.schemaVersion), context: jobContext(job), job }
  }
  const template = parts.findTemplate(templateId)
  if (template === undefined) throw resourceNotFound(templateId)
  const { application, owner } = await findOwner(call, tenant)
  const { schema, schemaVersion } = await findApplicationTemplate(tenant.objects, application, template)
  const context = `${owner}/synchronization/templates('${template.id}')/schema`
  return { schema, version: toVersion(schemaVersion), context, job: null }
}

/** Whose templates they are: an application's, also when they are read through one of its service principals. */
async function findOwner(
  { params: { id = '' }, request }: Call,
  tenant: ReturnType<SchemaHomeParts['forTenant']>,
): Promise<{ readonly application: DirectoryObject | undefined; readonly owner: string }> {
  if (isBelowApplications(request.url.pathname)) {
    const application = await requireApplication(tenant.objects, id)
    return { application, owner: `applications('${application.id}')` }
  }
  const servicePrincipal = await findServicePrincipal(tenant.applications, id)
  const application = await applicationOf(tenant.objects, servicePrincipal)
  return { application, owner: `servicePrincipals('${servicePrincipal.id}')` }
}

/** Both kinds of paths have the same parameters, so the first segment tells them apart. */
function isBelowApplications(pathname: string): boolean {
  return /^(?:microsoft\.graph\.)?applications(?:\(|$)/i.test(parseGraphPath(pathname).segments[0] ?? '')
}

export function jobContext({ servicePrincipalId, id }: SynchronizationJob): string {
  return `servicePrincipals('${servicePrincipalId}')/synchronization/jobs('${id}')/schema`
}

/** `synchronizationSchema.version` of a version number. */
export function toVersion(number: number): string {
  return `v${number}`
}

/** Reads `v3` or `3`; undefined for anything else. */
export function parseVersion(text: string): number | undefined {
  const digits = /^v?(\d{1,9})$/i.exec(text.trim())?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** The strong entity tag of a version (RFC 9110 section 8.8.3). */
export function toEntityTag(number: number): string {
  return `"${toVersion(number)}"`
}

import type { Call } from '../../http/route.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import type { JobTemplate } from '../../sync/lifecycle.ts'
import { findJob, findServicePrincipal, jobPath } from '../find-job.ts'
import { resourceNotFound } from '../not-found.ts'
import type { ForTenant } from '../tenant-part.ts'

/** Where schemas hang in the tree: below each job and below each template. */
export const jobSchemaPath = `${jobPath}/schema`
export const templateSchemaPath = '/servicePrincipals/{id}/synchronization/templates/{templateId}/schema'
export const schemaPaths = [jobSchemaPath, templateSchemaPath] as const

export interface SchemaHomeParts {
  readonly forTenant: ForTenant<'applications' | 'jobs'>
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
  const { id } = await findServicePrincipal(tenant.applications, call.params.id ?? '')
  const template = parts.findTemplate(templateId)
  if (template === undefined) throw resourceNotFound(templateId)
  const context = `servicePrincipals('${id}')/synchronization/templates('${template.id}')/schema`
  return { schema: template.schemaFor(template.id), version: toVersion(1), context, job: null }
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

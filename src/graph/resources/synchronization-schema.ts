import type { Permission } from '../../auth/permissions.ts'
import { noContent } from '../../http/json-response.ts'
import type { Call, Route } from '../../http/route.ts'
import { EntrainError, type ErrorDetail } from '../../model/error.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import type { JobTemplate } from '../../sync/lifecycle.ts'
import { findJob, jobPath } from '../find-job.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'
import { entityResponse } from '../odata-response.ts'
import { findDuplicateTargets } from '../schema/check-schema.ts'
import { parseSynchronizationSchema, schemaInvalid } from '../schema/parse-schema.ts'
import { toSchemaJson } from '../schema/schema-json.ts'
import { readSynchronization, writeSynchronization } from '../synchronization-access.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface SynchronizationSchemaParts {
  readonly forTenant: ForTenant<'applications' | 'jobs'>
  /** What the engine has against a schema: unknown attributes, expressions, matching. Targets are JSON pointers. */
  readonly validateSchema: (schema: SynchronizationSchema) => readonly ErrorDetail[]
  readonly findTemplate: (templateId: string) => JobTemplate | undefined
}

/** A full schema with all source attributes is about 100 KB. */
const schemaBytesMax = 8 * 1024 * 1024

const path = `${jobPath}/schema`

/** The mapping document of a job (provisioning-engine section 17). PATCH replaces too: that is what SDKs send. */
export function synchronizationSchemaRoutes(parts: SynchronizationSchemaParts): readonly Route<Permission>[] {
  const reading = { path, permissions: readSynchronization, throttle: 'none' } as const
  const writing = { path, permissions: writeSynchronization, throttle: 'none' } as const
  return [
    { ...reading, method: 'GET', handle: (call) => getSchema(call, parts) },
    { ...writing, method: 'PUT', handle: (call) => putSchema(call, parts) },
    { ...writing, method: 'PATCH', handle: (call) => putSchema(call, parts) },
    { ...writing, method: 'DELETE', handle: (call) => deleteSchema(call, parts) },
  ]
}

async function getSchema(call: Call, { forTenant }: SynchronizationSchemaParts) {
  const job = await findJob(forTenant(call.principal.tenantId), call.params)
  const fragment = `servicePrincipals('${job.servicePrincipalId}')/synchronization/jobs('${job.id}')/schema/$entity`
  return entityResponse(call, fragment, toSchemaJson(job.schema, toVersion(job)))
}

async function putSchema(call: Call, parts: SynchronizationSchemaParts) {
  const tenant = parts.forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const body = await readJsonBody(call, schemaBytesMax)
  if (body === undefined) throw emptyPayload()
  const schema = parseSynchronizationSchema(body)
  const problems = [...findDuplicateTargets(schema), ...parts.validateSchema(schema)]
  if (problems.length > 0) throw schemaInvalid(problems)
  await saveIfChanged(tenant, job, schema)
  return noContent()
}

async function deleteSchema(call: Call, parts: SynchronizationSchemaParts) {
  const tenant = parts.forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const template = parts.findTemplate(job.templateId)
  if (template === undefined)
    throw new EntrainError('invalidValue', `There is no synchronization template '${job.templateId}'.`)
  await saveIfChanged(tenant, job, template.schemaFor(job.id))
  return noContent()
}

/** Writing back what was read must not make a new version, so both sides are compared in the form that clients see. */
async function saveIfChanged(
  tenant: ReturnType<SynchronizationSchemaParts['forTenant']>,
  job: SynchronizationJob,
  schema: SynchronizationSchema,
): Promise<void> {
  const next = { ...schema, id: job.schema.id, version: toVersion({ schemaVersion: job.schemaVersion + 1 }) }
  if (toComparable(next) === toComparable(job.schema)) return
  await tenant.jobs.saveSchema(job.id, next)
}

function toComparable(schema: SynchronizationSchema): string {
  return JSON.stringify(parseSynchronizationSchema({ ...schema, id: '', version: '' }))
}

function toVersion({ schemaVersion }: Pick<SynchronizationJob, 'schemaVersion'>): string {
  return `v${schemaVersion}`
}

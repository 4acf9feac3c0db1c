import { json, noContent } from '../../http/json-response.ts'
import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import { diffSchemas } from '../../sync/schema/schema-diff.ts'
import { findJob } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'
import { entityResponse } from '../odata-response.ts'
import { findTemplateOf } from '../schema/application-template.ts'
import { readIfMatch } from '../schema/if-match.ts'
import { findRefusals, judgeSchema } from '../schema/judge-schema.ts'
import { parseSynchronizationSchema } from '../schema/parse-schema.ts'
import { type SchemaSavingParts, saveSchema, toSavedHeaders } from '../schema/save-schema.ts'
import { findSchemaHome, type SchemaHomeParts, toEntityTag } from '../schema/schema-home.ts'
import { toSchemaJson } from '../schema/schema-json.ts'
import { keepMappings, offerMappings, showMappings } from '../schema/security-attribute-mappings.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface SynchronizationSchemaParts extends SchemaHomeParts, SchemaSavingParts {
  readonly forTenant: ForTenant<'applications' | 'jobs' | 'objects'>
}

/** A full schema with all source attributes is about 100 KB. */
const schemaBytesMax = 8 * 1024 * 1024

/**
 * The mapping document of a job (provisioning-engine section 17) or of a template. PATCH replaces too: that is what SDKs
 * send. A template's schema is written below its application.
 */
export function synchronizationSchemaRoutes(parts: SynchronizationSchemaParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema': (call) => getSchema(call, parts),
    'GET /servicePrincipals/{id}/synchronization/templates/{templateId}/schema': (call) => getSchema(call, parts),
    'GET /applications/{id}/synchronization/templates/{templateId}/schema': (call) => getSchema(call, parts),
    'PUT /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema': (call) => putSchema(call, parts),
    'PATCH /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema': (call) => putSchema(call, parts),
    'DELETE /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema': (call) => deleteSchema(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/validate': (call) => validateSchema(call, parts),
  }
}

async function getSchema(call: Call, parts: SynchronizationSchemaParts) {
  const { schema, version, context, job } = await findSchemaHome(call, parts)
  const response = entityResponse(
    call,
    `${context}/$entity`,
    toSchemaJson(showMappings(call.principal, schema), version),
  )
  if (job === null) return response
  return { ...response, headers: { ...response.headers, ETag: toEntityTag(job.schemaVersion) } }
}

async function putSchema(call: Call, parts: SynchronizationSchemaParts) {
  const job = await findJob(parts.forTenant(call.principal.tenantId), call.params)
  const basedOn = readIfMatch(call, job)
  const body = await readJsonBody(call, schemaBytesMax)
  if (body === undefined) throw emptyPayload()
  const saved = await saveSchema(call, parts, { job, schema: parseSynchronizationSchema(body), basedOn })
  return noContent(toSavedHeaders(saved))
}

async function deleteSchema(call: Call, parts: SynchronizationSchemaParts) {
  const tenant = parts.forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const basedOn = readIfMatch(call, job)
  const template = await findTemplateOf(tenant, job, parts.findTemplate)
  if (template === undefined)
    throw new EntrainError('invalidValue', `There is no synchronization template '${job.templateId}'.`)
  const schema = offerMappings(call.principal, parseSynchronizationSchema(template.schemaFor(job.id)))
  const saved = await saveSchema(call, parts, { job, schema, basedOn, note: 'back to the template' })
  return noContent(toSavedHeaders(saved))
}

/** Ours: what PUT would say, without saving. An empty body asks about the schema in force. */
async function validateSchema(call: Call, parts: SynchronizationSchemaParts) {
  const { principal } = call
  const { tenantId } = principal
  const job = await findJob(parts.forTenant(tenantId), call.params)
  const current = parseSynchronizationSchema(toSchemaJson(job.schema, ''))
  const body = await readJsonBody(call, schemaBytesMax)
  try {
    const schema = body === undefined ? current : keepMappings(principal, current, parseSynchronizationSchema(body))
    const judgement = judgeSchema(schema, await parts.evaluationContextOf(tenantId))
    return json({
      valid: findRefusals(judgement).length === 0,
      ...judgement,
      changes: diffSchemas(showMappings(principal, current), showMappings(principal, { ...schema, id: current.id })),
    })
  } catch (error) {
    // What cannot be read at all is an answer here, not an error.
    if (!(error instanceof EntrainError) || error.code !== 'schemaInvalid') throw error
    return json({ valid: false, problems: error.details, warnings: [], testResults: [], changes: null })
  }
}

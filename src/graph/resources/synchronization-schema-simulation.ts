import type { Call } from '../../http/route.ts'
import { EntrainError } from '../../model/error.ts'
import type { Simulate } from '../../model/simulation.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'
import { findJob } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { readJsonBody } from '../json-body.ts'
import { entityResponse } from '../odata-response.ts'
import { readDetailMax } from '../parse-session-request.ts'
import { findRefusals, judgeSchema } from '../schema/judge-schema.ts'
import { parseSynchronizationSchema, schemaInvalid } from '../schema/parse-schema.ts'
import type { SchemaSavingParts } from '../schema/save-schema.ts'
import { toSchemaJson } from '../schema/schema-json.ts'
import { keepMappings } from '../schema/security-attribute-mappings.ts'
import { simulationContext } from '../simulate-upload.ts'

export interface SchemaSimulationParts extends Pick<SchemaSavingParts, 'forTenant' | 'evaluationContextOf'> {
  readonly simulate: Simulate
}

/** A full schema with all source attributes is about 100 KB. */
const bodyBytesMax = 8 * 1024 * 1024

/**
 * What a schema would do to everybody whose record the job has kept (ours): `{ schema?, detailMax? }` → the report.
 * Without a schema: the one in force, as after a restart. A schema that PUT would refuse is refused alike.
 */
export function synchronizationSchemaSimulationRoutes(parts: SchemaSimulationParts): Handlers {
  return {
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/simulate': (call) => simulateSchema(call, parts),
  }
}

async function simulateSchema(call: Call, parts: SchemaSimulationParts) {
  const { tenantId } = call.principal
  const job = await findJob(parts.forTenant(tenantId), call.params)
  const { document, detailMax } = readRequest(await readJsonBody(call, bodyBytesMax))
  const schema = document === undefined ? undefined : await readSchema(document, { call, job }, parts)
  const report = await parts.simulate({
    tenantId,
    jobId: job.id,
    source: { kind: 'retained' },
    detailMax,
    ...(schema === undefined ? {} : { schema }),
  })
  return entityResponse(call, simulationContext, report)
}

function readRequest(body: unknown): { readonly document: unknown; readonly detailMax: number } {
  if (body === undefined) return { document: undefined, detailMax: readDetailMax({}) }
  if (!isJsonObject(body)) throw new EntrainError('badRequest', 'The body must be a JSON object.')
  const document = ownProperty(body, 'schema') ?? undefined
  return { document, detailMax: readDetailMax(body) }
}

async function readSchema(
  document: unknown,
  { call, job }: { readonly call: Call; readonly job: SynchronizationJob },
  { evaluationContextOf }: SchemaSimulationParts,
): Promise<SynchronizationSchema> {
  const { principal } = call
  const current = parseSynchronizationSchema(toSchemaJson(job.schema, ''))
  const schema = keepMappings(principal, current, parseSynchronizationSchema(document))
  const refusals = findRefusals(judgeSchema(schema, await evaluationContextOf(principal.tenantId)))
  if (refusals.length > 0) throw schemaInvalid(refusals)
  return schema
}

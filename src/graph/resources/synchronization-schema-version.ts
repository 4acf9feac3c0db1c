import { json } from '../../http/json-response.ts'
import type { Call } from '../../http/route.ts'
import type { SchemaVersion } from '../../model/schema-version.ts'
import type { SynchronizationJob } from '../../model/synchronization-job.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { diffSchemas } from '../../sync/schema/schema-diff.ts'
import { findJob } from '../find-job.ts'
import { toGraphTime } from '../graph-time.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { readPageToken, readQuery, toNextLink } from '../odata-query.ts'
import { collectionResponse, contextUrl, entityResponse } from '../odata-response.ts'
import { readIfMatch } from '../schema/if-match.ts'
import { parseSynchronizationSchema } from '../schema/parse-schema.ts'
import { type SchemaSavingParts, saveSchema, toSavedHeaders } from '../schema/save-schema.ts'
import { jobContext, parseVersion, toVersion } from '../schema/schema-home.ts'
import { toSchemaJson } from '../schema/schema-json.ts'
import { offerMappings, showMappings } from '../schema/security-attribute-mappings.ts'

const pageSize = 50
const rules = { typeName: 'schemaVersion', properties: new Map<string, string>(), topMax: 200 }

/** The history of a job's schema (ours): every change is kept, can be compared and can be taken back. */
export function synchronizationSchemaVersionRoutes(parts: SchemaSavingParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/versions': (call) => listVersions(call, parts),
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/versions/{version}': (call) =>
      getVersion(call, parts),
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/versions/{version}/diff': (call) =>
      diffVersions(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/versions/{version}/restore': (call) =>
      restoreVersion(call, parts),
  }
}

async function listVersions(call: Call, { forTenant }: SchemaSavingParts) {
  const query = readQuery(call, rules)
  const before = Number(readPageToken(query)?.[0] ?? Number.NaN)
  const tenant = forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const top = query.top ?? pageSize
  const found = await tenant.jobs.listSchemaVersions(job.id, top + 1, Number.isSafeInteger(before) ? before : null)
  const page = found.slice(0, top)
  const last = page.at(-1)
  const nextLink = found.length > top && last !== undefined ? toNextLink(call, query, [last.version]) : undefined
  const value = page.map((version) => toVersionJson(version, job))
  return collectionResponse(call, `${jobContext(job)}/versions`, { value, nextLink })
}

function toVersionJson({ version, createdDateTime, changedBy, summary }: SchemaVersion, job: SynchronizationJob) {
  return {
    id: toVersion(version),
    version,
    isCurrent: version === job.schemaVersion,
    createdDateTime: toGraphTime(Date.parse(createdDateTime)),
    changedBy,
    summary,
  }
}

async function getVersion(call: Call, parts: SchemaSavingParts) {
  const { job, number, schema } = await openVersion(call, parts)
  return entityResponse(
    call,
    `${jobContext(job)}/$entity`,
    toSchemaJson(showMappings(call.principal, schema), toVersion(number)),
  )
}

/** `to` names the other version, by default the current one. */
async function diffVersions(call: Call, parts: SchemaSavingParts) {
  const { job, number, schema } = await openVersion(call, parts)
  const to = call.request.url.searchParams.get('to')
  const other = to === null ? job.schemaVersion : (parseVersion(to) ?? Number.NaN)
  const after = await requireVersion(call, { parts, job, number: other, text: to ?? '' })
  return json({
    '@odata.context': contextUrl(call, `${jobContext(job)}/versions/diff`),
    from: toVersion(number),
    to: toVersion(other),
    ...diffSchemas(showMappings(call.principal, schema), showMappings(call.principal, after)),
  })
}

/** Makes an old version the newest one. It is checked again: the product may judge more strictly by now. */
async function restoreVersion(call: Call, parts: SchemaSavingParts) {
  const { job, number, schema } = await openVersion(call, parts)
  const basedOn = readIfMatch(call, job)
  const offered = offerMappings(call.principal, schema)
  const saved = await saveSchema(call, parts, { job, schema: offered, basedOn, note: `back to ${toVersion(number)}` })
  const context = contextUrl(call, `${jobContext(job)}/versions/restore`)
  const body = { '@odata.context': context, version: toVersion(saved.version), restored: toVersion(number) }
  return json(body, 200, toSavedHeaders(saved))
}

interface OpenVersion {
  readonly job: SynchronizationJob
  readonly number: number
  readonly schema: SynchronizationSchema
}

async function openVersion(call: Call, parts: SchemaSavingParts): Promise<OpenVersion> {
  const job = await findJob(parts.forTenant(call.principal.tenantId), call.params)
  const { version: text = '' } = call.params
  const number = parseVersion(text) ?? Number.NaN
  return { job, number, schema: await requireVersion(call, { parts, job, number, text }) }
}

interface WantedVersion {
  readonly parts: SchemaSavingParts
  readonly job: SynchronizationJob
  readonly number: number
  /** As the caller wrote it. */
  readonly text: string
}

async function requireVersion(
  { principal }: Call,
  { parts, job, number, text }: WantedVersion,
): Promise<SynchronizationSchema> {
  const found = Number.isNaN(number)
    ? undefined
    : await parts.forTenant(principal.tenantId).jobs.findSchemaVersion(job.id, number)
  if (found === undefined) throw resourceNotFound(text)
  return parseSynchronizationSchema(toSchemaJson(found, ''))
}

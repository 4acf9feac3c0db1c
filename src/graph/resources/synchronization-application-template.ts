import type { Clock } from '../../contracts/clock.ts'
import type { EvaluationContext } from '../../expression/evaluation.ts'
import { noContent } from '../../http/json-response.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryObject } from '../../model/directory-object.ts'
import { EntrainError } from '../../model/error.ts'
import type { DirectoryDefinition, SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { isJsonObject } from '../../std/json-object.ts'
import type { JobTemplate } from '../../sync/lifecycle.ts'
import { discoverDirectory } from '../../sync/schema/discover-directory.ts'
import { diffSchemas, summarizeDiff } from '../../sync/schema/schema-diff.ts'
import { answerUpdate } from '../answer-update.ts'
import { auditsOf } from '../audit-call.ts'
import type { Handlers } from '../handlers.ts'
import { emptyPayload, readJsonBody } from '../json-body.ts'
import { resourceNotFound } from '../not-found.ts'
import { collectionResponse, entityResponse } from '../odata-response.ts'
import {
  type ApplicationTemplate,
  findApplicationTemplate,
  keepTemplate,
  requireApplication,
  type TemplateChange,
} from '../schema/application-template.ts'
import { findDirectoryExtensions } from '../schema/find-directory-extensions.ts'
import { findRefusals, judgeSchema } from '../schema/judge-schema.ts'
import { parseSynchronizationSchema, schemaInvalid } from '../schema/parse-schema.ts'
import { toVersion } from '../schema/schema-home.ts'
import { toDirectoryJson } from '../schema/schema-json.ts'
import { keepMappings } from '../schema/security-attribute-mappings.ts'
import { toProvisioningAudit } from '../synchronization-audit.ts'
import { parseTemplateChange, toTemplateJson } from '../synchronization-template-json.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface SynchronizationApplicationTemplateParts {
  readonly forTenant: ForTenant<'applications' | 'directory' | 'objects' | 'provisioning'>
  readonly templates: readonly JobTemplate[]
  readonly evaluationContextOf: (tenantId: string) => Promise<EvaluationContext>
  readonly clock: Clock
  readonly newId: () => string
}

/** A full schema with all source attributes is about 100 KB. */
const schemaBytesMax = 8 * 1024 * 1024

/**
 * Templates below an application: what it changes is what later jobs of its service principals begin with, and what
 * `DELETE …/jobs/{jobId}/schema` goes back to (graph-resources 10.3). Reading schemas is answered where jobs' schemas are.
 */
export function synchronizationApplicationTemplateRoutes(parts: SynchronizationApplicationTemplateParts): Handlers {
  return {
    'GET /applications/{id}/synchronization/templates': (call) => listTemplates(call, parts),
    'GET /applications/{id}/synchronization/templates/{templateId}': (call) => getTemplate(call, parts),
    'PATCH /applications/{id}/synchronization/templates/{templateId}': (call) => patchTemplate(call, parts),
    'PUT /applications/{id}/synchronization/templates/{templateId}/schema': (call) => putSchema(call, parts),
    'PATCH /applications/{id}/synchronization/templates/{templateId}/schema': (call) => putSchema(call, parts),
    'DELETE /applications/{id}/synchronization/templates/{templateId}/schema': (call) => deleteSchema(call, parts),
    'POST /applications/{id}/synchronization/templates/{templateId}/schema/directories/{directoryId}/discover': (
      call,
    ) => discover(call, parts),
  }
}

type Tenant = ReturnType<SynchronizationApplicationTemplateParts['forTenant']>

interface Found extends ApplicationTemplate {
  readonly tenant: Tenant
  readonly application: DirectoryObject
}

async function listTemplates(
  call: Call,
  { forTenant, templates }: SynchronizationApplicationTemplateParts,
): Promise<HttpResponse> {
  const { objects } = forTenant(call.principal.tenantId)
  const application = await requireApplication(objects, call.params.id ?? '')
  const found = await Promise.all(templates.map((each) => findApplicationTemplate(objects, application, each)))
  const value = found.map((each) => toTemplateJson(each, appIdOf(application)))
  return collectionResponse(call, `applications('${application.id}')/synchronization/templates`, { value })
}

async function getTemplate(call: Call, parts: SynchronizationApplicationTemplateParts): Promise<HttpResponse> {
  const found = await findTemplate(call, parts)
  const fragment = `applications('${found.application.id}')/synchronization/templates/$entity`
  return entityResponse(call, fragment, toTemplateJson(found, appIdOf(found.application)))
}

/** Metadata, and the schema when it is named (Graph page "Update synchronizationTemplate"). */
async function patchTemplate(call: Call, parts: SynchronizationApplicationTemplateParts): Promise<HttpResponse> {
  const found = await findTemplate(call, parts)
  const body = await readJsonBody(call, schemaBytesMax)
  if (body === undefined) throw emptyPayload()
  if (!isJsonObject(body)) throw new EntrainError('badRequest', 'The body must be a JSON object.')
  const change = parseTemplateChange(body, toTemplateJson(found, appIdOf(found.application)))
  const schema = change.schema && keepMappings(call.principal, found.schema, change.schema)
  await save(call, parts, { found, ...change, ...(schema && { schema }) })
  return answerUpdate(call, () => getTemplate(call, parts))
}

async function putSchema(call: Call, parts: SynchronizationApplicationTemplateParts): Promise<HttpResponse> {
  const found = await findTemplate(call, parts)
  const body = await readJsonBody(call, schemaBytesMax)
  if (body === undefined) throw emptyPayload()
  const schema = keepMappings(call.principal, found.schema, parseSynchronizationSchema(body))
  await save(call, parts, { found, schema })
  return noContent()
}

/** Back to the product's own. */
async function deleteSchema(call: Call, parts: SynchronizationApplicationTemplateParts): Promise<HttpResponse> {
  const found = await findTemplate(call, parts)
  if (found.stored !== undefined) await save(call, parts, { found, schema: null })
  return noContent()
}

/** Reads a directory's attributes anew and keeps what it found in the template. */
async function discover(call: Call, parts: SynchronizationApplicationTemplateParts): Promise<HttpResponse> {
  const found = await findTemplate(call, parts)
  const { tenant, schema, application, template } = found
  const asked = requireDirectory(schema, call.params.directoryId ?? '')
  const discovered = discoverDirectory(schema, asked, {
    extensions: await findDirectoryExtensions(tenant.directory),
    at: new Date(parts.clock.now()).toISOString(),
  })
  const directories = schema.directories.map((directory) => (directory === asked ? discovered : directory))
  const version = await save(call, parts, { found, schema: { ...schema, directories } })
  const context = `applications('${application.id}')/synchronization/templates('${template.id}')/schema/directories/$entity`
  return entityResponse(call, context, toDirectoryJson(discovered, toVersion(version)))
}

interface Saving extends Partial<Pick<TemplateChange, 'schema' | 'metadata'>> {
  readonly found: Found
}

/** What is left out stays. Answers with the version of the schema; one that says the same is no new version. */
async function save(
  call: Call,
  parts: SynchronizationApplicationTemplateParts,
  { found, schema, metadata }: Saving,
): Promise<number> {
  const { tenant, application, template } = found
  const wanted = schema === null ? productSchema(parts, template.id) : schema
  if (wanted !== undefined) await requireSound(wanted, parts, call)
  const [before, after] = [normalize(found.schema), normalize(wanted ?? found.schema)]
  const isNew = JSON.stringify(before) !== JSON.stringify(after)
  const change = {
    schema: schema === undefined ? keptSchema(found) : schema === null ? null : normalize(schema, template.id),
    schemaVersion: found.schemaVersion + (isNew ? 1 : 0),
    metadata: metadata ?? found.metadata,
  }
  const audit = await auditsOf(call, tenant, parts.clock)
  const summary = summarizeDiff(diffSchemas(before, after))
  await tenant.provisioning.transaction(async ({ objects, audits }) => {
    await keepTemplate(objects, { id: parts.newId(), applicationId: application.id, templateId: template.id }, change)
    const what = toAudit(found, summary)
    await audits.append([audit(what)])
  })
  return change.schemaVersion
}

function toAudit({ application, template }: Found, summary: string | null) {
  const displayName = String(application.properties.displayName ?? '')
  const provisioning = toProvisioningAudit(
    {
      activity: 'Update attribute mappings or scope',
      servicePrincipalId: application.id,
      jobId: null,
      details: { TemplateId: template.id, ...(summary === null ? {} : { Change: summary }) },
    },
    displayName,
  )
  return { ...provisioning, targets: [{ id: application.id, type: 'Application' as const, displayName }] }
}

async function requireSound(
  schema: SynchronizationSchema,
  { evaluationContextOf }: SynchronizationApplicationTemplateParts,
  { principal }: Call,
): Promise<void> {
  const refusals = findRefusals(judgeSchema(schema, await evaluationContextOf(principal.tenantId)))
  if (refusals.length > 0) throw schemaInvalid(refusals)
}

/** As clients see it, so that writing back what was read is no change. */
function normalize(schema: SynchronizationSchema, id = ''): SynchronizationSchema {
  return parseSynchronizationSchema({ ...schema, id, version: '' })
}

function keptSchema({ stored, schema, template }: Found): SynchronizationSchema | null {
  return stored === undefined || stored.properties.schema === null ? null : normalize(schema, template.id)
}

function productSchema(
  { templates }: SynchronizationApplicationTemplateParts,
  templateId: string,
): SynchronizationSchema | undefined {
  return templates.find(({ id }) => id === templateId)?.schemaFor(templateId)
}

async function findTemplate(
  { principal, params: { id = '', templateId = '' } }: Call,
  { forTenant, templates }: SynchronizationApplicationTemplateParts,
): Promise<Found> {
  const tenant = forTenant(principal.tenantId)
  const application = await requireApplication(tenant.objects, id)
  const product = templates.find((template) => template.id === templateId)
  if (product === undefined) throw resourceNotFound(templateId)
  return { tenant, application, ...(await findApplicationTemplate(tenant.objects, application, product)) }
}

/** By id; names are understood too. */
function requireDirectory({ directories }: SynchronizationSchema, key: string): DirectoryDefinition {
  const found =
    directories.find(({ id }) => id === key) ?? directories.find(({ name }) => name.toLowerCase() === key.toLowerCase())
  if (found === undefined) throw resourceNotFound(key)
  return found
}

function appIdOf({ properties }: DirectoryObject): string {
  return String(properties.appId)
}

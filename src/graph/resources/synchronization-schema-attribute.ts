import type { UploadsReader } from '../../contracts/staging.ts'
import { json } from '../../http/json-response.ts'
import type { Call } from '../../http/route.ts'
import { defineAttribute } from '../../model/define-attribute.ts'
import { EntrainError } from '../../model/error.ts'
import type { AttributeDefinition, SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { attributePathLengthMax } from '../../scim/attribute-path.ts'
import { isJsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'
import { findObjectMapping } from '../../sync/job-program.ts'
import { toDefinition } from '../../sync/schema/attribute-tally.ts'
import { findJob } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { readJsonBody } from '../json-body.ts'
import { contextUrl } from '../odata-response.ts'
import { type Discovery, discoverAttributes } from '../schema/discover-attributes.ts'
import { readIfMatch } from '../schema/if-match.ts'
import { parseSynchronizationSchema } from '../schema/parse-schema.ts'
import { type SchemaSavingParts, saveSchema, toSavedHeaders } from '../schema/save-schema.ts'
import { jobContext, toVersion } from '../schema/schema-home.ts'
import { toSchemaJson } from '../schema/schema-json.ts'

export interface SynchronizationSchemaAttributeParts extends SchemaSavingParts {
  readonly uploads: Pick<UploadsReader, 'find' | 'list'>
}

const bodyBytesMax = 1024 * 1024
/** Attributes that one call declares. */
const namesMax = 1_000

/** Attributes that uploads carry and the schema does not use, and declaring them (ours). */
export function synchronizationSchemaAttributeRoutes(parts: SynchronizationSchemaAttributeParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/undeclaredAttributes': (call) =>
      listUndeclared(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/declareAttributes': (call) =>
      declareAttributes(call, parts),
  }
}

async function listUndeclared(call: Call, { forTenant, uploads }: SynchronizationSchemaAttributeParts) {
  const { tenantId } = call.principal
  const job = await findJob(forTenant(tenantId), call.params)
  const { undeclared, unmapped, ...read } = await discoverAttributes(uploads, tenantId, job)
  const context = contextUrl(call, `${jobContext(job)}/undeclaredAttributes`)
  return json({ '@odata.context': context, ...read, value: undeclared, declaredButUnmapped: unmapped })
}

/** `{ "names": […] }` declares these, an empty body everything that was seen. Their types follow from what was sent. */
async function declareAttributes(call: Call, parts: SynchronizationSchemaAttributeParts) {
  const { tenantId } = call.principal
  const job = await findJob(parts.forTenant(tenantId), call.params)
  const basedOn = readIfMatch(call, job)
  const names = readNames(await readJsonBody(call, bodyBytesMax))
  const discovery = await discoverAttributes(parts.uploads, tenantId, job)
  const schema = parseSynchronizationSchema(toSchemaJson(job.schema, ''))
  const wanted = names ?? discovery.undeclared.map(({ name }) => name)
  const { declared, known, next } = declare(schema, wanted, discovery)
  const saved = await saveSchema(call, parts, { job, schema: next, basedOn })
  const context = contextUrl(call, `${jobContext(job)}/declareAttributes`)
  const body = { '@odata.context': context, version: toVersion(saved.version), declared, alreadyDeclared: known }
  return json(body, 200, toSavedHeaders(saved))
}

/** Null for all. */
function readNames(body: unknown): readonly string[] | null {
  const names = isJsonObject(body) ? ownProperty(body, 'names') : undefined
  if (body === undefined || (isJsonObject(body) && (names === undefined || names === null))) return null
  if (!Array.isArray(names) || !names.every(isName) || names.length > namesMax) {
    const message = `Send { "names": ["…"] } with 1 to ${namesMax} attribute names, or an empty body for all.`
    throw new EntrainError('invalidValue', message, { details: [{ code: 'InvalidValue', target: 'names', message }] })
  }
  return [...new Set(names)]
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && name.trim() !== '' && name.length <= attributePathLengthMax
}

interface Declaration {
  readonly declared: readonly AttributeDefinition[]
  readonly known: readonly string[]
  readonly next: SynchronizationSchema
}

/** Adds definitions to the source object of the mapping that the job runs. */
function declare(schema: SynchronizationSchema, names: readonly string[], { undeclared }: Discovery): Declaration {
  const found = findObjectMapping(schema)
  if (found === undefined) throw new EntrainError('schemaInvalid', 'The schema has no enabled object mapping.')
  const existing = new Set(found.source.attributes.map(({ name }) => name))
  const seen = new Map(undeclared.map((attribute) => [attribute.name, attribute]))
  const declared = names
    .filter((name) => !existing.has(name))
    .map((name) => {
      const attribute = seen.get(name)
      return attribute === undefined ? defineAttribute(name) : toDefinition(attribute)
    })
  const source = { ...found.source, attributes: [...found.source.attributes, ...declared] }
  const directories = schema.directories.map((directory) => ({
    ...directory,
    objects: directory.objects.map((object) => (object === found.source ? source : object)),
  }))
  return { declared, known: names.filter((name) => existing.has(name)), next: { ...schema, directories } }
}

import type { Clock } from '../../contracts/clock.ts'
import type { Call } from '../../http/route.ts'
import type { DirectoryDefinition, SynchronizationSchema } from '../../model/synchronization-schema.ts'
import { discoverDirectory } from '../../sync/schema/discover-directory.ts'
import { findJob } from '../find-job.ts'
import type { Handlers } from '../handlers.ts'
import { resourceNotFound } from '../not-found.ts'
import { collectionResponse, entityResponse } from '../odata-response.ts'
import { findDirectoryExtensions } from '../schema/find-directory-extensions.ts'
import { parseSynchronizationSchema } from '../schema/parse-schema.ts'
import { type SchemaSavingParts, saveSchema } from '../schema/save-schema.ts'
import { findSchemaHome, jobContext, type SchemaHomeParts, toVersion } from '../schema/schema-home.ts'
import { toDirectoryJson, toSchemaJson } from '../schema/schema-json.ts'
import type { ForTenant } from '../tenant-part.ts'

export interface SynchronizationSchemaDirectoryParts extends SchemaHomeParts, SchemaSavingParts {
  readonly forTenant: ForTenant<'applications' | 'jobs' | 'directory' | 'objects'>
  readonly clock: Clock
}

/** The systems that a schema speaks about (Graph page "directoryDefinition resource type"). */
export function synchronizationSchemaDirectoryRoutes(parts: SynchronizationSchemaDirectoryParts): Handlers {
  return {
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/directories': (call) =>
      listDirectories(call, parts),
    'GET /servicePrincipals/{id}/synchronization/templates/{templateId}/schema/directories': (call) =>
      listDirectories(call, parts),
    'GET /applications/{id}/synchronization/templates/{templateId}/schema/directories': (call) =>
      listDirectories(call, parts),
    'GET /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/directories/{directoryId}': (call) =>
      getDirectory(call, parts),
    'GET /servicePrincipals/{id}/synchronization/templates/{templateId}/schema/directories/{directoryId}': (call) =>
      getDirectory(call, parts),
    'GET /applications/{id}/synchronization/templates/{templateId}/schema/directories/{directoryId}': (call) =>
      getDirectory(call, parts),
    'POST /servicePrincipals/{id}/synchronization/jobs/{jobId}/schema/directories/{directoryId}/discover': (call) =>
      discover(call, parts),
  }
}

async function listDirectories(call: Call, parts: SynchronizationSchemaDirectoryParts) {
  const { schema, version, context } = await findSchemaHome(call, parts)
  const value = schema.directories.map((directory) => toDirectoryJson(directory, version))
  return collectionResponse(call, `${context}/directories`, { value })
}

async function getDirectory(call: Call, parts: SynchronizationSchemaDirectoryParts) {
  const { schema, version, context } = await findSchemaHome(call, parts)
  const directory = requireDirectory(schema, call)
  return entityResponse(call, `${context}/directories/$entity`, toDirectoryJson(directory, version))
}

/** Reads a directory's attributes anew and keeps what it found as a new version of the schema, if anything differs. */
async function discover(call: Call, parts: SynchronizationSchemaDirectoryParts) {
  const tenant = parts.forTenant(call.principal.tenantId)
  const job = await findJob(tenant, call.params)
  const schema = parseSynchronizationSchema(toSchemaJson(job.schema, ''))
  const asked = requireDirectory(schema, call)
  const found = discoverDirectory(schema, asked, {
    extensions: await findDirectoryExtensions(tenant.directory),
    at: new Date(parts.clock.now()).toISOString(),
  })
  let { schemaVersion } = job
  if (isNews(asked, found)) {
    const directories = schema.directories.map((directory) => (directory === asked ? found : directory))
    const edit = { job, schema: { ...schema, directories }, basedOn: schemaVersion, note: `discovered ${asked.name}` }
    schemaVersion = (await saveSchema(call, parts, edit)).version
  }
  const context = `${jobContext(job)}/directories/$entity`
  return entityResponse(call, context, toDirectoryJson(found, toVersion(schemaVersion)))
}

/** Another look with the same result is not worth a version, except the first one. */
function isNews(before: DirectoryDefinition, after: DirectoryDefinition): boolean {
  return before.discoveryDateTime === undefined || JSON.stringify(before.objects) !== JSON.stringify(after.objects)
}

/** By id; names are understood too, since they are unique and easier to write. */
function requireDirectory({ directories }: SynchronizationSchema, { params }: Call): DirectoryDefinition {
  const { directoryId = '' } = params
  const found =
    directories.find(({ id }) => id === directoryId) ??
    directories.find(({ name }) => name.toLowerCase() === directoryId.toLowerCase())
  if (found === undefined) throw resourceNotFound(directoryId)
  return found
}

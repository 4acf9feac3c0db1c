import { EntrainError } from '../../model/error.ts'
import type { SchemaChange, SchemaVersion } from '../../model/schema-version.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import type { SqlDatabase } from './database.ts'
import type { SchemaVersionRow } from './tables.ts'

/** A version of a job's schema, by keys. A version that was stored never changes. */
export interface SchemaVersionKey {
  readonly tenant: number
  readonly job: number
  readonly version: number
}

export interface SchemaVersions {
  find(key: SchemaVersionKey): Promise<SynchronizationSchema | undefined>
}

/** A schema is some 50 kB of text; the versions in use are as many as there are jobs. */
const cachedSchemasMax = 64

/** Reads schemas and keeps the latest ones used, because every upload and every page of the log asks for one. */
export function createSchemaVersions(database: Pick<SqlDatabase, 'read'>): SchemaVersions {
  const cache = new Map<string, SynchronizationSchema>()

  return {
    async find({ tenant, job, version }) {
      const name = `${tenant}/${job}/${version}`
      const schema = cache.get(name) ?? (await selectSchema(database, { tenant, job, version }))
      if (schema === undefined) return undefined
      cache.delete(name)
      cache.set(name, schema)
      const oldest = cache.keys().next()
      if (cache.size > cachedSchemasMax && !oldest.done) cache.delete(oldest.value)
      return schema
    },
  }
}

async function selectSchema(
  database: Pick<SqlDatabase, 'read'>,
  { tenant, job, version }: SchemaVersionKey,
): Promise<SynchronizationSchema | undefined> {
  const row = await database.read
    .selectFrom('schema_versions')
    .select('schema')
    .where('tenant', '=', tenant)
    .where('job', '=', job)
    .where('version', '=', version)
    .executeTakeFirst()
  // The schema was checked before it was stored.
  return row && JSON.parse(row.schema)
}

interface NewVersion {
  readonly schema: SynchronizationSchema
  readonly change?: SchemaChange | undefined
  /** Milliseconds since 1970, UTC. */
  readonly now: number
}

export function toVersionRow(key: SchemaVersionKey, { schema, change, now }: NewVersion): SchemaVersionRow {
  return {
    ...key,
    schema: JSON.stringify(schema),
    created_at: new Date(now).toISOString(),
    changed_by: change === undefined ? null : JSON.stringify(change.changedBy),
    summary: change?.summary ?? null,
  }
}

/** Two people who edit the same version must not overwrite each other. */
export function refuseOtherBase(current: number, change: SchemaChange | undefined): void {
  const basedOn = change?.basedOn ?? null
  if (basedOn === null || basedOn === current) return
  throw new EntrainError(
    'preconditionFailed',
    `The schema is at version ${current}, and the change was made on version ${basedOn}. Read it again and repeat the change.`,
  )
}

/** Newest first, continuing before a version. */
export async function listVersions(
  database: Pick<SqlDatabase, 'read'>,
  { tenant, job }: Pick<SchemaVersionKey, 'tenant' | 'job'>,
  limit: number,
  before: number | null,
): Promise<readonly SchemaVersion[]> {
  const rows = await database.read
    .selectFrom('schema_versions')
    .select(['version', 'created_at', 'changed_by', 'summary'])
    .where('tenant', '=', tenant)
    .where('job', '=', job)
    .where('version', '<', before ?? Number.MAX_SAFE_INTEGER)
    .orderBy('version', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ version, created_at, changed_by, summary }) => ({
    version,
    createdDateTime: created_at,
    // It was written from a SchemaAuthor.
    changedBy: changed_by === null ? null : JSON.parse(changed_by),
    summary,
  }))
}

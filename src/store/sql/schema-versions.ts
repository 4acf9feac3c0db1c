import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import type { SqlDatabase } from './database.ts'

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

import type { StoredLogEntry } from '../../model/provisioning-log.ts'
import type { SynchronizationSchema } from '../../model/synchronization-schema.ts'
import type { Queries } from './database.ts'
import type { SchemaVersions } from './schema-versions.ts'
import type { ProvisioningLogRow } from './tables.ts'

/** A row of the log as migrations/ lays it out, with the public ids of its job and its cycle. */
export type LogRow = { readonly [Column in keyof Omit<ProvisioningLogRow, 'sequence'>]: ProvisioningLogRow[Column] } & {
  readonly sequence: number
  readonly job_id: string
  readonly cycle_id: string
  /** Null when the engine acted by itself. */
  readonly upload_id: string | null
  readonly request_id: string | null
}

export interface DecodeLogContext {
  /** The schema that the entry was made with, `schema_version` of the row. */
  readonly schema: SynchronizationSchema | undefined
}

/** Expands the compact form in which entries are kept. */
export type DecodeLogRow = (row: LogRow, context: DecodeLogContext) => StoredLogEntry

/**
 * Rows of the log under the name `l`, their job as `j`, their cycle as `c`. Outer joins, because they keep the planner
 * from beginning with the jobs: the order of the log's index is needed.
 */
export function selectLogRows(queries: Queries, tenant: number) {
  return queries
    .selectFrom('provisioning_log as l')
    .leftJoin('jobs as j', 'j.key', 'l.job')
    .leftJoin('cycles as c', 'c.key', 'l.cycle')
    .leftJoin('settled_uploads as s', (join) =>
      join.onRef('s.tenant', '=', 'l.tenant').onRef('s.sequence', '=', 'l.upload'),
    )
    .selectAll('l')
    .select(['s.id as upload_id', 's.request_id'])
    .select(({ fn, val }) => [fn.coalesce('j.id', val('')).as('job_id'), fn.coalesce('c.id', val('')).as('cycle_id')])
    .where('l.tenant', '=', tenant)
}

export interface LogDecoder {
  decode(rows: readonly LogRow[]): Promise<StoredLogEntry[]>
}

export function createLogDecoder(schemas: SchemaVersions, decode: DecodeLogRow): LogDecoder {
  return {
    async decode(rows) {
      const contexts = new Map<string, DecodeLogContext>()
      for (const { tenant, job, schema_version: version } of rows) {
        const name = `${job}/${version}`
        if (!contexts.has(name)) contexts.set(name, { schema: await schemas.find({ tenant, job, version }) })
      }
      return rows.map((row) => decode(row, contexts.get(`${row.job}/${row.schema_version}`) ?? { schema: undefined }))
    },
  }
}

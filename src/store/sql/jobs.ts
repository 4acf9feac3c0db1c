import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Clock } from '../../contracts/clock.ts'
import type { JobsStore, LinkedUploads } from '../../contracts/store-jobs.ts'
import { EntrainError } from '../../model/error.ts'
import { initialProgress, type ScheduleState, type SynchronizationJob } from '../../model/synchronization-job.ts'
import { type Queries, refuseDuplicate, type SqlDatabase } from './database.ts'
import type { SchemaVersions } from './schema-versions.ts'
import type { JobRow } from './tables.ts'
import type { TenantKey } from './tenant-key.ts'

export interface JobsStoreParts {
  readonly database: SqlDatabase
  readonly tenantKey: TenantKey
  readonly schemas: SchemaVersions
  readonly clock: Clock
}

export function createJobsStore(parts: JobsStoreParts): JobsStore {
  const { database, tenantKey, schemas } = parts
  return {
    ...reading(parts),
    ...changing(parts),

    create: (job) => createJob(parts, job),

    async findSchemaVersion(jobId, version) {
      const tenant = await tenantKey.forReading()
      const job = await selectJob(database.read, tenant, jobId)
      return job && schemas.find({ tenant, job: job.key, version })
    },

    async listLinkedUploads(jobId, limit, after) {
      const tenant = await tenantKey.forReading()
      const job = await selectJob(database.read, tenant, jobId)
      return job === undefined
        ? { sequences: [], last: null }
        : selectLinkedUploads(database, { tenant, job: job.key }, limit, after)
    },

    async dropLinks(jobId) {
      const tenant = await tenantKey.forWriting()
      const { key } = await requireJob(database.read, tenant, jobId)
      await dropRows(database, 'pending_references', 'subject_key', { tenant, job: key })
      await dropRows(database, 'links', 'anchor_key', { tenant, job: key })
    },
  }
}

function reading({ database, tenantKey, schemas }: JobsStoreParts): Pick<JobsStore, 'find' | 'findOwner' | 'list'> {
  const toJob = async (row: JobRow): Promise<SynchronizationJob> => {
    const { tenant, key: job, schema_version: version } = row
    const schema = await schemas.find({ tenant, job, version })
    if (schema === undefined) throw new Error(`job ${row.id} has no schema of version ${version}`)
    return {
      id: row.id,
      servicePrincipalId: row.service_principal_id,
      templateId: row.template_id,
      scheduleState: toScheduleState(row.schedule_state),
      createdDateTime: row.created_at,
      settings: JSON.parse(row.settings),
      options: JSON.parse(row.options),
      schema,
      schemaVersion: version,
      // Older rows may lack newer members.
      progress: { ...initialProgress, ...JSON.parse(row.progress) },
    }
  }

  return {
    async find(jobId) {
      const row = await selectJob(database.read, await tenantKey.forReading(), jobId)
      return row && toJob(row)
    },
    async findOwner(jobId) {
      const row = await database.read
        .selectFrom('jobs')
        .select(['service_principal_id', 'template_id'])
        .where('tenant', '=', await tenantKey.forReading())
        .where('id', '=', jobId)
        .executeTakeFirst()
      return row && { servicePrincipalId: row.service_principal_id, templateId: row.template_id }
    },
    async list(servicePrincipalId) {
      const all = database.read
        .selectFrom('jobs')
        .selectAll()
        .where('tenant', '=', await tenantKey.forReading())
      const wanted =
        servicePrincipalId === undefined
          ? all
          : all.where('service_principal_id', '=', servicePrincipalId.toLowerCase())
      return Promise.all((await wanted.orderBy('key').execute()).map(toJob))
    },
  }
}

function changing({
  database,
  tenantKey,
  clock,
}: JobsStoreParts): Pick<JobsStore, 'setScheduleState' | 'saveSchema' | 'patchProgress'> {
  return {
    async setScheduleState(jobId, state) {
      const tenant = await tenantKey.forWriting()
      await database.write(async (queries) => {
        await requireJob(queries, tenant, jobId)
        await updateJob(queries, tenant, jobId).set({ schedule_state: state }).execute()
      })
    },

    async saveSchema(jobId, schema) {
      const tenant = await tenantKey.forWriting()
      return database.write(async (queries) => {
        const { key: job, schema_version } = await requireJob(queries, tenant, jobId)
        const version = schema_version + 1
        const created_at = new Date(clock.now()).toISOString()
        const row = { tenant, job, version, schema: JSON.stringify(schema), created_at }
        await queries.insertInto('schema_versions').values(row).execute()
        await updateJob(queries, tenant, jobId).set({ schema_version: version }).execute()
        return version
      })
    },

    async patchProgress(jobId, patch) {
      const tenant = await tenantKey.forWriting()
      await database.write(async (queries) => {
        // Read inside the transaction: the engine may have saved newer progress since the caller last looked.
        const { progress } = await requireJob(queries, tenant, jobId)
        const merged = JSON.stringify({ ...JSON.parse(progress), ...patch })
        await updateJob(queries, tenant, jobId).set({ progress: merged }).execute()
      })
    },
  }
}

async function createJob({ database, tenantKey }: JobsStoreParts, job: SynchronizationJob): Promise<void> {
  const tenant = await tenantKey.forWriting()
  await refuseDuplicate(database, `A job with the id '${job.id}' exists already.`, async (queries) => {
    const { last } = await queries
      .selectFrom('jobs')
      .select(({ fn }) => fn.max('key').as('last'))
      .executeTakeFirstOrThrow()
    const row = toRow(tenant, Number(last ?? 0) + 1, job)
    await queries.insertInto('jobs').values(row).execute()
    await queries
      .insertInto('schema_versions')
      .values({
        tenant,
        job: row.key,
        version: job.schemaVersion,
        schema: JSON.stringify(job.schema),
        created_at: job.createdDateTime,
      })
      .execute()
  })
}

function toRow(tenant: number, key: number, job: SynchronizationJob): JobRow {
  return {
    tenant,
    id: job.id,
    key,
    service_principal_id: job.servicePrincipalId.toLowerCase(),
    template_id: job.templateId,
    schedule_state: job.scheduleState,
    created_at: job.createdDateTime,
    settings: JSON.stringify(job.settings),
    options: JSON.stringify(job.options),
    schema_version: job.schemaVersion,
    progress: JSON.stringify(job.progress),
  }
}

const scheduleStates: readonly ScheduleState[] = ['Active', 'Disabled', 'Paused']

function toScheduleState(text: string): ScheduleState {
  const state = scheduleStates.find((candidate) => candidate === text)
  if (state === undefined) throw new Error(`a job has the unknown schedule state '${text}'`)
  return state
}

function selectJob(queries: Queries, tenant: number, jobId: string): Promise<JobRow | undefined> {
  return queries.selectFrom('jobs').selectAll().where('tenant', '=', tenant).where('id', '=', jobId).executeTakeFirst()
}

async function requireJob(queries: Queries, tenant: number, jobId: string): Promise<JobRow> {
  const job = await selectJob(queries, tenant, jobId)
  if (job === undefined) throw new EntrainError('notFound', `There is no synchronization job '${jobId}'.`)
  return job
}

function updateJob(queries: Queries, tenant: number, jobId: string) {
  return queries.updateTable('jobs').where('tenant', '=', tenant).where('id', '=', jobId)
}

/** One transaction of this size holds up the other writers, and this thread, for a few milliseconds. */
const dropRowsMax = 5_000

interface JobRows {
  readonly tenant: number
  readonly job: number
}

async function selectLinkedUploads(
  { read }: SqlDatabase,
  { tenant, job }: JobRows,
  limit: number,
  after: string | null,
): Promise<LinkedUploads> {
  const links = await read
    .selectFrom('links')
    .select(['anchor_key', 'upload'])
    .where('tenant', '=', tenant)
    .where('job', '=', job)
    .where('anchor_key', '>', after ?? '')
    .orderBy('anchor_key')
    .limit(limit)
    .execute()
  const last = links.length < limit ? null : (links.at(-1)?.anchor_key ?? null)
  return { sequences: links.map(({ upload }) => upload), last }
}

/** Deletes all rows of a job piece by piece. An interruption leaves the rest; dropping again finishes it. */
async function dropRows(
  database: SqlDatabase,
  table: 'links' | 'pending_references',
  key: 'anchor_key' | 'subject_key',
  { tenant, job }: JobRows,
): Promise<void> {
  const some = sql`SELECT ${sql.ref(key)} FROM ${sql.table(table)} WHERE tenant = ${tenant} AND job = ${job}
    ORDER BY ${sql.ref(key)} LIMIT ${sql.lit(dropRowsMax)}`
  const drop = sql`DELETE FROM ${sql.table(table)} WHERE tenant = ${tenant} AND job = ${job} AND ${sql.ref(key)} IN (${some})`
  for (;;) {
    const { numAffectedRows } = await database.write((queries) => drop.execute(queries))
    if (numAffectedRows === undefined || numAffectedRows === 0n) return
    await nextTurn()
  }
}

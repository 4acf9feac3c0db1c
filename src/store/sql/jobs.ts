import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Clock } from '../../contracts/clock.ts'
import type { JobsStore, RetainedUploads } from '../../contracts/store-jobs.ts'
import { EntrainError } from '../../model/error.ts'
import {
  defaultJobOptions,
  evaluationOfAll,
  initialProgress,
  type ScheduleState,
  type SynchronizationJob,
} from '../../model/synchronization-job.ts'
import { appointmentCodes } from './appointment-codes.ts'
import { type Queries, refuseDuplicate, type SqlDatabase } from './database.ts'
import { listVersions, refuseOtherBase, type SchemaVersions, toVersionRow } from './schema-versions.ts'
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

    async listSchemaVersions(jobId, limit, before) {
      const tenant = await tenantKey.forReading()
      const job = await selectJob(database.read, tenant, jobId)
      return job === undefined ? [] : listVersions(database, { tenant, job: job.key }, limit, before)
    },

    async listRetainedUploads(jobId, limit, after) {
      const tenant = await tenantKey.forReading()
      const job = await selectJob(database.read, tenant, jobId)
      return job === undefined
        ? { sequences: [], last: null }
        : selectRetainedUploads(database, { tenant, job: job.key }, limit, after)
    },

    async dropLinks(jobId) {
      const tenant = await tenantKey.forWriting()
      const { key: job } = await requireJob(database.read, tenant, jobId)
      await dropRows(database, 'pending_references', 'subject_key', { tenant, job })
      await unlinkAll(database, { tenant, job })
    },

    async dropHeld(jobId) {
      const tenant = await tenantKey.forWriting()
      await database.write(async (queries) => {
        const { key: job } = await requireJob(queries, tenant, jobId)
        const staged = queries.selectFrom('held_records').where('tenant', '=', tenant).where('job', '=', job)
        const held = staged.where('is_staged', '=', 1)
        const absent = held.where('is_absence', '=', 1).select('anchor_key')
        await queries
          .updateTable('source_entries')
          .set({ is_absent: 0 })
          .where('tenant', '=', tenant)
          .where('job', '=', job)
          .where('anchor_key', 'in', absent)
          .execute()
        const ofJob = queries.deleteFrom('held_records').where('tenant', '=', tenant).where('job', '=', job)
        await ofJob.where('is_staged', '=', 1).execute()
      })
    },

    async dropEscrows(jobId) {
      const tenant = await tenantKey.forWriting()
      await database.write(async (queries) => {
        const { key: job } = await requireJob(queries, tenant, jobId)
        const ofJob = queries.deleteFrom('appointments').where('tenant', '=', tenant).where('job', '=', job)
        await ofJob.where('kind', '=', appointmentCodes.escrow).execute()
      })
    },

    async remove(jobId) {
      const tenant = await tenantKey.forWriting()
      const { key: job } = await requireJob(database.read, tenant, jobId)
      for (const { table, key } of rowsOfJob) await dropRows(database, table, key, { tenant, job })
      await database.write(async (queries) => {
        const nothing = { settings: '[]', options: '{}', progress: '{}' }
        await updateJob(queries, tenant, jobId)
          .set({ ...nothing, schedule_state: removedState })
          .execute()
      })
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
      options: { ...defaultJobOptions, ...JSON.parse(row.options) },
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
        .where('schedule_state', '!=', removedState)
        .executeTakeFirst()
      return row && { servicePrincipalId: row.service_principal_id, templateId: row.template_id }
    },
    async list(servicePrincipalId) {
      const all = database.read
        .selectFrom('jobs')
        .selectAll()
        .where('tenant', '=', await tenantKey.forReading())
        .where('schedule_state', '!=', removedState)
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
}: JobsStoreParts): Pick<JobsStore, 'setScheduleState' | 'saveSettings' | 'saveSchema' | 'patchProgress'> {
  return {
    async setScheduleState(jobId, state) {
      const tenant = await tenantKey.forWriting()
      await database.write(async (queries) => {
        await requireJob(queries, tenant, jobId)
        await updateJob(queries, tenant, jobId).set({ schedule_state: state }).execute()
      })
    },

    async saveSettings(jobId, { settings, options }) {
      const tenant = await tenantKey.forWriting()
      await database.write(async (queries) => {
        await requireJob(queries, tenant, jobId)
        const changes = { settings: JSON.stringify(settings), options: JSON.stringify(options) }
        await updateJob(queries, tenant, jobId).set(changes).execute()
      })
    },

    async saveSchema(jobId, schema, change) {
      const tenant = await tenantKey.forWriting()
      return database.write(async (queries) => {
        const { key: job, schema_version, progress } = await requireJob(queries, tenant, jobId)
        refuseOtherBase(schema_version, change)
        const version = schema_version + 1
        const row = toVersionRow({ tenant, job, version }, { schema, change, now: clock.now() })
        await queries.insertInto('schema_versions').values(row).execute()
        const evaluation = change?.evaluates === true ? { evaluation: evaluationOfAll } : {}
        const merged = JSON.stringify({ ...JSON.parse(progress), ...evaluation })
        await updateJob(queries, tenant, jobId).set({ schema_version: version, progress: merged }).execute()
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
      .values(
        toVersionRow(
          { tenant, job: row.key, version: job.schemaVersion },
          { schema: job.schema, now: Date.parse(job.createdDateTime) },
        ),
      )
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

/** The row of a removed job stays, and its schema versions: log entries are read by them, and its key is never given again. */
const removedState = 'Removed'

const scheduleStates: readonly ScheduleState[] = ['Active', 'Disabled', 'Paused']

function toScheduleState(text: string): ScheduleState {
  const state = scheduleStates.find((candidate) => candidate === text)
  if (state === undefined) throw new Error(`a job has the unknown schedule state '${text}'`)
  return state
}

function selectJob(queries: Queries, tenant: number, jobId: string): Promise<JobRow | undefined> {
  return queries
    .selectFrom('jobs')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', jobId)
    .where('schedule_state', '!=', removedState)
    .executeTakeFirst()
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

async function selectRetainedUploads(
  { read }: SqlDatabase,
  { tenant, job }: JobRows,
  limit: number,
  after: string | null,
): Promise<RetainedUploads> {
  const entries = await read
    .selectFrom('source_entries')
    .select(['anchor_key', 'upload'])
    .where('tenant', '=', tenant)
    .where('job', '=', job)
    .where('anchor_key', '>', after ?? '')
    .orderBy('anchor_key')
    .limit(limit)
    .execute()
  const last = entries.length < limit ? null : (entries.at(-1)?.anchor_key ?? null)
  const sequences = entries.map(({ upload }) => upload)
  return {
    sequences: last === null ? [...sequences, ...(await selectHeldUploads(read, { tenant, job }))] : sequences,
    last,
  }
}

async function selectHeldUploads(read: Queries, { tenant, job }: JobRows): Promise<number[]> {
  const held = await read
    .selectFrom('held_records')
    .select('upload')
    .distinct()
    .where('tenant', '=', tenant)
    .where('job', '=', job)
    .execute()
  return held.map(({ upload }) => upload)
}

/** Piece by piece, as below. */
async function unlinkAll(database: SqlDatabase, { tenant, job }: JobRows): Promise<void> {
  const some = sql`SELECT anchor_key FROM source_entries WHERE tenant = ${tenant} AND job = ${job} AND target_id IS NOT NULL
    ORDER BY anchor_key LIMIT ${sql.lit(dropRowsMax)}`
  const unlink = sql`UPDATE source_entries SET target_id = NULL WHERE tenant = ${tenant} AND job = ${job} AND anchor_key IN (${some})`
  for (;;) {
    const { numAffectedRows } = await database.write((queries) => unlink.execute(queries))
    if (numAffectedRows === undefined || numAffectedRows === 0n) return
    await nextTurn()
  }
}

/** Tables that hold rows of one job, each with a column that tells rows of a job apart well enough to take some of them. */
const rowsOfJob = [
  { table: 'pending_references', key: 'subject_key' },
  { table: 'appointments', key: 'anchor_key' },
  { table: 'held_records', key: 'anchor_key' },
  { table: 'merged_records', key: 'anchor_key' },
  { table: 'source_entries', key: 'anchor_key' },
] as const

/** Deletes all rows of a job piece by piece. An interruption leaves the rest; dropping again finishes it. */
async function dropRows(
  database: SqlDatabase,
  table: (typeof rowsOfJob)[number]['table'],
  key: (typeof rowsOfJob)[number]['key'],
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

import type { HeldRecord, SourceEntry } from '../../contracts/store-provisioning.ts'
import type { SourceEntriesReader } from '../../contracts/store-source-entries.ts'
import { foldCase } from '../../odata/fold-case.ts'
import { appointmentCodes, toAppointmentKind } from './appointment-codes.ts'
import type { Queries, SqlDatabase } from './database.ts'
import { listEntryStates } from './entry-states.ts'
import type { HeldRecordRow, SourceEntryRow } from './tables.ts'
import type { TenantKey } from './tenant-key.ts'

interface JobKeys {
  readonly tenant: number
  readonly job: number
}

/** The doors' view of the people that jobs know. */
export function createSourceEntriesReader(database: SqlDatabase, tenantKey: TenantKey): SourceEntriesReader {
  const { read } = database
  const keysOf = async (jobId: string): Promise<JobKeys | undefined> => {
    const tenant = await tenantKey.forReading()
    const row = await read
      .selectFrom('jobs')
      .select('key')
      .where('tenant', '=', tenant)
      .where('id', '=', jobId)
      .executeTakeFirst()
    return row && { tenant, job: row.key }
  }
  return {
    async find(jobId, anchor) {
      const keys = await keysOf(jobId)
      const row =
        keys && (await selectEntries(read, keys).where('anchor_key', '=', foldCase(anchor)).executeTakeFirst())
      return row && toEntry(row)
    },
    async findByTarget(jobId, targetId) {
      const keys = await keysOf(jobId)
      const row = keys && (await selectEntries(read, keys).where('target_id', '=', targetId).executeTakeFirst())
      return row && toEntry(row)
    },
    async list(jobId, { limit, afterAnchor, isLinked }) {
      const keys = await keysOf(jobId)
      if (keys === undefined) return []
      const after = afterAnchor === null ? '' : foldCase(afterAnchor)
      const page = selectEntries(read, keys).where('anchor_key', '>', after).orderBy('anchor_key').limit(limit)
      const rows = await (isLinked ? page.where('target_id', 'is not', null) : page).execute()
      return rows.map(toEntry)
    },
    async count(jobId) {
      const keys = await keysOf(jobId)
      if (keys === undefined) return 0
      const { count } = await read
        .selectFrom('source_entries')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('tenant', '=', keys.tenant)
        .where('job', '=', keys.job)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async listStates(jobId, page) {
      const keys = await keysOf(jobId)
      return keys === undefined ? [] : listEntryStates(read, keys, page)
    },
    async waitingOf(jobId, anchor) {
      const keys = await keysOf(jobId)
      return keys === undefined ? { appointments: [], held: [] } : readWaiting(read, keys, foldCase(anchor))
    },
    async countWaiting(jobId) {
      const keys = await keysOf(jobId)
      return keys === undefined ? { escrowed: 0, staged: 0 } : countWaiting(read, keys)
    },
    async nextDueAt(jobId) {
      const keys = await keysOf(jobId)
      if (keys === undefined) return null
      const { at } = await read
        .selectFrom('appointments')
        .select(({ fn }) => fn.min('due_at').as('at'))
        .where('tenant', '=', keys.tenant)
        .where('job', '=', keys.job)
        .executeTakeFirstOrThrow()
      return at
    },
    async listHeld(jobId, limit, after) {
      const keys = await keysOf(jobId)
      return keys === undefined ? [] : selectHeld(read, keys, limit, after)
    },
  }
}

function selectEntries(read: Queries, { tenant, job }: JobKeys) {
  return read.selectFrom('source_entries').selectAll().where('tenant', '=', tenant).where('job', '=', job)
}

async function readWaiting(read: Queries, { tenant, job }: JobKeys, anchorKey: string) {
  const appointments = await read
    .selectFrom('appointments')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('job', '=', job)
    .where('anchor_key', '=', anchorKey)
    .execute()
  const held = await read
    .selectFrom('held_records')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('job', '=', job)
    .where('anchor_key', '=', anchorKey)
    .orderBy('upload')
    .orderBy('operation')
    .execute()
  return {
    appointments: appointments.map(({ anchor, kind, due_at, attempts, since }) => ({
      anchor,
      kind: toAppointmentKind(kind),
      dueAt: due_at,
      attempts,
      since,
    })),
    held: held.map(toHeldRecord),
  }
}

async function countWaiting(read: Queries, { tenant, job }: JobKeys) {
  const { escrowed } = await read
    .selectFrom('appointments')
    .select(({ fn }) => fn.countAll<number>().as('escrowed'))
    .where('tenant', '=', tenant)
    .where('job', '=', job)
    .where('kind', '=', appointmentCodes.escrow)
    .executeTakeFirstOrThrow()
  const { staged } = await read
    .selectFrom('held_records')
    .select(({ fn }) => fn.count<number>('anchor_key').distinct().as('staged'))
    .where('tenant', '=', tenant)
    .where('job', '=', job)
    .where('is_staged', '=', 1)
    .executeTakeFirstOrThrow()
  return { escrowed: Number(escrowed), staged: Number(staged) }
}

async function selectHeld(read: Queries, { tenant, job }: JobKeys, limit: number, after: HeldRecord | null) {
  const rows = await read
    .selectFrom('held_records')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('job', '=', job)
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('upload', 'operation', 'anchor_key'),
        '>',
        tuple(after?.uploadSequence ?? 0, after?.operationIndex ?? 0, after === null ? '' : foldCase(after.anchor)),
      ),
    )
    .orderBy('upload')
    .orderBy('operation')
    .orderBy('anchor_key')
    .limit(limit)
    .execute()
  return rows.map(toHeldRecord)
}

function toEntry({ anchor, target_id, upload, operation, is_absent }: SourceEntryRow): SourceEntry {
  return {
    anchor,
    targetId: target_id,
    uploadSequence: upload,
    operationIndex: operation,
    isAbsent: is_absent === 1,
  }
}

function toHeldRecord({ anchor, upload, operation, is_absence, is_repeated, is_staged }: HeldRecordRow): HeldRecord {
  return {
    anchor,
    uploadSequence: upload,
    operationIndex: operation,
    isAbsence: is_absence === 1,
    isRepeated: is_repeated === 1,
    isStaged: is_staged === 1,
  }
}

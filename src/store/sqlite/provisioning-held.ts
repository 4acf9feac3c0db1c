import type { HeldRecord, HeldRecordsStore } from '../../contracts/store-provisioning.ts'
import { foldCase } from '../../odata/fold-case.ts'
import type { SqliteDriver } from './driver.ts'

type HeldRow = [
  anchor: string,
  upload: number,
  operation: number,
  isAbsence: number,
  isRepeated: number,
  isStaged: number,
]

/** Statements for records that wait until it is known how many people a cycle would disable or delete. */
export function createHeldRecords(
  driver: SqliteDriver,
  tenant: number,
  jobKeyOf: (jobId: string) => number,
): HeldRecordsStore {
  const any = driver.prepare('SELECT 1 FROM held_records WHERE tenant = ? AND job = ? LIMIT 1')
  const ofAnchor = driver.prepare(
    'SELECT 1 FROM held_records WHERE tenant = ? AND job = ? AND anchor_key = ? AND is_staged >= ? LIMIT 1',
  )
  const upsert = driver.prepare(
    `INSERT INTO held_records (tenant, job, anchor_key, anchor, upload, operation, is_absence, is_repeated, is_staged)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (tenant, job, anchor_key, upload, operation) DO UPDATE SET is_staged = excluded.is_staged`,
  )
  const remove = driver.prepare(
    'DELETE FROM held_records WHERE tenant = ? AND job = ? AND anchor_key = ? AND upload = ? AND operation = ?',
  )
  const list = driver.prepare<HeldRow>(
    `SELECT anchor, upload, operation, is_absence, is_repeated, is_staged FROM held_records
     WHERE tenant = ? AND job = ? AND (upload, operation, anchor_key) > (?, ?, ?) ORDER BY upload, operation, anchor_key LIMIT ?`,
    'arrays',
  )
  const people = driver.prepare<{ count: number }>(
    'SELECT count(DISTINCT anchor_key) AS count FROM held_records WHERE tenant = ? AND job = ?',
  )
  const first = driver.prepare<{ upload: number | null }>(
    `SELECT min(upload) AS upload FROM held_records
     WHERE tenant = ? AND job = ? AND is_staged = 0 AND is_repeated = 0`,
  )
  const clear = driver.prepare('DELETE FROM held_records WHERE tenant = ? AND job = ?')
  return {
    async isEmpty(jobId) {
      return any.get(tenant, jobKeyOf(jobId)) === undefined
    },
    async holds(jobId, anchors, which = 'all') {
      const job = jobKeyOf(jobId)
      const isStaged = toInteger(which === 'staged')
      return anchors.map((anchor) => ofAnchor.get(tenant, job, foldCase(anchor), isStaged) !== undefined)
    },
    async put(jobId, records) {
      const job = jobKeyOf(jobId)
      for (const { anchor, uploadSequence, operationIndex, isAbsence, isRepeated, isStaged } of records)
        upsert.run(
          tenant,
          job,
          foldCase(anchor),
          anchor,
          uploadSequence,
          operationIndex,
          toInteger(isAbsence),
          toInteger(isRepeated),
          toInteger(isStaged),
        )
    },
    async remove(jobId, records) {
      const job = jobKeyOf(jobId)
      for (const { anchor, uploadSequence, operationIndex } of records)
        remove.run(tenant, job, foldCase(anchor), uploadSequence, operationIndex)
    },
    async list(jobId, limit, after) {
      const key = after === null ? '' : foldCase(after.anchor)
      return list
        .all(tenant, jobKeyOf(jobId), after?.uploadSequence ?? 0, after?.operationIndex ?? 0, key, limit)
        .map(toHeldRecord)
    },
    async countPeople(jobId) {
      return people.get(tenant, jobKeyOf(jobId))?.count ?? 0
    },
    async firstUpload(jobId) {
      return first.get(tenant, jobKeyOf(jobId))?.upload ?? null
    },
    async clear(jobId) {
      clear.run(tenant, jobKeyOf(jobId))
    },
  }
}

function toInteger(flag: boolean): number {
  return flag ? 1 : 0
}

function toHeldRecord([anchor, uploadSequence, operationIndex, isAbsence, isRepeated, isStaged]: HeldRow): HeldRecord {
  return {
    anchor,
    uploadSequence,
    operationIndex,
    isAbsence: isAbsence === 1,
    isRepeated: isRepeated === 1,
    isStaged: isStaged === 1,
  }
}

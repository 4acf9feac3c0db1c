import type { SourceEntriesStore, SourceEntry } from '../../contracts/store-provisioning.ts'
import { foldCase } from '../../odata/fold-case.ts'
import type { SqliteDriver } from './driver.ts'

type EntryRow = [anchor: string, targetId: string | null, upload: number, operation: number, isAbsent: number]

const columns = 'anchor, target_id, upload, operation, is_absent'

/** Hot statements: people as a job knows them. */
export function createEntries(
  driver: SqliteDriver,
  tenant: number,
  jobKeyOf: (jobId: string) => number,
): SourceEntriesStore {
  const select = driver.prepare<EntryRow>(
    `SELECT ${columns} FROM source_entries WHERE tenant = ? AND job = ? AND anchor_key = ?`,
    'arrays',
  )
  const upsert = driver.prepare(
    `INSERT INTO source_entries (tenant, job, anchor_key, anchor, target_id, upload, operation, is_absent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (tenant, job, anchor_key) DO UPDATE SET anchor = excluded.anchor, target_id = excluded.target_id,
       upload = excluded.upload, operation = excluded.operation, is_absent = excluded.is_absent`,
  )
  const remove = driver.prepare('DELETE FROM source_entries WHERE tenant = ? AND job = ? AND anchor_key = ?')
  const before = driver.prepare<EntryRow>(
    `SELECT ${columns} FROM source_entries WHERE tenant = ? AND job = ? AND anchor_key > ? AND upload < ? AND is_absent = 0
     ORDER BY anchor_key LIMIT ?`,
    'arrays',
  )
  return {
    async find(jobId, anchors) {
      const job = jobKeyOf(jobId)
      return anchors.map((wanted): SourceEntry | undefined => {
        const row = select.get(tenant, job, foldCase(wanted))
        return row === undefined ? undefined : toEntry(row)
      })
    },
    async put(jobId, entries) {
      const job = jobKeyOf(jobId)
      for (const { anchor, targetId, uploadSequence, operationIndex, isAbsent } of entries) {
        upsert.run(tenant, job, foldCase(anchor), anchor, targetId, uploadSequence, operationIndex, isAbsent ? 1 : 0)
      }
    },
    async remove(jobId, anchors) {
      const job = jobKeyOf(jobId)
      for (const anchor of anchors) remove.run(tenant, job, foldCase(anchor))
    },
    async listBefore(jobId, { uploadSequence, limit, afterAnchor }) {
      const after = afterAnchor === null ? '' : foldCase(afterAnchor)
      return before.all(tenant, jobKeyOf(jobId), after, uploadSequence, limit).map(toEntry)
    },
  }
}

function toEntry([anchor, targetId, uploadSequence, operationIndex, isAbsent]: EntryRow): SourceEntry {
  return { anchor, targetId, uploadSequence, operationIndex, isAbsent: isAbsent === 1 }
}

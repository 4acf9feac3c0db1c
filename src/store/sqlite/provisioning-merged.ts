import type { MergedRecordsStore } from '../../contracts/store-provisioning.ts'
import { foldCase } from '../../odata/fold-case.ts'
import type { JsonObject } from '../../std/json-object.ts'
import type { SqliteDriver } from './driver.ts'

/** Statements for what people have sent in all. */
export function createMergedRecords(
  driver: SqliteDriver,
  tenant: number,
  jobKeyOf: (jobId: string) => number,
): MergedRecordsStore {
  const select = driver.prepare<[data: string]>(
    'SELECT data FROM merged_records WHERE tenant = ? AND job = ? AND anchor_key = ?',
    'arrays',
  )
  const upsert = driver.prepare(
    `INSERT INTO merged_records (tenant, job, anchor_key, data) VALUES (?, ?, ?, ?)
     ON CONFLICT (tenant, job, anchor_key) DO UPDATE SET data = excluded.data`,
  )
  return {
    async find(jobId, anchors) {
      const job = jobKeyOf(jobId)
      return anchors.map((anchor) => {
        const row = select.get(tenant, job, foldCase(anchor))
        // Written below.
        return row === undefined ? undefined : (JSON.parse(row[0]) as JsonObject)
      })
    },
    async put(jobId, records) {
      const job = jobKeyOf(jobId)
      for (const { anchor, data } of records) upsert.run(tenant, job, foldCase(anchor), JSON.stringify(data))
    },
  }
}

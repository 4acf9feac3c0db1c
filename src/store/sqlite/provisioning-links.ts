import type { Link, LinksStore } from '../../contracts/store-provisioning.ts'
import { foldCase } from '../../odata/fold-case.ts'
import type { SqliteDriver } from './driver.ts'

type LinkRow = [anchor: string, targetId: string, upload: number, operation: number]

/** Hot statements: links between source anchors and target objects. */
export function createLinks(driver: SqliteDriver, tenant: number, jobKeyOf: (jobId: string) => number): LinksStore {
  const select = driver.prepare<LinkRow>(
    'SELECT anchor, target_id, upload, operation FROM links WHERE tenant = ? AND job = ? AND anchor_key = ?',
    'arrays',
  )
  const upsert = driver.prepare(
    `INSERT INTO links (tenant, job, anchor_key, anchor, target_id, upload, operation) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (tenant, job, anchor_key) DO UPDATE SET anchor = excluded.anchor, target_id = excluded.target_id,
       upload = excluded.upload, operation = excluded.operation`,
  )
  const remove = driver.prepare('DELETE FROM links WHERE tenant = ? AND job = ? AND anchor_key = ?')
  return {
    async find(jobId, anchors) {
      const job = jobKeyOf(jobId)
      return anchors.map((wanted): Link | undefined => {
        const row = select.get(tenant, job, foldCase(wanted))
        return row === undefined
          ? undefined
          : { anchor: row[0], targetId: row[1], uploadSequence: row[2], operationIndex: row[3] }
      })
    },
    async put(jobId, links) {
      const job = jobKeyOf(jobId)
      for (const { anchor, targetId, uploadSequence, operationIndex } of links) {
        upsert.run(tenant, job, foldCase(anchor), anchor, targetId, uploadSequence, operationIndex)
      }
    },
    async remove(jobId, anchors) {
      const job = jobKeyOf(jobId)
      for (const anchor of anchors) remove.run(tenant, job, foldCase(anchor))
    },
  }
}

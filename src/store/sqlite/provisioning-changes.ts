import type { ChangesWriter } from '../../contracts/store-objects.ts'
import type { SqliteDriver } from './driver.ts'

/** The change feed grows by triggers and by link-announcer.ts; here it is cut. */
export function createChangesWriter(driver: SqliteDriver, tenant: number): ChangesWriter {
  const mark = driver.prepare(
    `INSERT OR IGNORE INTO change_marks (tenant, at, sequence)
     SELECT ?1, ?2, MAX(sequence) FROM directory_changes HAVING MAX(sequence) IS NOT NULL`,
  )
  const reached = driver.prepare<{ readonly at: number; readonly sequence: number }>(
    'SELECT at, sequence FROM change_marks WHERE tenant = ? AND at < ? ORDER BY at DESC LIMIT 1',
  )
  const forget = driver.prepare(
    `DELETE FROM directory_changes WHERE sequence IN
       (SELECT sequence FROM directory_changes WHERE +tenant = ? AND sequence < ? ORDER BY sequence LIMIT ?)`,
  )
  const dropMarks = driver.prepare('DELETE FROM change_marks WHERE tenant = ? AND at < ?')
  return {
    async mark(at) {
      mark.run(tenant, at)
    },
    async forget(before, limit) {
      const last = reached.get(tenant, before)
      if (last === undefined) return 0
      dropMarks.run(tenant, last.at)
      return Number(forget.run(tenant, last.sequence, limit).changes)
    },
  }
}

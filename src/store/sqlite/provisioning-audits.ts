import type { AuditsWriter } from '../../contracts/store-audits.ts'
import type { SqliteDriver } from './driver.ts'

/** Appends to the audit log, on the writing connection. */
export function createAuditsWriter(driver: SqliteDriver, tenant: number): AuditsWriter {
  const insert = driver.prepare('INSERT INTO audit_log (tenant, kind, id, at, properties) VALUES (?, ?, ?, ?, ?)')
  return {
    async append(entries) {
      for (const { kind, id, at, properties } of entries) {
        insert.run(tenant, kind, id.toLowerCase(), at, JSON.stringify(properties))
      }
    },
  }
}

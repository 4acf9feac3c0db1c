import type { DeletedUsersWriter } from '../../contracts/store-deleted-users.ts'
import { type DeletedUserColumns, toDeletedUser } from '../sql/user-row.ts'
import type { SqliteDriver } from './driver.ts'
import { createLinkAnnouncer } from './link-announcer.ts'
import { attempt, keyColumns, keysOf } from './provisioning-users.ts'

const columns = 'id, deleted_at, manager_id, version, properties'

/** Statements for deleted users, on the writing connection. */
export function createDeletedUsersWriter(driver: SqliteDriver, tenant: number): DeletedUsersWriter {
  const byId = driver.prepare<DeletedUserColumns>(`SELECT ${columns} FROM deleted_users WHERE tenant = ? AND id = ?`)
  const oldest = driver.prepare<DeletedUserColumns>(
    `SELECT ${columns} FROM deleted_users WHERE tenant = ? AND deleted_at < ? ORDER BY deleted_at LIMIT ?`,
  )
  const revive = driver.prepare(
    `INSERT INTO users (tenant, id, ${keyColumns.join(', ')}, manager_id, version, properties)
     SELECT d.tenant, d.id, ${keyColumns.map(() => '?').join(', ')},
       (SELECT m.id FROM users m WHERE m.tenant = d.tenant AND m.id = d.manager_id), d.version + 1, ?
     FROM deleted_users d WHERE d.tenant = ? AND d.id = ?`,
  )
  const remove = driver.prepare('DELETE FROM deleted_users WHERE tenant = ? AND id = ?')
  const announceLinks = createLinkAnnouncer(driver, tenant)
  return {
    async find(id) {
      const row = byId.get(tenant, id.toLowerCase())
      return row && toDeletedUser(row)
    },
    listBefore: async (time, limit) => oldest.all(tenant, time, limit).map(toDeletedUser),
    restore: async ({ id, properties }) =>
      attempt(() => {
        const key = id.toLowerCase()
        const { changes } = revive.run(...keysOf(properties), JSON.stringify(properties), tenant, key)
        remove.run(tenant, key)
        announceLinks(key)
        return changes
      }),
    purge: async (id) => attempt(() => remove.run(tenant, id.toLowerCase()).changes),
  }
}

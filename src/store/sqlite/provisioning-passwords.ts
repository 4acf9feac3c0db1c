import type { PasswordsWriter } from '../../contracts/store-identity.ts'
import type { SqliteDriver } from './driver.ts'

/** Sets passwords in the transaction that writes their users, on the writing connection. */
export function createPasswordsWriter(driver: SqliteDriver, tenant: number): PasswordsWriter {
  const put = driver.prepare(
    'INSERT OR REPLACE INTO user_passwords (tenant, user_id, password, is_hardened) VALUES (?, ?, ?, ?)',
  )
  return {
    async put(passwords) {
      for (const { userId, hash, isHardened } of passwords) {
        put.run(tenant, userId.toLowerCase(), hash, isHardened ? 1 : 0)
      }
    },
  }
}

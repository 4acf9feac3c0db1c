import type { PasswordsStore, TotpStore, UserPassword } from '../../contracts/store-identity.ts'
import type { SqlDatabase } from './database.ts'
import type { UserPasswordRow } from './tables.ts'
import type { TenantKey } from './tenant-key.ts'

export function createPasswords({ read, write }: SqlDatabase, tenantKey: TenantKey): PasswordsStore {
  return {
    async find(userId) {
      const row = await read
        .selectFrom('user_passwords')
        .selectAll()
        .where('tenant', '=', await tenantKey.forReading())
        .where('user_id', '=', userId.toLowerCase())
        .executeTakeFirst()
      return row && toPassword(row)
    },
    async put({ userId, hash, isHardened }) {
      const tenant = await tenantKey.forWriting()
      const row = { tenant, user_id: userId.toLowerCase(), password: hash, is_hardened: isHardened ? 1 : 0 }
      await write((queries) => queries.replaceInto('user_passwords').values(row).execute())
    },
    async harden({ userId, hash, isHardened }, formerHash) {
      const tenant = await tenantKey.forWriting()
      const changed = await write((queries) =>
        queries
          .updateTable('user_passwords')
          .set({ password: hash, is_hardened: isHardened ? 1 : 0 })
          .where('tenant', '=', tenant)
          .where('user_id', '=', userId.toLowerCase())
          .where('password', '=', formerHash)
          .executeTakeFirst(),
      )
      return changed.numUpdatedRows > 0n
    },
    async listQuick(limit) {
      const rows = await read
        .selectFrom('user_passwords')
        .selectAll()
        .where('tenant', '=', await tenantKey.forReading())
        .where('is_hardened', '=', 0)
        .limit(limit)
        .execute()
      return rows.map(toPassword)
    },
  }
}

function toPassword({ user_id, password, is_hardened }: UserPasswordRow): UserPassword {
  return { userId: user_id, hash: password, isHardened: is_hardened === 1 }
}

export function createTotp({ read, write }: SqlDatabase, tenantKey: TenantKey): TotpStore {
  return {
    async find(userId) {
      const row = await read
        .selectFrom('user_totp')
        .select(['secret', 'last_step'])
        .where('tenant', '=', await tenantKey.forReading())
        .where('user_id', '=', userId.toLowerCase())
        .executeTakeFirst()
      return row && { secret: row.secret, lastStep: row.last_step }
    },
    async put(userId, { secret, lastStep }) {
      const tenant = await tenantKey.forWriting()
      const row = { tenant, user_id: userId.toLowerCase(), secret, last_step: lastStep }
      await write((queries) => queries.replaceInto('user_totp').values(row).execute())
    },
    async takeStep(userId, step) {
      const tenant = await tenantKey.forWriting()
      const taken = await write((queries) =>
        queries
          .updateTable('user_totp')
          .set({ last_step: step })
          .where('tenant', '=', tenant)
          .where('user_id', '=', userId.toLowerCase())
          .where('last_step', '<', step)
          .executeTakeFirst(),
      )
      return taken.numUpdatedRows > 0n
    },
    async remove(userId) {
      const tenant = await tenantKey.forWriting()
      await write((queries) =>
        queries
          .deleteFrom('user_totp')
          .where('tenant', '=', tenant)
          .where('user_id', '=', userId.toLowerCase())
          .execute(),
      )
    },
  }
}

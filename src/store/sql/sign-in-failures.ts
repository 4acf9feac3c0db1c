import { failedAccountsMax, type SignInFailuresStore } from '../../contracts/store-identity.ts'
import { foldCase } from '../../odata/fold-case.ts'
import type { SqlDatabase } from './database.ts'
import type { TenantKey } from './tenant-key.ts'

export function createFailures({ read, write }: SqlDatabase, tenantKey: TenantKey): SignInFailuresStore {
  return {
    async find(account) {
      const row = await read
        .selectFrom('sign_in_failures')
        .selectAll()
        .where('tenant', '=', await tenantKey.forReading())
        .where('account_key', '=', foldCase(account))
        .executeTakeFirst()
      return row && { count: row.failures, lastAt: row.last_at, lockedUntil: row.locked_until }
    },
    async put(account, { count, lastAt, lockedUntil }) {
      const tenant = await tenantKey.forWriting()
      const times = { last_at: lastAt, locked_until: lockedUntil }
      const row = { tenant, account_key: foldCase(account), failures: count, ...times }
      await write(async (queries) => {
        await queries.replaceInto('sign_in_failures').values(row).execute()
        const beyond = queries
          .selectFrom('sign_in_failures')
          .select('account_key')
          .where('tenant', '=', tenant)
          .orderBy('last_at', 'desc')
          .limit(-1)
          .offset(failedAccountsMax)
        await queries
          .deleteFrom('sign_in_failures')
          .where('tenant', '=', tenant)
          .where('account_key', 'in', beyond)
          .execute()
      })
    },
    async remove(account) {
      const tenant = await tenantKey.forWriting()
      await write((queries) =>
        queries
          .deleteFrom('sign_in_failures')
          .where('tenant', '=', tenant)
          .where('account_key', '=', foldCase(account))
          .execute(),
      )
    },
  }
}

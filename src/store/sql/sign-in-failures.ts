import { failedAccountsMax, type SignInFailuresStore } from '../../contracts/store-identity.ts'
import { foldCase } from '../../odata/fold-case.ts'
import type { Queries, SqlDatabase } from './database.ts'
import type { TenantKey } from './tenant-key.ts'

export function createFailures({ read, write }: SqlDatabase, tenantKey: TenantKey): SignInFailuresStore {
  return {
    async find(account) {
      return findRow(read, await tenantKey.forReading(), foldCase(account))
    },
    async update(account, change) {
      const tenant = await tenantKey.forWriting()
      const accountKey = foldCase(account)
      await write(async (queries) => {
        const { count, lastAt, lockedUntil } = change(await findRow(queries, tenant, accountKey))
        const times = { last_at: lastAt, locked_until: lockedUntil }
        const row = { tenant, account_key: accountKey, failures: count, ...times }
        await queries.replaceInto('sign_in_failures').values(row).execute()
        await forgetOldest(queries, tenant)
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

async function findRow(queries: Queries, tenant: number, accountKey: string) {
  const row = await queries
    .selectFrom('sign_in_failures')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('account_key', '=', accountKey)
    .executeTakeFirst()
  return row && { count: row.failures, lastAt: row.last_at, lockedUntil: row.locked_until }
}

async function forgetOldest(queries: Queries, tenant: number): Promise<void> {
  const beyond = queries
    .selectFrom('sign_in_failures')
    .select('account_key')
    .where('tenant', '=', tenant)
    .orderBy('last_at', 'desc')
    .limit(-1)
    .offset(failedAccountsMax)
  await queries.deleteFrom('sign_in_failures').where('tenant', '=', tenant).where('account_key', 'in', beyond).execute()
}

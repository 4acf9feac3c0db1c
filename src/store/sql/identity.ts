import { failureMemoryMs, type IdentityStore } from '../../contracts/store-identity.ts'
import type { SqlDatabase } from './database.ts'
import { createArtifacts } from './sign-in-artifacts.ts'
import { createFailures } from './sign-in-failures.ts'
import type { TenantKey } from './tenant-key.ts'
import { createPasswords, createTotp } from './user-credentials.ts'

/** Credentials of users who are gone that one round removes of a table; what is left waits for the next. */
const purgedMax = 10_000

export function createIdentityStore(database: SqlDatabase, tenantKey: TenantKey): IdentityStore {
  return {
    passwords: createPasswords(database, tenantKey),
    totp: createTotp(database, tenantKey),
    failures: createFailures(database, tenantKey),
    artifacts: createArtifacts(database, tenantKey),
    async purge(now) {
      const tenant = await tenantKey.forReading()
      return database.write(async (queries) => {
        const artifacts = await queries
          .deleteFrom('sign_in_artifacts')
          .where('tenant', '=', tenant)
          .where('expires_at', '<=', now)
          .executeTakeFirst()
        const failures = await queries
          .deleteFrom('sign_in_failures')
          .where('tenant', '=', tenant)
          .where('last_at', '<', now - failureMemoryMs)
          .where('locked_until', '<=', now)
          .executeTakeFirst()
        let removed = Number(artifacts.numDeletedRows) + Number(failures.numDeletedRows)
        for (const table of ['user_passwords', 'user_totp'] as const) {
          const orphans = await queries
            .selectFrom(table)
            .select('user_id')
            .where('tenant', '=', tenant)
            .where('user_id', 'not in', queries.selectFrom('users').select('id').where('tenant', '=', tenant))
            .where('user_id', 'not in', queries.selectFrom('deleted_users').select('id').where('tenant', '=', tenant))
            .limit(purgedMax)
            .execute()
          for (const { user_id } of orphans) {
            await queries.deleteFrom(table).where('tenant', '=', tenant).where('user_id', '=', user_id).execute()
          }
          removed += orphans.length
        }
        return removed
      })
    },
  }
}

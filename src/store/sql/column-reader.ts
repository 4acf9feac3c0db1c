import { sql } from 'kysely'
import type { SqlDatabase } from './database.ts'
import type { TenantKey } from './tenant-key.ts'

export const loadedUsersPerStatement = 5_000

/** Some properties of users as JSON texts, null where they are unset. */
export interface ColumnRow {
  readonly id: string
  readonly values: readonly (string | null)[]
}

export function createColumnReader({ read, dialect }: SqlDatabase, tenantKey: TenantKey) {
  const select = async (names: readonly string[]) =>
    read
      .selectFrom('users as u')
      .where('u.tenant', '=', await tenantKey.forReading())
      .select('u.id')
      .select(
        names.map((name, index) =>
          sql<string | null>`${sql.raw(dialect.json.json('u.properties', [name]))}`.as(`v${index}`),
        ),
      )
  const toRow =
    (names: readonly string[]) => (row: { readonly id: string; readonly [value: string]: string | null }) => ({
      id: row.id,
      values: names.map((_, index) => row[`v${index}`] ?? null),
    })
  return {
    async listAfter(names: readonly string[], afterId: string): Promise<readonly ColumnRow[]> {
      const query = (await select(names)).where('u.id', '>', afterId).orderBy('u.id').limit(loadedUsersPerStatement)
      return (await query.execute()).map(toRow(names))
    },
    async find(names: readonly string[], ids: readonly string[]): Promise<readonly ColumnRow[]> {
      return (await (await select(names)).where('u.id', 'in', ids).execute()).map(toRow(names))
    },
    async hasMoreThan(count: number): Promise<boolean> {
      const query = read.selectFrom('users as u').where('u.tenant', '=', await tenantKey.forReading())
      return (await query.select('u.id').orderBy('u.id').offset(count).limit(1).executeTakeFirst()) !== undefined
    },
  }
}

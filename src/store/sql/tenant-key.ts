import { EntrainError } from '../../model/error.ts'
import type { SqlDatabase } from './database.ts'

/** The integer that stands for a tenant in every other table, looked up once. */
export interface TenantKey {
  readonly tenantId: string
  /** For reading: a tenant that does not exist gets a key that no row has, so everything is empty. */
  forReading(): Promise<number>
  /** For writing: throws `notFound` when the tenant does not exist. */
  forWriting(): Promise<number>
}

/** Keys begin at 1. */
const keyOfNobody = 0

export function createTenantKey(database: Pick<SqlDatabase, 'read'>, tenantId: string): TenantKey {
  const id = tenantId.toLowerCase()
  // Tenants are never deleted, so a key that was found stays right; one that was not found may appear later.
  let known: number | undefined

  const find = async (): Promise<number | undefined> => {
    known ??= (await database.read.selectFrom('tenants').select('key').where('id', '=', id).executeTakeFirst())?.key
    return known
  }

  return {
    tenantId: id,
    forReading: async () => (await find()) ?? keyOfNobody,
    async forWriting() {
      const key = await find()
      if (key === undefined) throw new EntrainError('notFound', `There is no tenant '${tenantId}'.`)
      return key
    },
  }
}

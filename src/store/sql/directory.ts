import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { DirectoryStore, UserQuery } from '../../contracts/store-directory.ts'
import type { User } from '../../model/user.ts'
import type { CheckedFilter } from '../../odata/condition.ts'
import { toPredicate } from '../../odata/evaluate-filter.ts'
import { foldCase } from '../../odata/fold-case.ts'
import type { SqlDatabase } from './database.ts'
import { createScanBudget, scanInChunks } from './scan.ts'
import type { TenantKey } from './tenant-key.ts'
import { namesIndexedValue, splitUserFilter, toUserResource } from './user-filter.ts'
import { toUser, userColumns } from './user-row.ts'
import { createUserScan, type UserScanOrder } from './user-scan.ts'

/** Ids in one statement; longer lists take several. */
const idsPerStatementMax = 200
const countChunkRows = 1_000
const residualChunkRowsMin = 200
const scanHint = 'Filter on userPrincipalName, mail, employeeId or id as well.'

export function createDirectoryStore(database: SqlDatabase, tenantKey: TenantKey): DirectoryStore {
  const findUsersById = (ids: readonly string[]) => findMany(database, tenantKey, ids)
  return {
    findUser: async (id) => (await findUsersById([id]))[0],
    findUsers: findUsersById,

    async findUserByPrincipalName(userPrincipalName) {
      const row = await database.read
        .selectFrom('users as u')
        .select(userColumns)
        .where('u.tenant', '=', await tenantKey.forReading())
        .where('u.upn_key', '=', foldCase(userPrincipalName))
        .executeTakeFirst()
      return row && toUser(row)
    },

    async listUsers(query) {
      const users: User[] = []
      if (query.limit <= 0) return users
      for await (const chunk of scanUsers(database, await tenantKey.forReading(), query)) {
        users.push(...chunk)
        if (users.length >= query.limit) break
      }
      return users.slice(0, query.limit)
    },

    countUsers: async (filter) => countUsers(database, await tenantKey.forReading(), filter),

    async listDirectReportIds(managerId) {
      const rows = await database.read
        .selectFrom('users')
        .select('id')
        .where('tenant', '=', await tenantKey.forReading())
        .where('manager_id', '=', managerId.toLowerCase())
        .orderBy('id')
        .execute()
      return rows.map((row) => row.id)
    },
  }
}

async function findMany(
  database: SqlDatabase,
  tenantKey: TenantKey,
  ids: readonly string[],
): Promise<(User | undefined)[]> {
  const tenant = await tenantKey.forReading()
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))]
  const found = new Map<string, User>()
  for (let start = 0; start < wanted.length; start += idsPerStatementMax) {
    const rows = await database.read
      .selectFrom('users as u')
      .select(userColumns)
      .where('u.tenant', '=', tenant)
      .where('u.id', 'in', wanted.slice(start, start + idsPerStatementMax))
      .execute()
    for (const row of rows) found.set(row.id, toUser(row))
  }
  return ids.map((id) => found.get(id.toLowerCase()))
}

async function* scanUsers(database: SqlDatabase, tenant: number, query: UserQuery): AsyncGenerator<readonly User[]> {
  const { where, residual } = splitUserFilter(query.filter, database.dialect)
  const scan = createUserScan(database.read, { tenant, order: query.orderBy, where })
  const chunks = scanInChunks(scan, {
    after: query.after && { key: foldCase(query.after.sortValue), id: query.after.id.toLowerCase() },
    chunkRows: residual === undefined ? query.limit : Math.max(residualChunkRowsMin, query.limit),
    windowed: where !== undefined && !namesIndexedValue(query.filter),
    budget: createScanBudget(scanHint),
  })
  const fulfils = residual && toPredicate(residual)
  for await (const rows of chunks) {
    const users = rows.map(toUser)
    yield fulfils === undefined ? users : users.filter((user) => fulfils(toUserResource(user)))
  }
}

async function countUsers(database: SqlDatabase, tenant: number, filter: CheckedFilter | null): Promise<number> {
  const { where, residual } = splitUserFilter(filter, database.dialect)
  if (residual === undefined && (where === undefined || namesIndexedValue(filter))) {
    return countRows(database, tenant, where)
  }
  const byId: UserScanOrder = { property: 'id', descending: false }
  const query: UserQuery = { filter, orderBy: byId, limit: countChunkRows, after: null }
  let count = 0
  for await (const users of scanUsers(database, tenant, query)) count += users.length
  return count
}

async function countRows(
  { read }: SqlDatabase,
  tenant: number,
  where: RawBuilder<SqlBool> | undefined,
): Promise<number> {
  const { count } = await read
    .selectFrom('users as u')
    .select(sql<number>`COUNT(*)`.as('count'))
    .where('u.tenant', '=', tenant)
    .$if(where !== undefined, (query) => query.where(where ?? sql<SqlBool>`TRUE`))
    .executeTakeFirstOrThrow()
  return Number(count)
}

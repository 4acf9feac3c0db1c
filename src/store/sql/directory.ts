import type { RawBuilder, SqlBool } from 'kysely'
import type { DirectoryStore, UserQuery } from '../../contracts/store-directory.ts'
import type { User } from '../../model/user.ts'
import type { Condition } from '../../odata/condition.ts'
import { toPredicate } from '../../odata/evaluate-filter.ts'
import { foldCase } from '../../odata/fold-case.ts'
import { fulfilsSearch, narrowingOf, type Search } from '../../odata/search.ts'
import { type ColumnFilter, toColumnFilter, toSearchColumnFilter } from './column-filter.ts'
import type { SqlDatabase } from './database.ts'
import { createChangesReader } from './directory-changes.ts'
import { findInColumns, readInOrder } from './find-in-columns.ts'
import { countInWindows, createScanBudget, scanInChunks, windowRows } from './scan.ts'
import type { TenantKey } from './tenant-key.ts'
import { createUserColumns } from './user-columns.ts'
import { isInSearchIndex, namesIndexedValue, splitUserFilter, toUserResource } from './user-filter.ts'
import { toDeletedUser, toUser, userColumns } from './user-row.ts'
import { createUserScan, idsPerStatementMax, type UserScanOrder } from './user-scan.ts'

const countChunkRows = 1_000
const residualChunkRowsMin = 200
/** Rows of the narrow index that one statement looks at. */
const narrowWindowRows = 25_000
const scanHint = 'Filter on userPrincipalName, mail, employeeId or id as well.'

export function createDirectoryStore(
  database: SqlDatabase,
  tenantKey: TenantKey,
  { columnUsersMax }: { readonly columnUsersMax?: number } = {},
): DirectoryStore {
  const findUsersById = (ids: readonly string[]) => findMany(database, tenantKey, ids)
  const changes = createChangesReader(database, tenantKey)
  const columns = createUserColumns({ database, tenantKey, changes, usersMax: columnUsersMax })
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
      const wanted = toWanted(database, query)
      const matching = await findInColumns(columns, wanted, query)
      if (matching !== undefined) return readInOrder(matching, query, findUsersById)
      for await (const chunk of scanUsers(database, await tenantKey.forReading(), query, wanted)) {
        users.push(...chunk)
        if (users.length >= query.limit) break
      }
      return users.slice(0, query.limit)
    },

    async countUsers(filter, search) {
      const wanted = toWanted(database, { filter, search })
      const matching = await findInColumns(columns, wanted, { orderBy: byId, after: null })
      return matching?.length ?? countUsers(database, await tenantKey.forReading(), wanted)
    },

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

    ...createDeletedUsersReader(database, tenantKey),
  }
}

type DeletedUsersReader = Pick<DirectoryStore, 'findDeletedUser' | 'listDeletedUsers'>

function createDeletedUsersReader({ read }: SqlDatabase, tenantKey: TenantKey): DeletedUsersReader {
  const select = async () =>
    read
      .selectFrom('deleted_users')
      .select(['id', 'deleted_at', 'manager_id', 'version', 'properties'])
      .where('tenant', '=', await tenantKey.forReading())
  return {
    async findDeletedUser(id) {
      const row = await (await select()).where('id', '=', id.toLowerCase()).executeTakeFirst()
      return row && toDeletedUser(row)
    },
    async listDeletedUsers({ limit, afterId = '' }) {
      const rows = await (await select()).where('id', '>', afterId).orderBy('id').limit(limit).execute()
      return rows.map(toDeletedUser)
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

/** What to look for: the part that the database can answer, and what is left for the rows that it finds. */
interface Wanted {
  readonly where: RawBuilder<SqlBool> | undefined
  /** Undefined: the database's answer is exact. */
  readonly fulfils: ((user: User) => boolean) | undefined
  readonly isIndexed: boolean
  readonly isNarrow: boolean
  /** The question for the columns in memory; undefined where the database answers sooner. */
  readonly columnFilter: ColumnFilter | undefined
}

function toWanted({ dialect }: SqlDatabase, { filter, search }: Pick<UserQuery, 'filter' | 'search'>): Wanted {
  const clauses = [filter?.condition, search && narrowingOf(search)].filter((clause) => clause !== undefined)
  const condition: Condition | undefined = clauses.length === 0 ? undefined : { kind: 'and', clauses }
  const { where, residual } = splitUserFilter(condition, dialect)
  const isLeft = residual && toPredicate(residual)
  const fulfils = (user: User): boolean =>
    (isLeft?.(toUserResource(user)) ?? true) && (search === undefined || fulfilsSearch(search, user.properties))
  const isIndexed = namesIndexedValue(condition)
  const isNarrow = condition !== undefined && residual === undefined && isInSearchIndex(condition)
  const isForDatabase = isIndexed || (isNarrow && search === undefined)
  return {
    where,
    fulfils: isLeft === undefined && search === undefined ? undefined : fulfils,
    isIndexed,
    isNarrow,
    columnFilter: isForDatabase ? undefined : toColumnQuestion(filter?.condition, search),
  }
}

function toColumnQuestion(condition: Condition | undefined, search: Search | undefined): ColumnFilter | undefined {
  const parts = [condition && toColumnFilter(condition), search && toSearchColumnFilter(search)]
  const [first, ...others] = parts.filter((part) => part !== undefined)
  return first === undefined || others.length === 0 ? first : { kind: 'and', parts: [first, ...others] }
}

type UserScanQuery = Omit<UserQuery, 'filter' | 'search'>

async function* scanUsers(
  database: SqlDatabase,
  tenant: number,
  { orderBy, limit, after }: UserScanQuery,
  { where, fulfils, isIndexed, isNarrow }: Wanted,
): AsyncGenerator<readonly User[]> {
  const scan = createUserScan(database.read, { tenant, order: orderBy, where, isNarrow: isNarrow && !isIndexed })
  const chunks = scanInChunks(scan, {
    after: after && { key: foldCase(after.sortValue), id: after.id.toLowerCase() },
    chunkRows: fulfils === undefined ? limit : Math.max(residualChunkRowsMin, limit),
    windowed: where !== undefined && !isIndexed,
    windowRows: isNarrow ? narrowWindowRows : windowRows,
    budget: createScanBudget(scanHint),
  })
  for await (const rows of chunks) {
    const users = rows.map(toUser)
    yield fulfils === undefined ? users : users.filter(fulfils)
  }
}

const byId: UserScanOrder = { property: 'id', descending: false }

async function countUsers(database: SqlDatabase, tenant: number, wanted: Wanted): Promise<number> {
  const { where, fulfils, isIndexed, isNarrow } = wanted
  if (fulfils !== undefined) {
    let count = 0
    const query = { orderBy: byId, limit: countChunkRows, after: null }
    for await (const users of scanUsers(database, tenant, query, wanted)) count += users.length
    return count
  }
  const scan = createUserScan(database.read, { tenant, order: byId, where, isNarrow })
  if (where === undefined || isIndexed) return scan.count({ after: null, through: null })
  return countInWindows(scan, {
    windowRows: isNarrow ? narrowWindowRows : windowRows,
    budget: createScanBudget(scanHint),
  })
}

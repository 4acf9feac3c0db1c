import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { UserQuery } from '../../contracts/store-directory.ts'
import type { Queries } from './database.ts'
import type { CountingScan } from './scan.ts'
import { type UserColumns, userColumns } from './user-row.ts'

export type UserScanOrder = UserQuery['orderBy']

export interface UserPosition {
  /** Folded value of the property that orders; not looked at when that is the id. */
  readonly key: string
  readonly id: string
}

interface UserScanSource {
  readonly tenant: number
  readonly order: UserScanOrder
  readonly where: RawBuilder<SqlBool> | undefined
  /** An index holds all that `where` looks at, so that only the users that are found have to be read. */
  readonly isNarrow: boolean
}

/** The key columns of each order, together unique within a tenant, and each with an index of its own. */
const orders: Readonly<Record<UserScanOrder['property'], Order>> = {
  id: { columns: ['u.id'], valuesOf: ({ id }) => [id], keyOf: (row) => row.id },
  userPrincipalName: { columns: ['u.upn_key'], valuesOf: ({ key }) => [key], keyOf: (row) => row.upn_key },
  displayName: {
    columns: ['u.display_name_key', 'u.id'],
    valuesOf: ({ key, id }) => [key, id],
    keyOf: (row) => row.display_name_key,
  },
}

interface Order {
  readonly columns: readonly ('u.id' | 'u.upn_key' | 'u.display_name_key')[]
  readonly valuesOf: (position: UserPosition) => readonly string[]
  readonly keyOf: (row: Pick<UserColumns, 'id' | 'upn_key' | 'display_name_key'>) => string
}

/** Ids in one statement; longer lists take several. */
export const idsPerStatementMax = 200

type Comparison = '>' | '>=' | '<' | '<='

export function createUserScan(
  queries: Queries,
  { tenant, order, where, isNarrow }: UserScanSource,
): CountingScan<UserColumns, UserPosition> {
  const { columns, valuesOf, keyOf } = orders[order.property]
  const [behind, notBehind] = order.descending ? (['<', '>='] as const) : (['>', '<='] as const)
  const positionOf = (row: Pick<UserColumns, 'id' | 'upn_key' | 'display_name_key'>) => ({
    key: keyOf(row),
    id: row.id,
  })
  const compare = (operator: Comparison, position: UserPosition) =>
    sql<SqlBool>`(${sql.join(columns.map((column) => sql.ref(column)))}) ${sql.raw(operator)} (${sql.join(valuesOf(position))})`

  const select = (after: UserPosition | null) => {
    let query = queries.selectFrom('users as u').where('u.tenant', '=', tenant)
    if (after !== null) query = query.where(compare(behind, after))
    for (const column of columns) query = query.orderBy(column, order.descending ? 'desc' : 'asc')
    return query
  }

  // SQLite takes the index that holds everything when a range has a beginning.
  const beginning = isNarrow && order.property === 'id' && !order.descending ? { key: '', id: '' } : null
  const readInOrder = async (ids: readonly string[]) => {
    const rows: UserColumns[] = []
    for (let start = 0; start < ids.length; start += idsPerStatementMax) {
      const some = ids.slice(start, start + idsPerStatementMax)
      const query = queries.selectFrom('users as u').select(userColumns).where('u.tenant', '=', tenant)
      rows.push(
        ...(await query
          .where('u.id', 'in', some)
          .orderBy('u.id', order.descending ? 'desc' : 'asc')
          .execute()),
      )
    }
    return rows
  }

  return {
    positionOf,
    async edge(after, count) {
      const row = await select(after)
        .select(['u.id', 'u.upn_key', 'u.display_name_key'])
        .limit(1)
        .offset(count - 1)
        .executeTakeFirst()
      return row && positionOf(row)
    },
    async count({ after: start, through }) {
      const after = start ?? beginning
      let query = queries.selectFrom('users as u').where('u.tenant', '=', tenant)
      if (after !== null) query = query.where(compare(behind, after))
      if (through !== null) query = query.where(compare(notBehind, through))
      if (where !== undefined) query = query.where(where)
      const { count } = await query.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
      return Number(count)
    },
    async rows({ after: start, through }, limit) {
      const after = start ?? beginning
      let query = select(after).limit(limit)
      if (through !== null) query = query.where(compare(notBehind, through))
      if (where !== undefined) query = query.where(where)
      if (!isNarrow || order.property !== 'id') return query.select(userColumns).execute()
      const ids = await query.select('u.id').execute()
      return readInOrder(ids.map(({ id }) => id))
    },
  }
}

import type { UserQuery } from '../../contracts/store-directory.ts'
import type { User } from '../../model/user.ts'
import { compareCodePoints, foldCase } from '../../odata/fold-case.ts'
import type { ColumnFilter } from './column-filter.ts'
import type { ColumnTable } from './column-table.ts'
import type { UserColumns } from './user-columns.ts'

/** More ids than this are not put into another order: so many users are soon met by going through all in that order. */
const sortedIdsMax = 5_000

/** A filter that asks more than this, in one piece, would keep everything else waiting: the database is asked bit by bit. */
const questionsMax = 2_000_000

type Page = Pick<UserQuery, 'orderBy' | 'after'>

/** Ids of all users that fulfil the filter, in order and behind the position; undefined when the database has to tell. */
export async function findInColumns(
  columns: UserColumns,
  { columnFilter }: { readonly columnFilter: ColumnFilter | undefined },
  page: Page,
): Promise<readonly string[] | undefined> {
  if (columnFilter === undefined) return undefined
  const table = await columns.tableFor(columnFilter, [page.orderBy.property])
  if (table === undefined || table.questionsOf(columnFilter) > questionsMax) return undefined
  return toOrdered(table, table.matching(columnFilter), page)
}

function toOrdered(
  table: ColumnTable,
  ids: readonly string[],
  { orderBy, after }: Page,
): readonly string[] | undefined {
  const { property, descending } = orderBy
  const start = after && { id: after.id.toLowerCase(), key: foldCase(after.sortValue) }
  if (property === 'id' && !descending) return start === null ? ids : ids.filter((id) => id > start.id)
  if (ids.length > sortedIdsMax) return undefined
  const keyOf = (id: string) => (property === 'id' ? id : foldCase(String(table.valueOf(id, property) ?? '')))
  const places = ids.map((id) => ({ id, key: keyOf(id) }))
  const sign = descending ? -1 : 1
  const behind = start === null ? places : places.filter((place) => comparePlaces(place, start) * sign > 0)
  return behind.sort((a, b) => comparePlaces(a, b) * sign).map(({ id }) => id)
}

interface Place {
  readonly key: string
  readonly id: string
}

function comparePlaces(a: Place, b: Place): number {
  return compareCodePoints(a.key, b.key) || compareCodePoints(a.id, b.id)
}

/** The first users of a list of ids that are still there, at most `limit`. */
export async function readInOrder(
  ids: readonly string[],
  { limit }: Pick<UserQuery, 'limit'>,
  findUsers: (ids: readonly string[]) => Promise<readonly (User | undefined)[]>,
): Promise<readonly User[]> {
  const users: User[] = []
  for (let start = 0; start < ids.length && users.length < limit; ) {
    const some = ids.slice(start, start + limit - users.length)
    users.push(...(await findUsers(some)).filter((user) => user !== undefined))
    start += some.length
  }
  return users
}

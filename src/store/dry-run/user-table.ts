import type { User } from '../../model/user.ts'
import type { Journal } from './journal.ts'
import { propertyKey } from './property-key.ts'
import { createTable } from './table.ts'
import { createValueIndex, type ValueIndex } from './value-index.ts'

/** The users that a dry run has changed; null for those who were removed. */
export interface UserTable {
  /** Undefined: as in the base. */
  get(id: string): User | null | undefined
  has(id: string): boolean
  set(id: string, user: User | null): void
  /** Ids of the changed users who have that key by a property, at most `limit`. */
  findBy(property: string, key: string, limit: number): string[]
  listReportIds(managerId: string): string[]
}

interface Index {
  readonly keyOf: (user: User) => string | null
  readonly holders: ValueIndex
}

/** Indexes are made when they are first needed; `onUnchanged` is told of users who are as in the base again. */
export function createUserTable(journal: Pick<Journal, 'record'>, onUnchanged: () => void): UserTable {
  const byProperty = new Map<string, Index>()
  const all: Index[] = []
  let reports: ValueIndex | undefined
  const table = createTable<User | null>(journal, [], (id, before, after) => {
    for (const { keyOf, holders } of all) move(holders, id, keyOrNull(keyOf, before), keyOrNull(keyOf, after))
    if (after === undefined) onUnchanged()
  })
  const makeIndex = (keyOf: Index['keyOf']): Index => {
    const index = { keyOf, holders: createValueIndex() }
    for (const [id, user] of table.entries()) move(index.holders, id, null, keyOrNull(keyOf, user))
    all.push(index)
    return index
  }
  const indexOf = (property: string): Index => {
    const known = byProperty.get(property)
    if (known !== undefined) return known
    const keyOf = propertyKey(property)
    const index = makeIndex(({ properties }) => keyOf(properties))
    byProperty.set(property, index)
    return index
  }
  return {
    get: (id) => table.get(id),
    has: (id) => table.has(id),
    set: (id, user) => table.set(id, user),
    findBy: (property, key, limit) => indexOf(property).holders.find(key, limit),
    listReportIds(managerId) {
      reports ??= makeIndex((user) => user.managerId).holders
      return reports.find(managerId, Number.POSITIVE_INFINITY)
    },
  }
}

function keyOrNull(keyOf: Index['keyOf'], user: User | null | undefined): string | null {
  return user === null || user === undefined ? null : keyOf(user)
}

function move(holders: ValueIndex, id: string, before: string | null, after: string | null): void {
  if (before === after) return
  if (before !== null) holders.remove(before, id)
  if (after !== null) holders.add(after, id)
}

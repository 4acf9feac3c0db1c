import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DirectoryChangesReader } from '../../contracts/store-objects.ts'
import { type ColumnFilter, columnsOf } from './column-filter.ts'
import { createColumnReader, loadedUsersPerStatement } from './column-reader.ts'
import { ColumnTable } from './column-table.ts'
import type { SqlDatabase } from './database.ts'
import type { TenantKey } from './tenant-key.ts'
import { idsPerStatementMax } from './user-scan.ts'

/** Users of a tenant whose properties are kept as columns; a larger directory is read from the database each time. */
export const columnUsersMax = 200_000
const columnsMax = 16
/** What the columns of a tenant hold together at most; each different value of a column counts once. */
const columnCharsMax = 50_000_000
/** Combinations of columns that are known to hold more. */
const refusedNamesMax = 100
const changesPerStatement = 5_000
/** With more users changed than this, loading all of them again is quicker. */
const refreshedUsersMax = 20_000
const idleMs = 10 * 60 * 1000

/** Names that JSON paths need not quote. */
const columnName = /^\w+$/
/** What filters see of these is not what is stored under their names. */
const workedOut: ReadonlySet<string> = new Set(['identities', 'manager'])

export interface UserColumns {
  /**
   * The users as columns, with those that the filter and `others` name, up to date. Undefined when columns cannot
   * answer: the directory is too large for them, or they would not hold what the filter looks at.
   */
  tableFor(filter: ColumnFilter, others: readonly string[]): Promise<ColumnTable | undefined>
}

export interface UserColumnsParts {
  readonly database: SqlDatabase
  readonly tenantKey: TenantKey
  readonly changes: DirectoryChangesReader
  readonly usersMax?: number | undefined
  /** Default: 50 million. */
  readonly charsMax?: number | undefined
}

interface Loaded {
  readonly table: ColumnTable
  /** The table holds all changes up to this one. */
  readonly sequence: number
}

/**
 * Keeps what filters ask of users in memory: loaded when a filter first asks, brought up to date from the change feed
 * before each answer, forgotten when nobody asks for ten minutes.
 */
export function createUserColumns({
  database,
  tenantKey,
  changes,
  usersMax = columnUsersMax,
  charsMax = columnCharsMax,
}: UserColumnsParts): UserColumns {
  let loaded: Loaded | undefined
  let last: Promise<unknown> = Promise.resolve()
  const refused = new Set<string>()
  const reader = createColumnReader(database, tenantKey)
  const idle = setTimeout(() => {
    loaded = undefined
    refused.clear()
  }, idleMs).unref()

  async function load(names: readonly string[]): Promise<Loaded | undefined> {
    const sequence = await changes.latest()
    const table = new ColumnTable(names)
    for (let afterId = ''; ; ) {
      const rows = await reader.listAfter(names, afterId)
      for (const { id, values } of rows) table.put(id, values)
      if (table.size > usersMax) return undefined
      if (table.chars > charsMax) return refuse(names)
      const end = rows.at(-1)
      if (end === undefined || rows.length < loadedUsersPerStatement) return { table, sequence }
      afterId = end.id
      await nextTurn()
    }
  }

  /** Remembered, so that not every query reads the users up to the same end. */
  function refuse(names: readonly string[]): undefined {
    if (refused.size >= refusedNamesMax) refused.clear()
    refused.add(keyOf(names))
  }

  async function refresh({ table, sequence }: Loaded): Promise<Loaded | undefined> {
    // Asked first: what changes while it is read comes again the next time.
    const latest = await changes.latest()
    if (latest === sequence) return { table, sequence }
    const changed = await listChanged(changes, sequence)
    if (changed === undefined) return load(table.names)
    for (let start = 0; start < changed.length; start += idsPerStatementMax) {
      const ids = changed.slice(start, start + idsPerStatementMax)
      const rows = new Map((await reader.find(table.names, ids)).map(({ id, values }) => [id, values]))
      for (const id of ids) {
        const values = rows.get(id)
        if (values === undefined) table.remove(id)
        else table.put(id, values)
      }
      await nextTurn()
    }
    if (table.isWorn || table.size > usersMax || table.chars > charsMax) return load(table.names)
    return { table, sequence: latest }
  }

  /** What is loaded already stays, unless that becomes too much. */
  function namesToLoad(known: readonly string[], wanted: readonly string[]): readonly string[] {
    const all = [...new Set([...wanted, ...known])]
    return all.length > columnsMax || refused.has(keyOf(all)) ? wanted : all
  }

  async function bringUpToDate(names: readonly string[]): Promise<ColumnTable | undefined> {
    if (refused.has(keyOf(names))) return undefined
    const before = loaded
    if (before === undefined && (await reader.hasMoreThan(usersMax))) return undefined
    // A failure on the way must not leave a table that holds half of the changes.
    loaded = undefined
    const hasAll = before !== undefined && names.every((name) => before.table.names.includes(name))
    loaded = hasAll ? await refresh(before) : await load(namesToLoad(before?.table.names ?? [], names))
    idle.refresh()
    return loaded?.table
  }

  return {
    tableFor(filter, others) {
      const names = [...new Set([...columnsOf(filter), ...others])].filter((name) => name !== 'id')
      const hasColumns = names.every((name) => columnName.test(name) && !workedOut.has(name))
      if (!hasColumns || names.length > columnsMax) return Promise.resolve(undefined)
      // One after the other: two would load the same.
      const table = last.then(() => bringUpToDate(names))
      last = table.catch(() => undefined)
      return table
    },
  }
}

function keyOf(names: readonly string[]): string {
  return names.toSorted().join()
}

/** Ids of users; undefined when they are too many. */
async function listChanged(changes: DirectoryChangesReader, after: number): Promise<readonly string[] | undefined> {
  const ids = new Set<string>()
  for (let sequence = after; ; ) {
    const page = await changes.list('user', { after: sequence, limit: changesPerStatement })
    for (const { id } of page) ids.add(id)
    sequence = page.at(-1)?.sequence ?? sequence
    if (ids.size > refreshedUsersMax) return undefined
    if (page.length < changesPerStatement) return [...ids]
    await nextTurn()
  }
}

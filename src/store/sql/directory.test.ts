import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createSampleTenant, sampleUser } from '../../contracts/sample-data.conformance.ts'
import type { DirectoryStore, UserQuery } from '../../contracts/store-directory.ts'
import type { NewUser, UsersWriter } from '../../contracts/store-provisioning.ts'
import type { User } from '../../model/user.ts'
import { checkFilter } from '../../odata/check-filter.ts'
import type { CheckedFilter } from '../../odata/condition.ts'
import { parseFilter } from '../../odata/filter.ts'
import { filterableType } from '../../odata/filterable.ts'
import { parseSearch } from '../../odata/search.ts'
import { nameTable } from '../../odata/select.ts'
import { openSqliteDatabase, type SqliteDatabase } from '../sqlite/database.ts'
import { openSqliteStore } from '../sqlite/open.ts'
import { createProvisioningStore } from '../sqlite/provisioning-store.ts'
import { queryPlan } from '../sqlite/query-plan.conformance.ts'
import { temporaryFiles } from '../sqlite/temporary-directory.conformance.ts'
import { createDirectoryStore } from './directory.ts'
import { createChangesReader } from './directory-changes.ts'
import { createTenantKey } from './tenant-key.ts'
import { createUserColumns } from './user-columns.ts'
import { splitUserFilter } from './user-filter.ts'
import { createUserScan } from './user-scan.ts'

const newFile = temporaryFiles()
const operators = ['eq', 'ne', 'not', 'has', 'startsWith', 'eq null'] as const
const userType = filterableType('user', [
  { name: 'mail', type: 'String', operators },
  { name: 'department', type: 'String', operators },
  { name: 'jobTitle', type: 'String', operators },
  { name: 'roles', type: { enum: 'role', members: ['reader', 'writer'] }, operators },
])
const toFilter = (text: string) => checkFilter(parseFilter(text), userType)
const everyone: UserQuery = { filter: null, orderBy: { property: 'id', descending: false }, limit: 100, after: null }

/** Opened anew after migrating: a connection reads the planner's statistics when it opens. */
async function openMigrated(): Promise<SqliteDatabase> {
  const file = newFile()
  await (await openSqliteStore({ file })).close()
  return openSqliteDatabase({ file })
}

describe('DirectoryStore on SQLite', () => {
  test('evaluates in memory what SQL cannot say, and counts it', async () => {
    const store = await openSqliteStore({ file: newFile(), createProvisioning: createProvisioningStore })
    const { directory, provisioning } = await createSampleTenant(store)
    const users = Array.from({ length: 30 }, (_, index) =>
      sampleUser({ department: 'Finance', roles: index % 10 === 0 ? 'reader,writer' : 'reader' }),
    )
    await provisioning.transaction((transaction) => transaction.users.insert(users))
    const writers = [users[0], users[10], users[20]].map((user) => user?.id).sort()
    const filter = toFilter("roles has 'writer' and department eq 'finance'")
    assert.deepEqual(
      (await directory.listUsers({ ...everyone, filter })).map(({ id }) => id),
      writers,
    )
    assert.deepEqual(
      (await directory.listUsers({ ...everyone, filter, limit: 1 })).map(({ id }) => id),
      writers.slice(0, 1),
    )
    assert.equal(await directory.countUsers(filter), 3)
    await store.close()
  })

  test('reads each order from an index', async () => {
    const database = await openMigrated()
    const indexes = { id: 'users_id', userPrincipalName: 'users_upn', displayName: 'users_display_name' } as const
    for (const property of ['id', 'userPrincipalName', 'displayName'] as const) {
      for (const descending of [false, true]) {
        const order = { property, descending }
        const plan = await queryPlan(database.writer, (queries) =>
          createUserScan(queries, { tenant: 1, order, where: undefined, isNarrow: false }).rows(
            { after: { key: 'a', id: 'b' }, through: null },
            10,
          ),
        )
        assert.match(plan, new RegExp(`SEARCH u USING INDEX ${indexes[property]} \\(.* AND .*\\)`))
        assert.doesNotMatch(plan, /TEMP B-TREE|SCAN/)
      }
    }
    await database.close()
  })

  test('goes straight to an indexed value', async () => {
    const database = await openMigrated()
    const { where } = splitUserFilter(toFilter("mail eq 'ann@fabrikam.example'").condition, database.dialect)
    const order = { property: 'id', descending: false } as const
    const plan = await queryPlan(database.writer, (queries) =>
      createUserScan(queries, { tenant: 1, order, where, isNarrow: false }).rows({ after: null, through: null }, 10),
    )
    assert.match(plan, /SEARCH u USING INDEX users_mail /)
    await database.close()
  })

  test('answers from columns in memory exactly as from the database, between changes of all kinds', async () => {
    const file = newFile()
    const store = await openSqliteStore({ file, createProvisioning: createProvisioningStore })
    const { tenantId, provisioning, directory: inColumns } = await createSampleTenant(store)
    const database = await openSqliteDatabase({ file })
    const inDatabase = createDirectoryStore(database, createTenantKey(database, tenantId), { columnUsersMax: 0 })
    const titles = ['Engineer', 'engineer', 'Recruiter', 'Ärztin', null]
    const users = Array.from({ length: 60 }, (_, index) =>
      sampleUser({ jobTitle: titles[index % titles.length] ?? null, displayName: `Person ${index % 7}` }),
    )
    const write = async (work: (users: UsersWriter) => Promise<unknown>) => {
      await provisioning.transaction((transaction) => work(transaction.users))
      for (const text of columnFilters) await compareDirectories(inColumns, inDatabase, toFilter(text))
    }
    await write((writer) => writer.insert(users.slice(0, 40)))
    await write((writer) => writer.insert(users.slice(40)))
    await write((writer) => writer.remove(users.slice(0, 5), 0))
    await write((writer) => writer.replace(users.slice(10, 20).map(toEngineer)))
    await database.close()
    await store.close()
  })
})

test('columns that would take too much memory are left to the database', async () => {
  const file = newFile()
  const store = await openSqliteStore({ file, createProvisioning: createProvisioningStore })
  const { tenantId, provisioning } = await createSampleTenant(store)
  const users = Array.from({ length: 10 }, (_, index) => sampleUser({ jobTitle: 'Clerk', city: `City ${index}` }))
  await provisioning.transaction((transaction) => transaction.users.insert(users))
  const database = await openSqliteDatabase({ file })
  const tenantKey = createTenantKey(database, tenantId)
  const changes = createChangesReader(database, tenantKey)
  const columns = createUserColumns({ database, tenantKey, changes, charsMax: 50 })
  const sizeFor = async (...names: readonly string[]) => {
    const [first = '', ...others] = names
    return (await columns.tableFor({ kind: 'leaf', column: first, holds: () => true }, others))?.size
  }
  assert.equal(await sizeFor('jobTitle'), 10, 'one title')
  assert.equal(await sizeFor('city'), undefined, 'ten cities')
  assert.equal(await sizeFor('city'), undefined, 'known by now')
  assert.equal(await sizeFor('jobTitle', 'city'), undefined)
  assert.equal(await sizeFor('jobTitle'), 10)
  await database.close()
  await store.close()
})

const columnFilters = [
  "jobTitle eq 'engineer'",
  "not(startsWith(jobTitle,'E'))",
  "jobTitle ne 'ärztin' and not(department eq 'nowhere')",
]

function toEngineer(user: NewUser): User {
  return { ...user, version: 1, properties: { ...user.properties, jobTitle: 'Engineer' } }
}

async function compareDirectories(one: DirectoryStore, other: DirectoryStore, filter: CheckedFilter): Promise<void> {
  assert.equal(await one.countUsers(filter), await other.countUsers(filter))
  const search = parseSearch('"displayName:3" OR "displayName:person 5"', nameTable(['displayName']), 'user')
  assert.equal(await one.countUsers(filter, search), await other.countUsers(filter, search))
  for (const property of ['id', 'displayName', 'userPrincipalName'] as const) {
    for (const descending of [false, true]) {
      const query = { filter, limit: 7, orderBy: { property, descending } }
      const [first, expected] = [
        await one.listUsers({ ...query, after: null }),
        await other.listUsers({ ...query, after: null }),
      ]
      assert.deepEqual(first, expected)
      const last = first.at(-1)
      assert.ok(last)
      const after = { sortValue: property === 'id' ? last.id : last.properties[property], id: last.id }
      assert.deepEqual(await one.listUsers({ ...query, after }), await other.listUsers({ ...query, after }))
    }
  }
}

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createSampleTenant, sampleUser } from '../../contracts/sample-data.conformance.ts'
import type { UserQuery } from '../../contracts/store-directory.ts'
import { checkFilter } from '../../odata/check-filter.ts'
import { parseFilter } from '../../odata/filter.ts'
import { filterableType } from '../../odata/filterable.ts'
import { openSqliteDatabase, type SqliteDatabase } from '../sqlite/database.ts'
import { openSqliteStore } from '../sqlite/open.ts'
import { createProvisioningStore } from '../sqlite/provisioning-store.ts'
import { queryPlan } from '../sqlite/query-plan.conformance.ts'
import { temporaryFiles } from '../sqlite/temporary-directory.conformance.ts'
import { splitUserFilter } from './user-filter.ts'
import { createUserScan } from './user-scan.ts'

const newFile = temporaryFiles()
const operators = ['eq', 'has', 'startsWith'] as const
const userType = filterableType('user', [
  { name: 'mail', type: 'String', operators },
  { name: 'department', type: 'String', operators },
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
})

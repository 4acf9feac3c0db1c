import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { migrations } from '../migrations/index.ts'
import { openSqliteDatabase } from '../sqlite/database.ts'
import { temporaryFiles } from '../sqlite/temporary-directory.conformance.ts'
import { migrate } from './migrate.ts'

const newFile = temporaryFiles()
const first = { name: '0001-first', statements: ['CREATE TABLE a (x INTEGER)'] }
const second = { name: '0002-second', statements: ['ALTER TABLE a ADD COLUMN y TEXT', 'CREATE TABLE b (x INTEGER)'] }
const broken = { name: '0002-broken', statements: ['CREATE TABLE b (x INTEGER)', 'CREATE TABLE b (x INTEGER)'] }

function open(file = newFile()) {
  const database = openSqliteDatabase({ file })
  const tables = () =>
    database.writer.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", 'arrays').all().flat()
  return { database, tables, file }
}

describe('migrate', () => {
  test('takes each step once and takes the new ones later', async () => {
    const { database, tables } = open()
    await migrate(database, [first])
    await migrate(database, [first])
    assert.deepEqual(tables(), ['a', 'schema_migrations'])
    await migrate(database, [first, second])
    assert.deepEqual(tables(), ['a', 'b', 'schema_migrations'])
    const rows = await database.read.selectFrom('schema_migrations').select(['level', 'name']).execute()
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      [
        { level: 1, name: '0001-first' },
        { level: 2, name: '0002-second' },
      ],
    )
    await database.close()
  })

  test('keeps nothing of a step that fails', async () => {
    const { database, tables } = open()
    await assert.rejects(migrate(database, [first, broken]), /already exists/)
    assert.deepEqual(tables(), ['a', 'schema_migrations'])
    await migrate(database, [first, second])
    assert.deepEqual(tables(), ['a', 'b', 'schema_migrations'])
    await database.close()
  })

  test('refuses a database of a newer version by naming what it does not know', async () => {
    const { database } = open()
    await migrate(database, [first, second])
    await assert.rejects(migrate(database, [first]), { code: 'unavailable', message: /0002-second.*0001-first/ })
    await database.close()
  })

  test('lets several connections try at once', async () => {
    const { database, file } = open()
    const others = [open(file), open(file)]
    await Promise.all([database, ...others.map((other) => other.database)].map((each) => migrate(each, migrations)))
    await Promise.all([database, ...others.map((other) => other.database)].map((each) => each.close()))
  })
})

describe('migrations', () => {
  test('are numbered without a gap', () => {
    for (const [index, { name }] of migrations.entries()) {
      assert.match(name, new RegExp(`^${String(index + 1).padStart(4, '0')}-[a-z0-9-]+$`))
    }
  })
})

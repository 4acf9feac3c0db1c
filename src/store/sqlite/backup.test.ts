import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { sampleTenant } from '../../contracts/sample-data.conformance.ts'
import { backupDatabase, backupDirectory } from './backup.ts'
import { mainFileName, stagingFileName } from './data-files.ts'
import { openDriver } from './driver.ts'
import { openSqliteStore } from './open.ts'
import { restoreDatabase, restoreDirectory } from './restore.ts'
import { temporaryFiles } from './temporary-directory.conformance.ts'

const newPath = temporaryFiles()

/** A data directory with an open store; staging.db is any database here. */
async function openWorld() {
  const directory = newPath('data')
  mkdirSync(directory)
  const store = await openSqliteStore({ file: join(directory, mainFileName) })
  const staging = openDriver({ file: join(directory, stagingFileName) })
  staging.exec('CREATE TABLE uploads (sequence INTEGER PRIMARY KEY)')
  const close = async () => {
    staging.close()
    await store.close()
  }
  return { directory, store, staging, close }
}

async function tenantsIn(directory: string) {
  const store = await openSqliteStore({ file: join(directory, mainFileName) })
  const tenants = await store.tenants.list()
  await store.close()
  return tenants
}

describe('backupDirectory and restoreDirectory', () => {
  test('copy a server that is running, with what is still in the write-ahead log', async () => {
    const { directory, store, staging, close } = await openWorld()
    const tenant = sampleTenant()
    await store.tenants.create(tenant)
    staging.exec('INSERT INTO uploads VALUES (7)')
    const target = newPath('backup')
    await backupDirectory(directory, target)
    const later = sampleTenant()
    await store.tenants.create(later)
    for (const name of [mainFileName, stagingFileName]) {
      assert.equal(existsSync(join(target, `${name}-wal`)), false)
    }
    await close()

    const restored = newPath('restored')
    await restoreDirectory(target, restored)
    assert.deepEqual(await tenantsIn(restored), [tenant])
    const uploads = openDriver({ file: join(restored, stagingFileName) })
    assert.deepEqual(uploads.prepare('SELECT sequence FROM uploads', 'arrays').all(), [[7]])
    uploads.close()
    assert.deepEqual(await tenantsIn(directory), [tenant, later])
  })

  test('copy a database while it is being written', async () => {
    const { directory, store, close } = await openWorld()
    const target = newPath('backup')
    let copying = true
    const copied = backupDirectory(directory, target).finally(() => {
      copying = false
    })
    const created: string[] = []
    while ((copying && created.length < 300) || created.length < 5) {
      const tenant = sampleTenant()
      await store.tenants.create(tenant)
      created.push(tenant.id)
    }
    await copied
    const ids = (await tenantsIn(target)).map(({ id }) => id)
    assert.deepEqual(ids, created.slice(0, ids.length))
    await close()
  })

  test('never overwrite a backup', async () => {
    const { directory, close } = await openWorld()
    const target = newPath('backup')
    await backupDirectory(directory, target)
    await assert.rejects(backupDirectory(directory, target), { code: 'conflict' })
    await assert.rejects(backupDatabase(join(directory, mainFileName), join(target, mainFileName)), {
      code: 'conflict',
    })
    await close()
  })

  test('say what is missing, and leave nothing half made', async () => {
    const target = newPath('backup')
    const empty = newPath('empty')
    mkdirSync(empty)
    await assert.rejects(backupDirectory(empty, target), { code: 'notFound' })
    await assert.rejects(restoreDirectory(empty, target), { code: 'notFound' })
    assert.equal(existsSync(target), false)
    assert.equal(existsSync(`${target}.partial`), false)
  })

  test('replace databases only when told to, and never those in use', async () => {
    const { directory, store, close } = await openWorld()
    const target = newPath('backup')
    await backupDirectory(directory, target)
    await store.tenants.create(sampleTenant())
    await assert.rejects(restoreDirectory(target, directory), { code: 'conflict', message: /exists already/ })
    await assert.rejects(restoreDirectory(target, directory, { replace: true }), {
      code: 'conflict',
      message: /in use/,
    })
    assert.equal((await store.tenants.list()).length, 1)
    await close()
    await restoreDirectory(target, directory, { replace: true })
    assert.deepEqual(await tenantsIn(directory), [])
  })

  test('replace a database that is damaged', async () => {
    const { directory, close } = await openWorld()
    const target = newPath('backup')
    await backupDirectory(directory, target)
    await close()
    writeFileSync(join(directory, mainFileName), 'no database any more')
    writeFileSync(join(directory, `${mainFileName}-wal`), 'a log of the damaged database')
    await restoreDirectory(target, directory, { replace: true })
    assert.deepEqual(await tenantsIn(directory), [])
  })
})

describe('restoreDatabase', () => {
  async function backedUp() {
    const { directory, store, close } = await openWorld()
    for (let count = 0; count < 20; count += 1) await store.tenants.create(sampleTenant())
    const file = newPath('copy.db')
    await backupDatabase(join(directory, mainFileName), file)
    await close()
    return file
  }

  test('refuses a damaged backup and touches nothing', async () => {
    const file = await backedUp()
    const bytes = readFileSync(file)
    // A page in the middle, so that the header still looks right.
    bytes.fill(0x5a, 8_192 * 4, 8_192 * 5)
    writeFileSync(file, bytes)
    const target = newPath()
    await assert.rejects(restoreDatabase(file, target), { code: 'invalidValue' })
    truncateSync(file, 8_192 * 3)
    await assert.rejects(restoreDatabase(file, target), { code: 'invalidValue' })
    writeFileSync(file, 'no database at all, but long enough to look at')
    await assert.rejects(restoreDatabase(file, target), { code: 'invalidValue' })
    await assert.rejects(restoreDatabase(join(dirname(file), 'nowhere.db'), target), { code: 'notFound' })
    assert.equal(existsSync(target), false)
    assert.equal(existsSync(`${target}.restoring`), false)
  })

  test('refuses a backup of a newer version, and one that is not ours', async () => {
    const file = await backedUp()
    const driver = openDriver({ file })
    driver.exec("INSERT INTO schema_migrations VALUES (99, '0099-later', '2030-01-01T00:00:00Z')")
    driver.close()
    await assert.rejects(restoreDatabase(file, newPath()), { code: 'unavailable', message: /0099-later/ })
    const foreign = newPath()
    const other = openDriver({ file: foreign })
    other.exec('CREATE TABLE t (x)')
    other.close()
    await assert.rejects(restoreDatabase(foreign, newPath()), {
      code: 'invalidValue',
      message: /not a database of Entrain/,
    })
    await restoreDatabase(foreign, newPath(), { migrations: undefined })
  })

  test('leaves the backup as it was, so that it can be restored again', async () => {
    const file = await backedUp()
    const before = readFileSync(file)
    await restoreDatabase(file, newPath())
    await restoreDatabase(file, newPath())
    assert.ok(before.equals(readFileSync(file)))
  })
})

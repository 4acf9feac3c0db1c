import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { initialize } from '../src/cli/init.ts'
import { backupDirectory } from '../src/store/sqlite/backup.ts'
import { restoreDirectory } from '../src/store/sqlite/restore.ts'
import { newcomer, openWorld } from './world.ts'

/** Names of the files that others than the owner may read. */
async function readableByOthers(folder: string): Promise<string[]> {
  const names = await readdir(folder)
  return names.filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0 && !name.endsWith('.pem')).sort()
}

test('nobody but the owner can read databases, keys and secrets, nor backups of them', async () => {
  await using world = await openWorld()
  await world.provision(newcomer('E-1'))
  const { dataDirectory } = world.config
  const [backup, restored] = [join(dataDirectory, 'backup'), join(dataDirectory, 'restored')]
  await backupDirectory(dataDirectory, backup)
  await restoreDirectory(backup, restored)
  assert.deepEqual(await readableByOthers(dataDirectory), ['backup', 'restored'])
  assert.deepEqual(await readableByOthers(backup), [])
  assert.deepEqual(await readableByOthers(restored), [])
  for (const key of ['ca-key.pem', 'server-key.pem'])
    assert.equal(statSync(join(dataDirectory, key)).mode & 0o077, 0, key)
})

test('a second tenant in a data folder keeps the profile of the first', async () => {
  await using world = await openWorld()
  const { setUp, config } = world
  const first = readFileSync(setUp.profileFile, 'utf8')
  await initialize(config, { tenantName: 'Contoso', domain: ['contoso.example'], force: true })
  await initialize(config, { tenantName: 'Northwind', domain: ['northwind.example'], force: true })
  assert.equal(readFileSync(join(config.dataDirectory, 'client-1.json'), 'utf8'), first)
  assert.match(readFileSync(setUp.profileFile, 'utf8'), /"clientSecret"/)
})

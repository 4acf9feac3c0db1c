import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { openStaging, openStore } from '../src/app/open-stores.ts'
import { startRetention } from '../src/app/retention-timer.ts'
import { systemClock } from '../src/contracts/clock.ts'
import { applyRetention, type RetentionDeps } from '../src/sync/retention.ts'
import { bulkRequest, newcomer, openWorld, person, type World } from './world.ts'

const dayMs = 86_400_000

/** Store and staging of a running server, opened beside it. */
async function openBeside({ config }: World) {
  const store = await openStore(config.dataDirectory)
  const staging = await openStaging(config.dataDirectory)
  const deps = {
    tenants: store.tenants,
    storeOf: (tenantId: string) => store.forTenant(tenantId),
    uploads: staging.uploads,
    removeUploads: (request: Parameters<RetentionDeps['removeUploads']>[0]) => staging.purge(request),
    rest: () => Promise.resolve(),
  } satisfies RetentionDeps
  const close = async () => {
    await staging.close()
    await store.close()
  }
  return { deps, close }
}

async function uploadIds(world: World): Promise<readonly string[]> {
  const { value } = await world.get<{ value: { id: string }[] }>(`${world.jobPath}/uploads`)
  return value.map(({ id }) => id).reverse()
}

function countRows(world: World, table: string): number {
  const database = new DatabaseSync(join(world.config.dataDirectory, 'main.db'), { readOnly: true })
  try {
    return Number(database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.rows)
  } finally {
    database.close()
  }
}

test('what is older than the retention time goes, but not the upload with the latest record of somebody', async () => {
  await using world = await openWorld()
  const first = await world.provision(newcomer('E-1'))
  const second = await world.provision(newcomer('E-2'))
  const third = await world.provision(person('E-1', { title: 'Clerk' }))
  const { deps, close } = await openBeside(world)

  await applyRetention(Date.now() - dayMs, deps)
  assert.deepEqual(await uploadIds(world), [first.id, second.id, third.id])
  assert.equal((await world.logs()).length, 3)

  await applyRetention(Date.now() + dayMs, deps)
  assert.deepEqual(await uploadIds(world), [second.id, third.id])
  const left = await world.logs()
  assert.deepEqual(
    left.map((entry) => entry.provisioningAction),
    ['update'],
  )
  assert.equal(countRows(world, 'settled_uploads'), 1)
  assert.equal(countRows(world, 'cycles'), 1)

  const gone = await world.send('GET', `/v1.0${world.jobPath}/uploads/${first.id}`)
  assert.equal(gone.status, 404)
  const { operations } = await world.provision(person('E-2', { title: 'Clerk' }))
  assert.equal(operations[0]?.state, 'updated')
  await close()
})

test('what waits for the engine is kept, however old', async () => {
  await using world = await openWorld()
  await world.send('POST', `/v1.0${world.jobPath}/pause`)
  const headers = { 'content-type': 'application/scim+json' }
  await world.send('POST', `/v1.0${world.jobPath}/bulkUpload`, { headers, body: bulkRequest(newcomer('E-1')) })
  const { deps, close } = await openBeside(world)
  await applyRetention(Date.now() + dayMs, deps)
  assert.equal((await uploadIds(world)).length, 1)
  await close()
})

test('the retention timer works in rounds until it is stopped, and 0 days keep everything', async () => {
  await using world = await openWorld()
  const { id } = await world.provision(newcomer('E-1'))
  await world.provision(person('E-1', { title: 'Clerk' }))
  const { deps, close } = await openBeside(world)
  const removed = Promise.withResolvers<number>()
  const options = {
    ...deps,
    clock: { now: () => systemClock.now() + 31 * dayMs },
    onFailure: removed.reject,
    firstRoundMs: 1,
    removeUploads: async (request: Parameters<RetentionDeps['removeUploads']>[0]) => {
      await deps.removeUploads(request)
      removed.resolve(request.sequences.length)
    },
  }
  await startRetention({ ...options, retentionDays: 0 }).stop()
  assert.equal((await uploadIds(world)).length, 2)
  const timer = startRetention({ ...options, retentionDays: 30 })
  // The timer alone does not keep a process alive.
  const alive = setInterval(() => undefined, 1_000)
  assert.equal(await removed.promise, 1)
  await timer.stop()
  clearInterval(alive)
  assert.equal((await uploadIds(world)).includes(id), false)
  await close()
})

test('audits go with the retention time, but for the newest', async () => {
  await using world = await openWorld()
  await world.send('POST', `/v1.0${world.jobPath}/pause`)
  await world.send('POST', `/v1.0${world.jobPath}/start`)
  const { deps, close } = await openBeside(world)
  await applyRetention(Date.now() - dayMs, deps)
  assert.ok(countRows(world, 'audit_log') >= 2)
  await applyRetention(Date.now() + dayMs, deps)
  // The newest stays, so that its number is never given again.
  assert.equal(countRows(world, 'audit_log'), 1)
  await close()
})

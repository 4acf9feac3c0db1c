import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStore } from '../src/app/open-stores.ts'
import { bulkRequest, newcomer, openWorld, type World } from './world.ts'

const scim = { 'content-type': 'application/scim+json' }

/** Uploads without waiting; answers with the address of the upload. */
async function upload(world: World, ...ids: readonly string[]): Promise<string> {
  const body = bulkRequest(...ids.map((id) => newcomer(id)))
  const answer = await world.send('POST', `/v1.0${world.jobPath}/bulkUpload`, { headers: scim, body })
  assert.equal(answer.status, 202)
  return String(answer.headers['operation-location'])
}

async function stateOf(world: World, location: string, waitSeconds: number): Promise<unknown> {
  const answer = await world.send('GET', location, { headers: { prefer: `wait=${waitSeconds}` } })
  return answer.json().status
}

const order = (world: World, action: string) => world.send('POST', `/v1.0${world.jobPath}/${action}`)

async function progressOf({ config, setUp }: World) {
  const store = await openStore(config.dataDirectory)
  try {
    return (await store.forTenant(setUp.tenantId).jobs.find(setUp.jobId))?.progress
  } finally {
    await store.close()
  }
}

test('uploads after a pause wait, and run after the start', async () => {
  await using world = await openWorld()
  await world.provision(newcomer('E-1'))
  assert.equal((await order(world, 'pause')).status, 204)
  const location = await upload(world, 'E-2')
  assert.equal(await stateOf(world, location, 1), 'staged')
  assert.equal((await order(world, 'start')).status, 204)
  assert.equal(await stateOf(world, location, 30), 'completed')
})

test('a pause inside a cycle lets the cycle finish with what was staged before', async () => {
  await using world = await openWorld()
  await world.provision(newcomer('E-1'))
  const before: string[] = []
  // More than one batch, so that the pause falls into the middle.
  for (let number = 2; number < 32; number++) before.push(await upload(world, `E-${number}`))
  await order(world, 'pause')
  const after = await upload(world, 'E-99')
  for (const location of before) assert.equal(await stateOf(world, location, 30), 'completed')
  assert.equal(await stateOf(world, after, 0), 'staged')
})

test('a cycle that a pause fell into ends, also when the server was stopped meanwhile', {
  timeout: 20_000,
}, async () => {
  await using world = await openWorld()
  await world.provision(newcomer('E-1'))
  await order(world, 'pause')
  await world.restart()
  while ((await progressOf(world))?.openCycle !== null) await new Promise((resolve) => setTimeout(resolve, 50))
  const { status } = await world.get<{ status: { code: string; lastExecution: unknown } }>(world.jobPath)
  assert.equal(status.code, 'Paused')
  assert.notEqual(status.lastExecution, null)
})

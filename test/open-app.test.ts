import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { countBacklog } from '../src/app/count-backlog.ts'
import { openApp } from '../src/app/open-app.ts'
import { openStaging, openStore } from '../src/app/open-stores.ts'
import { Backlog } from '../src/ingest/backlog.ts'
import { createEvents } from '../src/telemetry/events.ts'
import { createLogger } from '../src/telemetry/logger.ts'
import { bulkRequest, newcomer, openWorld } from './world.ts'

test('a server that cannot take its port leaves nothing running', { timeout: 30_000 }, async () => {
  await using world = await openWorld()
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const before = process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length
  const events = createEvents(createLogger({ level: 'silent' }))
  await assert.rejects(openApp({ ...world.config, port }, events), { code: 'EADDRINUSE' })
  assert.equal(process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length, before)
  other.close()
})

test('what waited when the server stopped counts as backlog when it starts', async () => {
  await using world = await openWorld()
  await world.provision(newcomer('E-1'))
  await world.send('POST', `/v1.0${world.jobPath}/pause`)
  const headers = { 'content-type': 'application/scim+json' }
  const body = bulkRequest(newcomer('E-2'))
  await world.send('POST', `/v1.0${world.jobPath}/bulkUpload`, { headers, body })

  const { dataDirectory } = world.config
  const [store, staging] = [await openStore(dataDirectory), await openStaging(dataDirectory)]
  const { tenantId, jobId } = world.setUp
  const isFullAt = async (bytes: number) => {
    const backlog = new Backlog(bytes)
    await countBacklog(backlog, store, staging.uploads)
    return backlog.isFull(tenantId, jobId)
  }
  assert.equal(await isFullAt(body.length), true)
  assert.equal(await isFullAt(body.length + 1), false)
  await staging.close()
  await store.close()
})

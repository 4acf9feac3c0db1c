import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JobsStore } from '../contracts/store-jobs.ts'
import { evaluationOfAll, initialProgress, type SynchronizationJob } from '../model/synchronization-job.ts'
import { createJob, defaultResetScope, pauseJob, type ResetScope, restartJob, startJob } from './lifecycle.ts'

const tenantId = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'
const template = {
  id: 'API2AAD',
  description: '',
  schemaFor: (id: string) => ({ id, version: '', synchronizationRules: [], directories: [] }),
}

/** One job in memory, an upload counter and a list of what happened. */
async function openWorld(changes: Partial<SynchronizationJob> = {}, lastSequence = 0) {
  const events: string[] = []
  let job: SynchronizationJob | undefined
  const current = () => job ?? assert.fail('no job was created')
  const jobs: JobsStore = {
    create: async (created) => {
      job = created
    },
    find: async () => job,
    findOwner: async () => job,
    list: async () => (job === undefined ? [] : [job]),
    setScheduleState: async (_, scheduleState) => {
      job = { ...current(), scheduleState }
      events.push(scheduleState)
    },
    saveSchema: async () => 1,
    findSchemaVersion: async () => undefined,
    listSchemaVersions: async () => [],
    patchProgress: async (_, patch) => {
      job = { ...current(), progress: { ...current().progress, ...patch } }
      events.push(`patch ${Object.keys(patch).join(' ')}`)
    },
    listRetainedUploads: async () => ({ sequences: [], last: null }),
    saveSettings: async (_, change) => {
      job = { ...current(), ...change }
      events.push('settings')
    },
    dropHeld: async () => {
      events.push('drop held')
    },
    dropEscrows: async () => {
      events.push('drop escrows')
    },
    remove: async () => {
      events.push('remove')
    },
    dropLinks: async () => {
      events.push('drop links')
    },
  }
  const tenant = { tenantId, jobs }
  const newId = () => '6c0c3f0e-9a2b-4f8e-8d3e-5a1f6f1c2b3d'
  const clock = { now: () => Date.UTC(2026, 0, 2) }
  await createJob(tenant, { servicePrincipalId: 'sp', template }, { clock, newId })
  job = { ...current(), ...changes }
  const parts = {
    tenant,
    uploads: { lastSequence: async () => lastSequence },
    wake: (tenant: string, woken: string) => {
      events.push(`wake ${tenant === tenantId} ${woken === current().id}`)
    },
  }
  return { parts, events, current }
}

const patched = (purge: string) =>
  `patch ${purge}countSuccessiveCompleteFailures quarantine escrowsPruned evaluation heldDecided`
const woken = 'wake true true'
const restart = (world: Awaited<ReturnType<typeof openWorld>>, scope: ReadonlySet<ResetScope> = defaultResetScope) =>
  restartJob(world.parts, world.current(), scope)

describe('the life of a job', () => {
  test('begins disabled, under an id made of template, tenant and a new GUID', async () => {
    const job = (await openWorld()).current()
    assert.equal(job.id, 'API2AAD.0f1e2d3c4b5a69788796a5b4c3d2e1f0.6c0c3f0e-9a2b-4f8e-8d3e-5a1f6f1c2b3d')
    assert.equal(job.schema.id, job.id)
    assert.equal(job.scheduleState, 'Disabled')
    assert.equal(job.createdDateTime, '2026-01-02T00:00:00.000Z')
  })

  test('start makes it active and wakes the engine, again and again without harm', async () => {
    const world = await openWorld()
    await startJob(world.parts, world.current())
    await startJob(world.parts, world.current())
    assert.deepEqual(world.events, ['Active', woken, woken])
  })

  test('pause between cycles keeps all progress and lets nothing more run', async () => {
    const world = await openWorld({ scheduleState: 'Active' }, 9)
    const { progress } = world.current()
    await pauseJob(world.parts, world.current())
    await pauseJob(world.parts, world.current())
    assert.deepEqual(world.events, ['Paused', 'patch drainThrough', woken])
    assert.deepEqual(world.current().progress, progress)
  })

  test('pause inside a cycle lets run what is staged by then', async () => {
    const counts = {
      countImportedDeltas: 0,
      countImportedReferenceDeltas: 0,
      countExports: 0,
      countEscrowedRaw: 0,
      countImported: 0,
      countEntitled: 0,
      countExported: 0,
      countEscrowed: 0,
      countUnresolved: 0,
    }
    const openCycle = { id: 'cycle', timeBegan: '2026-01-02T00:00:00Z', ...counts }
    const world = await openWorld({ scheduleState: 'Active', progress: { ...initialProgress, openCycle } }, 9)
    await pauseJob(world.parts, world.current())
    assert.equal(world.current().progress.drainThrough, 9)
  })

  test('restart of a running job goes on with what was uploaded', async () => {
    const world = await openWorld({ scheduleState: 'Active' }, 9)
    await restart(world)
    assert.equal(world.current().progress.cursor, 0)
    assert.equal(world.current().progress.purgedThrough, 0)
    assert.deepEqual(world.current().progress.evaluation, evaluationOfAll)
    assert.deepEqual(world.events, ['drop held', 'drop escrows', patched(''), woken])
  })

  for (const scheduleState of ['Paused', 'Disabled'] as const) {
    test(`restart of a job in state ${scheduleState} purges what was uploaded before, then starts it`, async () => {
      const world = await openWorld({ scheduleState }, 9)
      await restart(world)
      assert.equal(world.current().progress.cursor, 9)
      assert.equal(world.current().progress.purgedThrough, 9)
      assert.deepEqual(world.events, [
        'drop held',
        'drop escrows',
        patched('cursor purgedThrough absentAfter '),
        'Active',
        woken,
      ])
    })
  }

  test('restart never moves the cursor backwards and calls nothing purged that was settled', async () => {
    const world = await openWorld({ scheduleState: 'Paused' }, 9)
    await world.parts.tenant.jobs.patchProgress('', { cursor: 12, purgedThrough: 3 })
    await restart(world, new Set())
    assert.equal(world.current().progress.cursor, 12)
    assert.equal(world.current().progress.purgedThrough, 3)
  })

  test('only a restart that resets the connector data store forgets links', async () => {
    const world = await openWorld({ scheduleState: 'Active' })
    await restart(world)
    assert.ok(!world.events.includes('drop links'))
    await restart(world, new Set(['ConnectorDataStore']))
    assert.ok(world.events.includes('drop links'))
    assert.equal(world.current().progress.synchronizedEntries, 0)
  })
})

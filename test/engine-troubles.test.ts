import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createEngine } from '../src/app/engine.ts'
import { openStaging, openStore } from '../src/app/open-stores.ts'
import { setUpTenant } from '../src/app/set-up.ts'
import { type Clock, systemClock } from '../src/contracts/clock.ts'
import type { Staging, UploadsReader } from '../src/contracts/staging.ts'
import type { Store, TenantStore } from '../src/contracts/store.ts'
import type { CycleEnded } from '../src/telemetry/events.ts'
import { requestEvaluation } from './engine-world.ts'
import { bulkRequest, type Json, newcomer } from './world.ts'

/** The engine in this thread, on a real data folder, with a store and a reader of uploads that a test can spoil. */
interface EngineWorld extends AsyncDisposable {
  readonly tenant: TenantStore
  readonly jobId: string
  readonly failures: unknown[]
  readonly defects: unknown[]
  readonly cycles: CycleEnded[]
  stage(...people: readonly Json[]): Promise<number>
  wake(): void
  start(): void
  settledThrough(sequence: number): Promise<void>
}

interface Spoilers {
  readonly clock?: Clock
  readonly uploads?: (reader: UploadsReader) => UploadsReader
  readonly tenant?: (store: TenantStore) => TenantStore
}

async function openEngineWorld(spoil: Spoilers = {}): Promise<EngineWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'entrain-test-'))
  const store = await openStore(folder)
  const staging = await openStaging(folder)
  const { tenantId, jobId } = await setUpTenant(
    store,
    { tenantName: 'Fabrikam', domains: ['fabrikam.example'] },
    systemClock,
  )
  const seen = { failures: [] as unknown[], defects: [] as unknown[], cycles: [] as CycleEnded[] }
  const engine = createEngine({
    store: spoiled(store, spoil),
    uploads: spoil.uploads?.(staging.uploads) ?? staging.uploads,
    clock: spoil.clock ?? systemClock,
    events: {
      settled: () => undefined,
      quarantined: () => undefined,
      cycleEnded: (cycle) => void seen.cycles.push(cycle),
      batchFailed: (_tenantId, _jobId, error) => void seen.failures.push(error),
      defect: (error) => void seen.defects.push(error),
    },
  })
  const tenant = store.forTenant(tenantId)
  return {
    ...seen,
    tenant,
    jobId,
    stage: (...people) => stage(staging, tenantId, jobId, bulkRequest(...people)),
    wake: () => engine.wake(tenantId, jobId),
    start: () => engine.start(),
    settledThrough: (sequence) => until(async () => (await tenant.jobs.find(jobId))?.progress.cursor === sequence),
    async [Symbol.asyncDispose]() {
      await engine.stop()
      await staging.close()
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function spoiled(store: Store, { tenant = (same) => same }: Spoilers): Store {
  return { ...store, forTenant: (tenantId) => tenant(store.forTenant(tenantId)) }
}

function stage(staging: Staging, tenantId: string, jobId: string, body: string): Promise<number> {
  const { Operations } = JSON.parse(body) as { readonly Operations: readonly unknown[] }
  return staging.stage(tenantId, {
    id: randomUUID(),
    jobId,
    requestId: randomUUID(),
    clientRequestId: '',
    appId: '',
    receivedAt: Date.now(),
    operationCount: Operations.length,
    body: new TextEncoder().encode(body),
  })
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(10)
}

/** Fails the first calls, then does what it should. */
function failing<Arguments extends readonly unknown[], Result>(
  times: number,
  work: (...all: Arguments) => Promise<Result>,
): (...all: Arguments) => Promise<Result> {
  let left = times
  return async (...all) => {
    if (left-- > 0) throw new Error('a disk went away')
    return work(...all)
  }
}

test('an upload is settled although the staging file could not be read at first', { timeout: 20_000 }, async () => {
  await using world = await openEngineWorld({ uploads: (reader) => ({ ...reader, next: failing(1, reader.next) }) })
  const sequence = await world.stage(newcomer('E-1'))
  world.wake()
  world.start()
  await world.settledThrough(sequence)
  assert.equal(world.failures.length, 1)
})

test('the engine goes on when a cycle could not be ended, and ends it later', { timeout: 20_000 }, async () => {
  let transactions = 0
  await using world = await openEngineWorld({
    tenant: (store) => ({
      ...store,
      provisioning: {
        // The first transaction settles the batch, the second ends the cycle.
        async transaction(work) {
          if (++transactions === 2) throw new Error('a disk went away')
          return store.provisioning.transaction(work)
        },
      },
    }),
  })
  const first = await world.stage(newcomer('E-1'))
  world.wake()
  world.start()
  await world.settledThrough(first)
  await until(async () => world.cycles.length === 1)
  assert.equal(world.failures.length, 1)
  const second = await world.stage(newcomer('E-2'))
  world.wake()
  await world.settledThrough(second)
})

test('an upload that can no longer be read holds up nobody who is looked at again', { timeout: 20_000 }, async () => {
  let isBroken = false
  await using world = await openEngineWorld({
    uploads: (reader) => ({
      ...reader,
      async read(...all) {
        const found = await reader.read(...all)
        return found.map((upload) =>
          isBroken && upload.sequence === 1 ? { ...upload, body: new Uint8Array() } : upload,
        )
      },
    }),
  })
  await world.stage(newcomer('E-1'))
  const last = await world.stage(newcomer('E-2'))
  world.wake()
  world.start()
  await world.settledThrough(last)
  isBroken = true
  const { tenant, jobId } = world
  await requestEvaluation(tenant, jobId)
  world.wake()
  await until(async () => (await tenant.jobs.find(jobId))?.progress.evaluation === null)
  const log = await tenant.provisioningLog.list({ filter: null, descending: true, limit: 10, after: null })
  assert.deepEqual([log[0]?.cause, log[0]?.sourceAnchor, log.length], ['evaluation', 'E-2', 3])
  assert.deepEqual([world.defects.length, world.failures.length], [1, 0])
})

test('an upload that can no longer be read fails person by person and holds up nobody', {
  timeout: 20_000,
}, async () => {
  await using world = await openEngineWorld({
    uploads: (reader) => ({
      ...reader,
      next: async (...all) =>
        (await reader.next(...all)).map((upload) =>
          upload.sequence === 1 ? { ...upload, body: new TextEncoder().encode('[]') } : upload,
        ),
    }),
  })
  await world.stage(newcomer('E-1'), newcomer('E-2'))
  const last = await world.stage(newcomer('E-3'))
  world.wake()
  world.start()
  await world.settledThrough(last)
  assert.equal(world.defects.length, 1)
  const { tenant, jobId } = world
  const unread = await tenant.provisioningLog.listOfUpload(jobId, 1)
  assert.deepEqual(
    unread.map(({ result, error, origin }) => [result, error?.code, origin?.operationIndex]),
    [
      ['failure', 'InternalError', 0],
      ['failure', 'InternalError', 1],
    ],
  )
  const [created] = await tenant.provisioningLog.listOfUpload(jobId, last)
  assert.equal(created?.action, 'create')
})

test('a restart that purged while a batch ran keeps what it purged', { timeout: 20_000 }, async () => {
  await using world = await openEngineWorld({
    tenant: (store) => ({
      ...store,
      provisioning: {
        async transaction(work) {
          await store.jobs.patchProgress(world.jobId, { cursor: 2, purgedThrough: 2 })
          return store.provisioning.transaction(work)
        },
      },
    }),
    uploads: (reader) => ({ ...reader, next: (tenantId, jobId, after) => reader.next(tenantId, jobId, after, 1) }),
  })
  await world.stage(newcomer('E-1'))
  const purged = await world.stage(newcomer('E-2'))
  world.wake()
  world.start()
  await until(async () => world.cycles.length === 1)
  assert.deepEqual(await world.tenant.provisioningLog.listOfUpload(world.jobId, purged), [])
})

test('a defect that one person shows costs that upload and holds up nobody', { timeout: 30_000 }, async () => {
  const began = Date.now()
  await using world = await openEngineWorld({
    // The pauses between attempts pass in a fraction of their time.
    clock: { now: () => began + (Date.now() - began) * 500 },
    tenant: (store) => ({
      ...store,
      provisioning: {
        transaction: (work) =>
          store.provisioning.transaction((transaction) => {
            const put: typeof transaction.entries.put = async (jobId, entries) => {
              if (entries.some(({ anchor }) => anchor === 'E-2')) throw new TypeError('a defect of ours')
              await transaction.entries.put(jobId, entries)
            }
            return work({ ...transaction, entries: { ...transaction.entries, put } })
          }),
      },
    }),
  })
  for (const id of ['E-1', 'E-2', 'E-3']) await world.stage(newcomer(id))
  world.start()
  const waking = setInterval(() => world.wake(), 5)
  await world.settledThrough(3).finally(() => clearInterval(waking))
  const { tenant, jobId } = world
  const results = await Promise.all([1, 2, 3].map((sequence) => tenant.provisioningLog.listOfUpload(jobId, sequence)))
  assert.deepEqual(
    results.map(([entry]) => [entry?.sourceAnchor, entry?.result, entry?.error?.code]),
    [
      ['E-1', 'success', undefined],
      ['E-2', 'failure', 'InternalError'],
      ['E-3', 'success', undefined],
    ],
  )
})

test('a defect that one person shows when everybody is looked at again holds up nobody either', {
  timeout: 30_000,
}, async () => {
  const began = Date.now()
  let isBroken = false
  await using world = await openEngineWorld({
    clock: { now: () => began + (Date.now() - began) * 500 },
    tenant: (store) => ({
      ...store,
      provisioning: {
        transaction: (work) =>
          store.provisioning.transaction((transaction) => {
            const put: typeof transaction.entries.put = async (jobId, entries) => {
              if (isBroken && entries.some(({ anchor }) => anchor === 'E-2')) throw new TypeError('a defect of ours')
              await transaction.entries.put(jobId, entries)
            }
            return work({ ...transaction, entries: { ...transaction.entries, put } })
          }),
      },
    }),
  })
  for (const id of ['E-1', 'E-2', 'E-3']) await world.stage(newcomer(id))
  world.start()
  const waking = setInterval(() => world.wake(), 5)
  await world.settledThrough(3)
  isBroken = true
  const { tenant, jobId } = world
  await requestEvaluation(tenant, jobId)
  world.wake()
  await until(async () => (await tenant.jobs.find(jobId))?.progress.evaluation === null).finally(() =>
    clearInterval(waking),
  )
  const log = await tenant.provisioningLog.list({ filter: null, descending: false, limit: 20, after: null })
  assert.deepEqual(
    log.slice(3).map(({ sourceAnchor, result, error }) => [sourceAnchor, result, error?.code]),
    [
      ['E-1', 'skipped', 'RedundantExport'],
      ['E-2', 'failure', 'InternalError'],
      ['E-3', 'skipped', 'RedundantExport'],
    ],
  )
})

test('what comes after a pause waits, also when the engine was about to look', { timeout: 20_000 }, async () => {
  const reached = Promise.withResolvers<void>()
  const paused = Promise.withResolvers<void>()
  await using world = await openEngineWorld({
    tenant: (store) => ({
      ...store,
      jobs: {
        ...store.jobs,
        async find(jobId) {
          const job = await store.jobs.find(jobId)
          reached.resolve()
          await paused.promise
          return job
        },
      },
    }),
  })
  world.start()
  world.wake()
  await reached.promise
  const { tenant, jobId } = world
  await tenant.jobs.setScheduleState(jobId, 'Paused')
  const late = await world.stage(newcomer('E-1'))
  paused.resolve()
  world.wake()
  await sleep(300)
  assert.deepEqual(await tenant.provisioningLog.listOfUpload(jobId, late), [])
  await tenant.jobs.setScheduleState(jobId, 'Active')
  world.wake()
  await world.settledThrough(late)
})

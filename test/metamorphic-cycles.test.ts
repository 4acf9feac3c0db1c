import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { createEngine } from '../src/app/engine.ts'
import type { StoredLogEntry } from '../src/model/provisioning-log.ts'
import type { SynchronizationJob } from '../src/model/synchronization-job.ts'
import type { SynchronizationSchema } from '../src/model/synchronization-schema.ts'
import { enterpriseUserSchema } from '../src/scim/uris.ts'
import { isJsonObject, type JsonObject } from '../src/std/json-object.ts'
import { pauseJob, restartJob, startJob } from '../src/sync/lifecycle.ts'
import { mergeData } from '../src/sync/merge.ts'
import { type EngineTenant, openEngineWorld, requestEvaluation } from './engine-world.ts'
import { anchorOf, batchSize, cut, cuts, known, late, oneByOne, operations } from './random-people.ts'
import { type Json, newcomer } from './world.ts'

/**
 * The same data gives the same directory, wherever cycles end, the engine stops or everybody is looked at again. As in
 * metamorphic.test.ts, ENTRAIN_PROPERTY_SEED=<seed> repeats a failure and ENTRAIN_PROPERTY_RUNS=<n> runs longer (default 10).
 */
const runs = Number(process.env.ENTRAIN_PROPERTY_RUNS ?? '10')
const seed = process.env.ENTRAIN_PROPERTY_SEED
const bounds = {
  numRuns: runs,
  interruptAfterTimeLimit: 60_000,
  includeErrorInReport: true,
  ...(seed === undefined ? {} : { seed: Number(seed) }),
}

const world = await openEngineWorld()
after(() => world[Symbol.asyncDispose]())

type Requests = readonly (readonly Json[])[]

/** One cycle for all requests. */
async function provision(tenant: EngineTenant, requests: Requests, uploadsPerBatchMax?: number): Promise<void> {
  for (const request of requests) await tenant.upload(request)
  await tenant.settle(uploadsPerBatchMax)
}

async function provisioned(requests: Requests): Promise<EngineTenant> {
  const tenant = await world.newTenant()
  await provision(tenant, requests)
  return tenant
}

/** Without retries: under load the fast clock comes to them. */
async function logOf(tenant: EngineTenant): Promise<readonly StoredLogEntry[]> {
  return (await tenant.log()).filter(({ cause }) => cause !== 'retry')
}

function partsOf({ tenantId }: EngineTenant) {
  return { tenant: world.store.forTenant(tenantId), uploads: world.uploads, wake: () => undefined }
}

async function jobOf({ tenantId, jobId }: EngineTenant): Promise<SynchronizationJob> {
  const job = await world.store.forTenant(tenantId).jobs.find(jobId)
  assert.ok(job)
  return job
}

/** Runs an engine with a fast clock until the job is as wanted; it may be stopped anywhere. */
async function drive(tenant: EngineTenant, isWanted: (job: SynchronizationJob) => boolean): Promise<void> {
  const began = Date.now()
  let failure: unknown
  const engine = createEngine({
    store: world.store,
    uploads: world.uploads,
    clock: { now: () => began + (Date.now() - began) * 200 },
    events: {
      settled: () => undefined,
      quarantined: () => undefined,
      cycleEnded: () => undefined,
      batchFailed: (_, __, error) => {
        failure = error
      },
      defect: (error) => {
        failure = error
      },
    },
    uploadsPerBatchMax: 1,
  })
  engine.start()
  try {
    while (!isWanted(await jobOf(tenant))) {
      engine.wake(tenant.tenantId, tenant.jobId)
      await sleep(1)
      if (failure !== undefined) throw failure
    }
  } finally {
    await engine.stop()
  }
}

const limit =
  (value: string | null) =>
  ({ options }: SynchronizationJob) => ({
    settings:
      value === null
        ? [{ name: 'QuarantineTooManyDeletes', value: 'false' }]
        : [{ name: 'QuarantineTooManyDeletesThreshold', value }],
    options,
  })

/** Another title and nobody else's affair. */
function withTitle(schema: SynchronizationSchema): SynchronizationSchema {
  return JSON.parse(JSON.stringify(schema), (_, value) =>
    value?.targetAttributeName === 'jobTitle'
      ? { ...value, source: { type: 'Function', name: '', expression: 'Join(" ", "The", [title])', parameters: [] } }
      : value,
  )
}

const keyOf = (record: Json): string => String(record.externalId).toUpperCase()

/** The last record of each person, in order of arrival. */
function lastRecords(records: readonly Json[]): readonly Json[] {
  const last = new Map<string, Json>()
  for (const record of records) {
    if (record.externalId === '') continue
    last.delete(keyOf(record))
    last.set(keyOf(record), record)
  }
  return [...last.values()]
}

/**
 * The same person is always told the same manager. A manager who arrives while a newer wish is held back is taken: which
 * of two wishes could be fulfilled would depend on where cycles end.
 */
function withOneManager(records: readonly Json[]): readonly Json[] {
  return records.map((record) => {
    const enterprise = record[enterpriseUserSchema]
    if (!isJsonObject(enterprise) || !isJsonObject(enterprise.manager)) return record
    const manager = { value: [...known, ...late][keyOf(record).charCodeAt(1) % 6] }
    return { ...record, [enterpriseUserSchema]: { ...enterprise, manager } }
  })
}

const steadyOperations = operations.map(withOneManager)

/** Records that say everything and never fail. */
const completeRecords = fc
  .array(
    fc
      .record({
        anchor: anchorOf(known),
        title: fc.constantFrom('Clerk', 'Lead', 'Head'),
        active: fc.boolean(),
        manager: fc.option(anchorOf([...known, ...late])),
      })
      .map(({ anchor, title, active, manager }) =>
        newcomer(anchor, {
          title,
          active,
          ...(manager === null ? {} : { enterprise: { manager: { value: manager } } }),
        }),
      ),
    { minLength: 1, maxLength: 20 },
  )
  .map(withOneManager)

describe('the directory that comes out', () => {
  test('does not depend on where cycles end', async () => {
    const property = fc.asyncProperty(steadyOperations, cuts, batchSize, async (items, lengths, size) => {
      const together = await provisioned(oneByOne(items))
      const apart = await world.newTenant()
      for (const request of cut(items, lengths)) await provision(apart, [request], size)
      assert.deepEqual(await apart.people(), await together.people())
    })
    await fc.assert(property, bounds)
  })

  test('does not depend on protection whose limit is not reached, nor on one that is when all is allowed', async () => {
    const property = fc.asyncProperty(steadyOperations, cuts, async (items, lengths) => {
      const requests = cut(items, lengths)
      const yardstick = await world.newTenant()
      await yardstick.configure(limit(null))
      await provision(yardstick, requests)
      assert.deepEqual(await (await provisioned(requests)).people(), await yardstick.people())

      const strict = await world.newTenant()
      await strict.configure(limit('0'))
      for (const request of requests) {
        await strict.upload(request)
        const last = await world.uploads.lastSequence(strict.tenantId, strict.jobId)
        const isOver = ({ progress }: SynchronizationJob) =>
          progress.openCycle === null && !progress.releasesHeld && progress.quarantine === null
        for (;;) {
          await drive(strict, (job) => job.progress.quarantine !== null || (isOver(job) && job.progress.cursor >= last))
          const job = await jobOf(strict)
          if (job.progress.quarantine === null) break
          await restartJob(partsOf(strict), job, new Set(['ForceDeletes']))
          await drive(strict, isOver)
        }
      }
      assert.deepEqual(await strict.people(), await yardstick.people())
    })
    await fc.assert(property, bounds)
  })

  test('does not change when everybody is looked at again: only what failed before may succeed now', async () => {
    const property = fc.asyncProperty(steadyOperations, cuts, async (items, lengths) => {
      const tenant = await provisioned(cut(items, lengths))
      const [users, before] = [await tenant.users(), await logOf(tenant)]
      const failing = new Map(before.map(({ sourceAnchor, result }) => [sourceAnchor.toUpperCase(), result]))
      await requestEvaluation(partsOf(tenant).tenant, tenant.jobId)
      await tenant.settle()
      const looked = (await logOf(tenant)).slice(before.length)
      assert.deepEqual(
        new Set(looked.map(({ sourceAnchor }) => sourceAnchor.toUpperCase())),
        new Set(lastRecords(items).map(keyOf)),
      )
      for (const { sourceAnchor, result, origin } of looked) {
        assert.equal(origin, null)
        if (failing.get(sourceAnchor.toUpperCase()) !== 'failure') assert.equal(result, 'skipped', sourceAnchor)
      }
      if (looked.every(({ result }) => result !== 'success')) assert.deepEqual(await tenant.users(), users)
    })
    await fc.assert(property, bounds)
  })

  test('is the same whether everybody is evaluated with a new mapping or sent again', async () => {
    const property = fc.asyncProperty(steadyOperations, cuts, async (items, lengths) => {
      const evaluated = await provisioned(cut(items, lengths))
      await evaluated.change(withTitle)
      const sentAgain = await provisioned(cut(items, lengths))
      await saveSchema(sentAgain)
      await provision(sentAgain, oneByOne(lastRecords(items)))
      assert.deepEqual(await evaluated.people(), await sentAgain.people())
    })
    await fc.assert(property, bounds)
  })

  test('does not depend on when everybody is evaluated between uploads', async () => {
    const property = fc.asyncProperty(completeRecords, completeRecords, fc.nat(20), async (first, second, at) => {
      const early = await provisioned([first])
      await early.change(withTitle)
      await provision(early, oneByOne(second))
      const between = await provisioned([first])
      await saveSchema(between)
      for (const [index, item] of second.entries()) {
        // Asked for while uploads wait.
        if (index === at % second.length) await requestEvaluation(partsOf(between).tenant, between.jobId)
        await between.upload([item])
        if (index % 3 === 0) await between.settle(1)
      }
      await between.settle(1)
      assert.deepEqual(await between.people(), await early.people())
    })
    await fc.assert(property, bounds)
  })

  test('does not depend on pauses, nor on stopping the engine anywhere', async () => {
    const stops = fc.array(fc.record({ pauses: fc.boolean(), ms: fc.nat(4) }), { minLength: 25, maxLength: 25 })
    const property = fc.asyncProperty(steadyOperations, cuts, stops, async (items, lengths, moments) => {
      const yardstick = await provisioned(oneByOne(items))
      const tenant = await world.newTenant()
      const parts = partsOf(tenant)
      for (const [index, request] of cut(items, lengths).entries()) {
        await tenant.upload(request)
        const { pauses, ms } = moments[index] ?? { pauses: false, ms: 0 }
        if (pauses) await pauseJob(parts, await jobOf(tenant))
        const until = Date.now() + ms
        await drive(tenant, () => Date.now() >= until)
        if (pauses) await startJob(parts, await jobOf(tenant))
      }
      await tenant.settle()
      assert.deepEqual(await tenant.people(), await yardstick.people())
      const done = (entries: readonly StoredLogEntry[]) =>
        // Whether a manager comes with the record or after it depends on what is settled together.
        entries
          .filter(({ action, result }) => result === 'failure' || action === 'create' || action === 'disable')
          .map(({ sourceAnchor, action, result }) => `${sourceAnchor} ${action} ${result === 'failure'}`)
          .sort()
      assert.equal((await logOf(tenant)).filter(({ origin }) => origin !== null).length, items.length)
      assert.deepEqual(done(await logOf(tenant)), done(await logOf(yardstick)))
    })
    await fc.assert(property, bounds)
  })

  test('of merged records is that of records that repeat what was said before', async () => {
    const property = fc.asyncProperty(steadyOperations, cuts, batchSize, async (items, lengths, size) => {
      const merged = await world.newTenant()
      await merged.configure(({ settings, options }) => ({ settings, options: { ...options, evaluate: 'merged' } }))
      await provision(merged, cut(items, lengths), size)
      const said = new Map<string, JsonObject>()
      const repeated = items.map((item) => {
        const before = said.get(keyOf(item)) ?? {}
        assert.ok(isJsonObject(item))
        if (item.externalId !== '') said.set(keyOf(item), mergeData(before, item))
        return item.externalId === '' ? item : (said.get(keyOf(item)) ?? item)
      })
      assert.deepEqual(await merged.people(), await (await provisioned(cut(repeated, lengths))).people())
    })
    await fc.assert(property, bounds)
  })
})

async function saveSchema(tenant: EngineTenant): Promise<void> {
  const { schema } = await jobOf(tenant)
  await world.store.forTenant(tenant.tenantId).jobs.saveSchema(tenant.jobId, withTitle(schema))
}

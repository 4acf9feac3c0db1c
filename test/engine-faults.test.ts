import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { createEngine, type EngineParts } from '../src/app/engine.ts'
import { systemClock } from '../src/contracts/clock.ts'
import type { Store, TenantStore } from '../src/contracts/store.ts'
import { type EngineTenant, openEngineWorld } from './engine-world.ts'
import { newcomer } from './world.ts'

const world = await openEngineWorld()
after(() => world[Symbol.asyncDispose]())

/** The store with one call of one tenant part replaced. */
function withPart(change: (tenant: TenantStore) => Partial<TenantStore>): Store {
  const { store } = world
  return {
    ...store,
    forTenant: (tenantId) => {
      const tenant = store.forTenant(tenantId)
      return { ...tenant, ...change(tenant) }
    },
  }
}

/** Fails the first `times` calls, as a disk that is full for a moment does. */
function failing<Parameters extends unknown[], Result>(
  times: number,
  call: (...parameters: Parameters) => Promise<Result>,
) {
  let left = times
  return (...parameters: Parameters): Promise<Result> =>
    left-- > 0 ? Promise.reject(new Error('disk I/O error')) : call(...parameters)
}

/** Runs an engine until its cycle has ended; answers with the errors that it reported. */
async function runCycle(
  tenant: EngineTenant,
  parts: Partial<Pick<EngineParts, 'store' | 'uploads'>>,
): Promise<unknown[]> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const errors: unknown[] = []
  const engine = createEngine({
    store: world.store,
    uploads: world.uploads,
    clock: systemClock,
    events: {
      settled: () => undefined,
      quarantined: () => undefined,
      cycleEnded: () => resolve(),
      batchFailed: (_, __, error) => errors.push(error),
      defect: (error) => errors.push(error),
    },
    ...parts,
  })
  engine.start()
  engine.wake(tenant.tenantId, tenant.jobId)
  await promise
  await engine.stop()
  return errors
}

describe('the engine, when the disk fails for a moment', () => {
  const failures: readonly (readonly [name: string, parts: () => Partial<Pick<EngineParts, 'store' | 'uploads'>>])[] = [
    [
      'reading the job',
      () => {
        let find: TenantStore['jobs']['find'] | undefined
        return {
          store: withPart((tenant) => {
            find ??= failing(2, (jobId) => tenant.jobs.find(jobId))
            return { jobs: { ...tenant.jobs, find } }
          }),
        }
      },
    ],
    ['reading the uploads', () => ({ uploads: { ...world.uploads, next: failing(2, world.uploads.next) } })],
    [
      'the transaction of a batch',
      () => {
        let calls = 0
        return {
          store: withPart((tenant) => ({
            provisioning: {
              transaction: (work) =>
                tenant.provisioning.transaction(async (transaction) => {
                  const result = await work(transaction)
                  if (calls++ < 1) throw new Error('disk I/O error')
                  return result
                }),
            },
          })),
        }
      },
    ],
    [
      'the transaction that ends the cycle',
      () => {
        let calls = 0
        return {
          store: withPart((tenant) => ({
            provisioning: {
              transaction: (work) =>
                calls++ === 1 ? Promise.reject(new Error('disk I/O error')) : tenant.provisioning.transaction(work),
            },
          })),
        }
      },
    ],
  ]
  for (const [name, parts] of failures) {
    test(`tries again by itself, and settles everything once: ${name}`, async () => {
      const tenant = await world.newTenant()
      await tenant.upload([newcomer('E-1'), newcomer('E-2')])
      const errors = await runCycle(tenant, parts())
      assert.ok(errors.length > 0)
      assert.deepEqual(Object.keys(await tenant.people()), ['E-1', 'E-2'])
      assert.deepEqual(
        (await tenant.log()).map(({ action, result }) => `${action} ${result}`),
        ['create success', 'create success'],
      )
    })
  }
})

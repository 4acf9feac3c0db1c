import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { initialProgress } from '../model/synchronization-job.ts'
import { createSampleTenant, type OpenStore, sampleJob, sampleLogEntry, sampleUser } from './sample-data.conformance.ts'
import type { TenantStore } from './store.ts'
import type { PendingReference, ProvisioningTransaction, SourceEntry } from './store-provisioning.ts'

const entryOf = (anchor: string, changes: Partial<SourceEntry> = {}): SourceEntry => ({
  anchor,
  targetId: randomUUID(),
  uploadSequence: 1,
  operationIndex: 0,
  isAbsent: false,
  ...changes,
})
const waiting = (subjectAnchor: string, wantedAnchor: string, attribute = 'manager'): PendingReference => ({
  subjectAnchor,
  attribute,
  wantedAnchor,
})
const all = { filter: null, descending: false, limit: 100, after: null }

/** Runs the test with a tenant that has one job, and closes the store. */
async function withJob(open: OpenStore, run: (tenant: TenantStore, jobId: string) => Promise<void>): Promise<void> {
  const store = await open()
  const tenant = await createSampleTenant(store)
  const job = sampleJob()
  await tenant.jobs.create(job)
  await run(tenant, job.id)
  await store.close()
}

/** Needs a store whose provisioning part is complete. */
export function provisioningConformance(open: OpenStore): void {
  const within =
    (run: (transaction: ProvisioningTransaction, jobId: string, tenant: TenantStore) => Promise<void>) => () =>
      withJob(open, (tenant, jobId) =>
        tenant.provisioning.transaction((transaction) => run(transaction, jobId, tenant)),
      )

  transactionConformance(open)

  describe('ProvisioningTransaction.users', () => {
    test(
      'inserts, replaces and finds, and counts versions',
      within(async ({ users }) => {
        const ann = sampleUser({ employeeId: 'E-1', jobTitle: 'Clerk' })
        assert.deepEqual(await users.insert([ann]), [{ kind: 'written' }])
        const [found] = await users.findByIds([ann.id])
        assert.deepEqual(found, { ...ann, version: 1 })
        assert.ok(found !== undefined)
        const { jobTitle: _, ...rest } = found.properties
        const changed = {
          ...found,
          managerId: ann.id,
          properties: { ...rest, userPrincipalName: 'new@fabrikam.example' },
        }
        assert.deepEqual(await users.replace([changed]), [{ kind: 'written' }])
        assert.deepEqual(await users.findByIds([ann.id]), [{ ...changed, version: 2 }])
        assert.deepEqual(await users.findBy('userPrincipalName', [ann.properties.userPrincipalName]), [[]])
      }),
    )

    test(
      'finds by value, letter case ignored, one answer for each and two users at most',
      within(async ({ users }) => {
        const people = ['E-1', 'e-1', 'E-1', 'E-2'].map((employeeId) => sampleUser({ employeeId }))
        await users.insert(people)
        const found = await users.findBy('employeeId', ['e-2', 'E-3', 'E-1'])
        assert.deepEqual(
          found.map((some) => some.length),
          [1, 0, 2],
        )
        assert.equal(found[0]?.[0]?.id, people[3]?.id)
      }),
    )

    test(
      'refuses a principal name that another user has, whatever its letter case, and writes the others',
      within(async ({ users }) => {
        const [ann, bo, cy] = [sampleUser(), sampleUser(), sampleUser()]
        const name = ann.properties.userPrincipalName.toUpperCase()
        const twin = sampleUser({ userPrincipalName: name })
        const taken = { kind: 'taken', property: 'userPrincipalName' } as const
        assert.deepEqual(await users.insert([ann, twin, bo]), [{ kind: 'written' }, taken, { kind: 'written' }])
        assert.deepEqual(await users.insert([twin, cy]), [taken, { kind: 'written' }])
        const renamed = { ...bo, version: 1, properties: { ...bo.properties, userPrincipalName: name } }
        const titled = { ...cy, version: 1, properties: { ...cy.properties, jobTitle: 'Clerk' } }
        assert.deepEqual(await users.replace([renamed, titled]), [taken, { kind: 'written' }])
        const found = await users.findByIds([twin.id, bo.id, cy.id])
        assert.deepEqual(found, [undefined, { ...bo, version: 1 }, { ...titled, version: 2 }])
      }),
    )

    test(
      'refuses an id that is there already, and tells that a user is gone',
      within(async ({ users }) => {
        const ann = sampleUser()
        await users.insert([ann])
        const twin = sampleUser({ id: ann.id, userPrincipalName: 'twin@fabrikam.example' })
        assert.deepEqual(await users.insert([twin]), [{ kind: 'taken', property: 'id' }])
        assert.deepEqual(await users.replace([{ ...sampleUser(), version: 1 }]), [{ kind: 'gone' }])
      }),
    )
  })

  describe('ProvisioningTransaction.entries', () => {
    test(
      'compare anchors without letter case, keep the newest and answer in the order of the questions',
      within(async ({ entries }, jobId) => {
        const [first, second] = [entryOf('E-1'), entryOf('ΟΔΟΣ')]
        await entries.put(jobId, [first, second])
        assert.deepEqual(await entries.find(jobId, ['οδοσ', 'E-9', 'e-1']), [second, undefined, first])
        const newer = entryOf('e-1', { uploadSequence: 7, operationIndex: 3 })
        await entries.put(jobId, [newer])
        assert.deepEqual(await entries.find(jobId, ['E-1', 'E-1']), [newer, newer])
        await entries.remove(jobId, ['E-1', 'E-9'])
        assert.deepEqual(await entries.find(jobId, ['e-1', 'ΟΔΟΣ']), [undefined, second])
        assert.deepEqual(await entries.find(jobId, []), [])
      }),
    )

    test('belong to one job', () =>
      withJob(open, async ({ jobs, provisioning }, jobId) => {
        const other = sampleJob()
        await jobs.create(other)
        await provisioning.transaction(async ({ entries, references }) => {
          await entries.put(jobId, [entryOf('E-1')])
          await references.put(jobId, waiting('E-1', 'E-9'))
          assert.deepEqual(await entries.find(other.id, ['E-1']), [undefined])
          assert.equal(await references.isEmpty(other.id), true)
          assert.deepEqual(await references.listWaitingFor(other.id, ['E-9']), [])
          await assert.rejects(entries.find('unknown', ['E-1']), { code: 'notFound' })
        })
      }))
  })

  describe('ProvisioningTransaction.references', () => {
    test(
      'wait for an anchor, letter case ignored, and tell whether they already did',
      within(async ({ references }, jobId) => {
        assert.equal(await references.isEmpty(jobId), true)
        assert.equal(await references.put(jobId, waiting('E-1', 'E-9')), false)
        assert.equal(await references.put(jobId, waiting('e-1', 'e-9')), true)
        assert.equal(await references.isEmpty(jobId), false)
        assert.deepEqual(await references.listWaitingFor(jobId, ['E-1', 'e-9']), [waiting('E-1', 'E-9')])
      }),
    )

    test(
      'have one wish for each subject and attribute: a newer one takes its place',
      within(async ({ references }, jobId) => {
        await references.put(jobId, waiting('E-1', 'E-9'))
        await references.put(jobId, waiting('E-1', 'E-9', 'assistant'))
        await references.put(jobId, waiting('E-2', 'E-9'))
        assert.equal(await references.put(jobId, waiting('E-1', 'E-8')), false)
        const left = await references.listWaitingFor(jobId, ['E-9'])
        assert.deepEqual(left.map(({ subjectAnchor, attribute }) => `${subjectAnchor} ${attribute}`).sort(), [
          'E-1 assistant',
          'E-2 manager',
        ])
        assert.deepEqual(await references.listWaitingFor(jobId, ['E-8']), [waiting('E-1', 'E-8')])
      }),
    )

    test(
      'are removed one by one, which does no harm when there is none',
      within(async ({ references }, jobId) => {
        await references.put(jobId, waiting('E-1', 'E-9'))
        await references.remove(jobId, 'E-1', 'assistant')
        await references.remove(jobId, 'E-2', 'manager')
        assert.equal(await references.isEmpty(jobId), false)
        await references.remove(jobId, 'e-1', 'manager')
        assert.equal(await references.isEmpty(jobId), true)
      }),
    )
  })
}

function transactionConformance(open: OpenStore): void {
  describe('ProvisioningStore.transaction', () => {
    /** Writes something of every kind. */
    async function writeAll(transaction: ProvisioningTransaction, jobId: string): Promise<void> {
      const user = sampleUser({ employeeId: 'E-1', userPrincipalName: 'ann@fabrikam.example' })
      await transaction.users.insert([user])
      await transaction.entries.put(jobId, [entryOf('E-1', { targetId: user.id })])
      await transaction.references.put(jobId, waiting('E-1', 'E-9'))
      await transaction.appendLog([sampleLogEntry({ jobId, targetId: user.id })])
      await transaction.advance(jobId, (progress) => ({ ...progress, cursor: progress.cursor + 5 }))
    }

    /** How much of each kind is there, seen from outside. */
    async function countAll({ directory, provisioningLog, provisioning, jobs }: TenantStore, jobId: string) {
      const inside = await provisioning.transaction(async ({ entries, references }) => ({
        people: (await entries.find(jobId, ['E-1'])).filter((entry) => entry !== undefined).length,
        references: (await references.isEmpty(jobId)) ? 0 : 1,
      }))
      return {
        ...inside,
        users: await directory.countUsers(null),
        logEntries: (await provisioningLog.list(all)).length,
        cursor: (await jobs.find(jobId))?.progress.cursor,
      }
    }
    const nothing = { people: 0, references: 0, users: 0, logEntries: 0, cursor: 0 }
    const everything = { people: 1, references: 1, users: 1, logEntries: 1, cursor: 5 }

    test('keeps everything when the work is done, and answers with what it answered', () =>
      withJob(open, async (tenant, jobId) => {
        const answer = await tenant.provisioning.transaction(async (transaction) => {
          await writeAll(transaction, jobId)
          return 'done'
        })
        assert.equal(answer, 'done')
        assert.deepEqual(await countAll(tenant, jobId), everything)
      }))

    test('leaves nothing when the work rejects, and the next one works on the same names', () =>
      withJob(open, async (tenant, jobId) => {
        for (let attempt = 0; attempt < 2; attempt++) {
          const failing = tenant.provisioning.transaction(async (transaction) => {
            await writeAll(transaction, jobId)
            throw new Error('power cut')
          })
          await assert.rejects(failing, /power cut/)
          assert.deepEqual(await countAll(tenant, jobId), nothing)
        }
        await tenant.provisioning.transaction((transaction) => writeAll(transaction, jobId))
        assert.deepEqual(await countAll(tenant, jobId), everything)
        const [entry] = await tenant.provisioningLog.list(all)
        assert.equal(entry?.cycleId, sampleLogEntry().cycleId)
      }))

    test('shows nothing of its writes to others before it is done', () =>
      withJob(open, async ({ provisioning, directory }) => {
        await provisioning.transaction(async ({ users }) => {
          await users.insert([sampleUser()])
          await turn()
          assert.equal(await directory.countUsers(null), 0)
        })
        assert.equal(await directory.countUsers(null), 1)
      }))

    test('runs one after the other, in the order asked for, also between tenants and beside other writes', async () => {
      const store = await open()
      const [fabrikam, contoso] = [await createSampleTenant(store), await createSampleTenant(store)]
      const job = sampleJob()
      for (const { jobs } of [fabrikam, contoso]) await jobs.create(job)
      let running = 0
      const order: number[] = []
      const count = (tenant: TenantStore, index: number) =>
        tenant.provisioning.transaction(async ({ advance }) => {
          assert.equal(++running, 1)
          await turn()
          await advance(job.id, (progress) => ({ ...progress, cursor: progress.cursor + 1 }))
          await turn()
          order.push(index)
          running--
        })
      const work = Array.from({ length: 10 }, (_, index) => count(index % 2 === 0 ? fabrikam : contoso, index))
      await Promise.all([...work, fabrikam.jobs.patchProgress(job.id, { purgedThrough: 3 })])
      assert.deepEqual(
        order,
        order.toSorted((a, b) => a - b),
      )
      const progress = { ...initialProgress, cursor: 5 }
      assert.deepEqual((await fabrikam.jobs.find(job.id))?.progress, { ...progress, purgedThrough: 3 })
      assert.deepEqual((await contoso.jobs.find(job.id))?.progress, progress)
      await store.close()
    })

    test('goes on after one that failed', () =>
      withJob(open, async ({ provisioning, directory }) => {
        const failing = provisioning.transaction(() => Promise.reject(new Error('power cut')))
        const working = provisioning.transaction(async ({ users }) => {
          await users.insert([sampleUser()])
        })
        await assert.rejects(failing, /power cut/)
        await working
        assert.equal(await directory.countUsers(null), 1)
      }))

    test('refuses progress and log of a job that is not there', () =>
      withJob(open, async ({ provisioning }) => {
        const refused = { code: 'notFound' }
        await assert.rejects(
          provisioning.transaction(({ advance }) => advance('unknown', (progress) => progress)),
          refused,
        )
        await assert.rejects(
          provisioning.transaction(({ appendLog }) => appendLog([sampleLogEntry({ jobId: 'unknown' })])),
          refused,
        )
      }))

    test('keeps tenants apart: the same names may stand in each', async () => {
      const store = await open()
      const [fabrikam, contoso] = [await createSampleTenant(store), await createSampleTenant(store)]
      const job = sampleJob()
      for (const tenant of [fabrikam, contoso]) {
        await tenant.jobs.create(job)
        await tenant.provisioning.transaction((transaction) => writeAll(transaction, job.id))
      }
      for (const tenant of [fabrikam, contoso]) assert.deepEqual(await countAll(tenant, job.id), everything)
      await store.close()
    })
  })
}

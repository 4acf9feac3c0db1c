import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { initialProgress } from '../model/synchronization-job.ts'
import { sampleEntry, sampleReference, withJob } from './provisioning-samples.conformance.ts'
import { createSampleTenant, type OpenStore, sampleJob, sampleLogEntry, sampleUser } from './sample-data.conformance.ts'
import type { TenantStore } from './store.ts'
import type { ProvisioningTransaction } from './store-provisioning.ts'

const all = { filter: null, descending: false, limit: 100, after: null }

/** What is all or nothing, as others see it. Needs a store whose provisioning part is complete. */
export function transactionConformance(open: OpenStore): void {
  describe('ProvisioningStore.transaction', () => {
    /** Writes something of every kind. */
    async function writeAll(transaction: ProvisioningTransaction, jobId: string): Promise<void> {
      const user = sampleUser({ employeeId: 'E-1', userPrincipalName: 'ann@fabrikam.example' })
      await transaction.users.insert([user])
      await transaction.entries.put(jobId, [sampleEntry('E-1', { targetId: user.id })])
      await transaction.references.put(jobId, sampleReference('E-1', 'E-9'))
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

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createSampleTenant, type OpenStore, sampleJob } from './sample-data.conformance.ts'
import type { PendingReference, SourceEntry } from './store-provisioning.ts'

const entry: SourceEntry = { anchor: 'E-1', targetId: 'target', uploadSequence: 1, operationIndex: 0, isAbsent: false }
const reference: PendingReference = { subjectAnchor: 'E-1', attribute: 'manager', wantedAnchor: 'E-2' }

/** Needs a store whose provisioning part writes entries and references. */
export function retainedEntriesConformance(open: OpenStore): void {
  describe('JobsStore.listRetainedUploads', () => {
    test('names the uploads that hold the latest record of somebody, page by page', async () => {
      const store = await open()
      const { jobs, provisioning } = await createSampleTenant(store)
      const [job, other] = [sampleJob(), sampleJob()]
      for (const created of [job, other]) await jobs.create(created)
      const entryOf = (anchor: string, uploadSequence: number) => ({ ...entry, anchor, uploadSequence })
      await provisioning.transaction(async ({ entries }) => {
        await entries.put(job.id, [entryOf('A', 7), entryOf('b', 3), entryOf('C', 7)])
        await entries.put(other.id, [entryOf('A', 9)])
      })
      const first = await jobs.listRetainedUploads(job.id, 2, null)
      assert.deepEqual(first.sequences, [7, 3])
      assert.deepEqual(await jobs.listRetainedUploads(job.id, 2, first.last), { sequences: [7], last: null })
      assert.deepEqual(await jobs.listRetainedUploads('unknown', 2, null), { sequences: [], last: null })
      await store.close()
    })
  })

  describe('JobsStore.dropLinks', () => {
    test('forgets the links and the waiting references of one job, keeps its records, and leaves those of others', async () => {
      const store = await open()
      const { jobs, provisioning } = await createSampleTenant(store)
      const [dropped, kept] = [sampleJob(), sampleJob()]
      for (const { id } of [dropped, kept]) {
        await jobs.create(id === dropped.id ? dropped : kept)
        await provisioning.transaction(async ({ entries, references }) => {
          await entries.put(id, [entry])
          await references.put(id, reference)
        })
      }
      await jobs.dropLinks(dropped.id)
      await provisioning.transaction(async ({ entries, references }) => {
        assert.deepEqual(await entries.find(dropped.id, ['e-1']), [{ ...entry, targetId: null }])
        assert.equal(await references.isEmpty(dropped.id), true)
        assert.deepEqual(await entries.find(kept.id, ['e-1']), [entry])
        assert.equal(await references.isEmpty(kept.id), false)
      })
      await store.close()
    })
  })
}

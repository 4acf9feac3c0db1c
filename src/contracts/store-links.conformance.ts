import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createSampleTenant, type OpenStore, sampleJob } from './sample-data.conformance.ts'
import type { Link, PendingReference } from './store-provisioning.ts'

const link: Link = { anchor: 'E-1', targetId: 'target', uploadSequence: 1, operationIndex: 0 }
const reference: PendingReference = { subjectAnchor: 'E-1', attribute: 'manager', wantedAnchor: 'E-2' }

/** Needs a store whose provisioning part writes links and references. */
export function droppedLinksConformance(open: OpenStore): void {
  describe('JobsStore.listLinkedUploads', () => {
    test('names the uploads that links of the job point to, page by page', async () => {
      const store = await open()
      const { jobs, provisioning } = await createSampleTenant(store)
      const [job, other] = [sampleJob(), sampleJob()]
      for (const created of [job, other]) await jobs.create(created)
      const linkTo = (anchor: string, uploadSequence: number) => ({ ...link, anchor, uploadSequence })
      await provisioning.transaction(async ({ links }) => {
        await links.put(job.id, [linkTo('A', 7), linkTo('b', 3), linkTo('C', 7)])
        await links.put(other.id, [linkTo('A', 9)])
      })
      const first = await jobs.listLinkedUploads(job.id, 2, null)
      assert.deepEqual(first.sequences, [7, 3])
      assert.deepEqual(await jobs.listLinkedUploads(job.id, 2, first.last), { sequences: [7], last: null })
      assert.deepEqual(await jobs.listLinkedUploads('unknown', 2, null), { sequences: [], last: null })
      await store.close()
    })
  })

  describe('JobsStore.dropLinks', () => {
    test('forgets the links and the waiting references of one job and leaves those of others', async () => {
      const store = await open()
      const { jobs, provisioning } = await createSampleTenant(store)
      const [dropped, kept] = [sampleJob(), sampleJob()]
      for (const { id } of [dropped, kept]) {
        await jobs.create(id === dropped.id ? dropped : kept)
        await provisioning.transaction(async ({ links, references }) => {
          await links.put(id, [link])
          await references.put(id, reference)
        })
      }
      await jobs.dropLinks(dropped.id)
      await provisioning.transaction(async ({ links, references }) => {
        assert.deepEqual(await links.find(dropped.id, ['e-1']), [undefined])
        assert.equal(await references.isEmpty(dropped.id), true)
        assert.deepEqual(await links.find(kept.id, ['e-1']), [link])
        assert.equal(await references.isEmpty(kept.id), false)
      })
      await store.close()
    })
  })
}

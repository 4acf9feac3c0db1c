import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createSampleTenant, type OpenStore, sampleJob } from './sample-data.conformance.ts'
import type { Link, PendingReference } from './store-provisioning.ts'

const link: Link = { anchor: 'E-1', targetId: 'target', uploadSequence: 1, operationIndex: 0 }
const reference: PendingReference = { subjectAnchor: 'E-1', attribute: 'manager', wantedAnchor: 'E-2' }

/** Needs a store whose provisioning part writes links and references. */
export function droppedLinksConformance(open: OpenStore): void {
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

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createSampleTenant, type OpenStore, sampleJob } from './sample-data.conformance.ts'
import type { SourceEntry } from './store-provisioning.ts'
import type { EntryStateFilter } from './store-source-entries.ts'

const entryOf = (anchor: string, changes: Partial<SourceEntry> = {}): SourceEntry => ({
  anchor,
  targetId: `target of ${anchor}`,
  uploadSequence: 1,
  operationIndex: 0,
  isAbsent: false,
  ...changes,
})
const held = { uploadSequence: 2, operationIndex: 0, isAbsence: false, isStaged: false, isRepeated: false }
const appointment = { dueAt: 1, attempts: 1, since: 0 }

/** Needs a store whose provisioning part writes entries, appointments and held records. */
export function entryStatesConformance(open: OpenStore): void {
  describe('SourceEntriesReader.listStates', () => {
    test('tells of each person what waits, page by page, and finds people by it', async () => {
      const store = await open()
      const { jobs, provisioning, sourceEntries } = await createSampleTenant(store)
      const [job, other] = [sampleJob(), sampleJob()]
      for (const created of [job, other]) await jobs.create(created)
      await provisioning.transaction(async (transaction) => {
        const people = [entryOf('b'), entryOf('A'), entryOf('C', { targetId: null }), entryOf('D', { isAbsent: true })]
        await transaction.entries.put(job.id, people)
        await transaction.appointments.put(job.id, [
          { ...appointment, anchor: 'c', kind: 'escrow' },
          { ...appointment, anchor: 'A', kind: 'date' },
        ])
        await transaction.held.put(job.id, [{ ...held, anchor: 'B' }])
        await transaction.entries.put(other.id, [entryOf('A')])
        await transaction.held.put(other.id, [{ ...held, anchor: 'A' }])
      })
      const list = async (filter: EntryStateFilter, limit = 10, afterAnchor: string | null = null) =>
        (await sourceEntries.listStates(job.id, { limit, afterAnchor, filter })).map(({ anchor }) => anchor)
      assert.deepEqual(await list({}), ['A', 'b', 'C', 'D'])
      assert.deepEqual(await list({}, 2), ['A', 'b'])
      assert.deepEqual(await list({}, 2, 'B'), ['C', 'D'])
      assert.deepEqual(await list({ isLinked: true, isHeld: false }), ['A', 'D'])
      assert.deepEqual(await list({ isEscrowed: true }), ['C'])
      assert.deepEqual(await list({ isHeld: true }), ['b'])
      assert.deepEqual(await list({ isAbsent: true }), ['D'])
      assert.deepEqual(await list({ isLinked: false, isEscrowed: false }), [])
      const [first] = await sourceEntries.listStates(job.id, { limit: 1, afterAnchor: 'A', filter: {} })
      assert.deepEqual(first, { ...entryOf('b'), isEscrowed: false, isHeld: true })
      assert.deepEqual(await sourceEntries.listStates('unknown', { limit: 1, afterAnchor: null, filter: {} }), [])
      await store.close()
    })
  })
}

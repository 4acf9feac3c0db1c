import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sampleEntry, sampleReference, withinTransaction, withJob } from './provisioning-samples.conformance.ts'
import { type OpenStore, sampleJob } from './sample-data.conformance.ts'
import { appointmentsConformance } from './store-appointments.conformance.ts'
import { heldRecordsConformance } from './store-held.conformance.ts'
import { usersWriterConformance } from './store-users-writer.conformance.ts'

/** What each part of a transaction promises inside it. Needs a store whose provisioning part is complete. */
export function provisioningConformance(open: OpenStore): void {
  const within = withinTransaction(open)

  appointmentsConformance(open)
  heldRecordsConformance(open)
  usersWriterConformance(open)

  describe('ProvisioningTransaction.entries.listBefore', () => {
    test(
      'lists, page by page, those who are present and came before an upload',
      within(async ({ entries }, jobId) => {
        const entryOf = (anchor: string, uploadSequence: number, isAbsent = false) =>
          sampleEntry(anchor, { uploadSequence, isAbsent })
        const [a, b, c] = [entryOf('A', 1), entryOf('b', 2), entryOf('C', 1)]
        await entries.put(jobId, [c, entryOf('d', 3), a, entryOf('E', 1, true), b])
        const list = (afterAnchor: string | null, limit = 2) =>
          entries.listBefore(jobId, { uploadSequence: 3, limit, afterAnchor })
        assert.deepEqual(await list(null), [a, b])
        assert.deepEqual(await list('B'), [c])
        assert.deepEqual(await list('c'), [])
        await entries.put(jobId, [
          { ...b, isAbsent: true },
          { ...c, uploadSequence: 3 },
        ])
        await entries.remove(jobId, ['a'])
        assert.deepEqual(await list(null), [])
      }),
    )

    test(
      'keeps people without a link',
      within(async ({ entries }, jobId) => {
        const nobody = sampleEntry('E-1', { targetId: null })
        await entries.put(jobId, [nobody])
        assert.deepEqual(await entries.find(jobId, ['e-1']), [nobody])
        assert.deepEqual(await entries.listBefore(jobId, { uploadSequence: 2, limit: 9, afterAnchor: null }), [nobody])
      }),
    )
  })

  describe('ProvisioningTransaction.merged', () => {
    test(
      'keeps the newest data of a person, letter case ignored, in the order of the questions',
      within(async ({ merged }, jobId) => {
        const first = { displayName: 'Ann', emails: [{ value: 'ann@fabrikam.example' }] }
        await merged.put(jobId, [
          { anchor: 'E-1', data: first },
          { anchor: 'E-2', data: {} },
        ])
        assert.deepEqual(await merged.find(jobId, ['e-2', 'E-9', 'e-1']), [{}, undefined, first])
        await merged.put(jobId, [{ anchor: 'e-1', data: { displayName: 'Ann Lee' } }])
        assert.deepEqual(await merged.find(jobId, ['E-1']), [{ displayName: 'Ann Lee' }])
        await assert.rejects(merged.put('unknown', []), { code: 'notFound' })
      }),
    )
  })

  describe('ProvisioningTransaction.entries', () => {
    test(
      'compare anchors without letter case, keep the newest and answer in the order of the questions',
      within(async ({ entries }, jobId) => {
        const [first, second] = [sampleEntry('E-1'), sampleEntry('ΟΔΟΣ')]
        await entries.put(jobId, [first, second])
        assert.deepEqual(await entries.find(jobId, ['οδοσ', 'E-9', 'e-1']), [second, undefined, first])
        const newer = sampleEntry('e-1', { uploadSequence: 7, operationIndex: 3 })
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
          await entries.put(jobId, [sampleEntry('E-1')])
          await references.put(jobId, sampleReference('E-1', 'E-9'))
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
        assert.equal(await references.put(jobId, sampleReference('E-1', 'E-9')), false)
        assert.equal(await references.put(jobId, sampleReference('e-1', 'e-9')), true)
        assert.equal(await references.isEmpty(jobId), false)
        assert.deepEqual(await references.listWaitingFor(jobId, ['E-1', 'e-9']), [sampleReference('E-1', 'E-9')])
      }),
    )

    test(
      'have one wish for each subject and attribute: a newer one takes its place',
      within(async ({ references }, jobId) => {
        await references.put(jobId, sampleReference('E-1', 'E-9'))
        await references.put(jobId, sampleReference('E-1', 'E-9', 'assistant'))
        await references.put(jobId, sampleReference('E-2', 'E-9'))
        assert.equal(await references.put(jobId, sampleReference('E-1', 'E-8')), false)
        const left = await references.listWaitingFor(jobId, ['E-9'])
        assert.deepEqual(left.map(({ subjectAnchor, attribute }) => `${subjectAnchor} ${attribute}`).sort(), [
          'E-1 assistant',
          'E-2 manager',
        ])
        assert.deepEqual(await references.listWaitingFor(jobId, ['E-8']), [sampleReference('E-1', 'E-8')])
      }),
    )

    test(
      'are removed one by one, which does no harm when there is none',
      within(async ({ references }, jobId) => {
        await references.put(jobId, sampleReference('E-1', 'E-9'))
        await references.remove(jobId, 'E-1', 'assistant')
        await references.remove(jobId, 'E-2', 'manager')
        assert.equal(await references.isEmpty(jobId), false)
        await references.remove(jobId, 'e-1', 'manager')
        assert.equal(await references.isEmpty(jobId), true)
      }),
    )
  })
}

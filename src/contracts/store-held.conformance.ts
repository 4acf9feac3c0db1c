import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { withinTransaction, withJob } from './provisioning-samples.conformance.ts'
import { type OpenStore, sampleJob } from './sample-data.conformance.ts'
import type { HeldRecord } from './store-provisioning.ts'

const held = (
  anchor: string,
  uploadSequence: number,
  operationIndex = 0,
  changes: Partial<HeldRecord> = {},
): HeldRecord => ({
  anchor,
  uploadSequence,
  operationIndex,
  isAbsence: false,
  isRepeated: false,
  isStaged: false,
  ...changes,
})

/** Needs a store whose provisioning part is complete. */
export function heldRecordsConformance(open: OpenStore): void {
  const within = withinTransaction(open)

  describe('ProvisioningTransaction.held', () => {
    test(
      'holds records in order of arrival, several of a person, and counts people without letter case',
      within(async (transaction, jobId) => {
        assert.equal(await transaction.held.isEmpty(jobId), true)
        assert.equal(await transaction.held.countPeople(jobId), 0)
        const records = [held('E-1', 2, 10), held('e-1', 2, 9), held('E-2', 1, 3), held('E-3', 2, 9)]
        await transaction.held.put(jobId, records)
        const [fourth, second, first, third] = records
        const listed = await transaction.held.list(jobId, 10, null)
        assert.deepEqual(listed, [first, second, third, fourth])
        assert.equal(await transaction.held.countPeople(jobId), 3)
        assert.equal(await transaction.held.isEmpty(jobId), false)
        assert.deepEqual(await transaction.held.holds(jobId, ['e-2', 'E-9', 'E-1']), [true, false, true])
        assert.deepEqual(await transaction.held.holds(jobId, ['e-2', 'E-1'], 'staged'), [false, false])
        await transaction.held.put(jobId, [held('e-1', 2, 9, { isStaged: true })])
        assert.deepEqual(await transaction.held.holds(jobId, ['e-2', 'E-1'], 'staged'), [false, true])
      }),
    )

    test(
      'lists page by page',
      within(async (transaction, jobId) => {
        const records = [held('A', 1), held('b', 1), held('C', 1), held('A', 2), held('A', 3)]
        await transaction.held.put(jobId, records)
        const seen: HeldRecord[] = []
        for (let after: HeldRecord | null = null; ; ) {
          const page: readonly HeldRecord[] = await transaction.held.list(jobId, 2, after)
          seen.push(...page)
          after = page.at(-1) ?? null
          if (after === null) break
        }
        assert.deepEqual(seen, records)
      }),
    )

    test(
      'tells of the first upload that nobody was told of, until all are staged; people who are looked at again do not count',
      within(async (transaction, jobId) => {
        assert.equal(await transaction.held.firstUpload(jobId), null)
        await transaction.held.put(jobId, [held('A', 4), held('B', 3), held('C', 5, 0, { isAbsence: true })])
        await transaction.held.put(jobId, [held('D', 1, 0, { isRepeated: true })])
        assert.equal(await transaction.held.firstUpload(jobId), 3)
        await transaction.held.put(jobId, [held('b', 3, 0, { isStaged: true })])
        assert.equal(await transaction.held.firstUpload(jobId), 4)
        await transaction.held.put(jobId, [held('A', 4, 0, { isStaged: true })])
        assert.equal(await transaction.held.firstUpload(jobId), 5)
        await transaction.held.put(jobId, [held('C', 5, 0, { isAbsence: true, isStaged: true })])
        assert.equal(await transaction.held.firstUpload(jobId), null)
        await transaction.held.put(jobId, [held('D', 1)])
        assert.deepEqual(
          (await transaction.held.list(jobId, 9, null)).map(({ isAbsence, isRepeated, isStaged }) => [
            isAbsence,
            isRepeated,
            isStaged,
          ]),
          [
            [false, true, false],
            [false, false, true],
            [false, false, true],
            [true, false, true],
          ],
        )
      }),
    )

    test(
      'lets single records go, or all at once',
      within(async (transaction, jobId) => {
        await transaction.held.put(jobId, [held('A', 1), held('A', 2), held('B', 1)])
        await transaction.held.remove(jobId, [held('a', 1), held('nobody', 1)])
        assert.deepEqual(await transaction.held.holds(jobId, ['A', 'B']), [true, true])
        await transaction.held.remove(jobId, [held('A', 2)])
        assert.deepEqual(await transaction.held.holds(jobId, ['A', 'B']), [false, true])
        assert.equal(await transaction.held.countPeople(jobId), 1)
        await transaction.held.clear(jobId)
        assert.equal(await transaction.held.isEmpty(jobId), true)
        assert.deepEqual(await transaction.held.list(jobId, 9, null), [])
      }),
    )

    test('belong to one job', () =>
      withJob(open, async ({ jobs, provisioning }, jobId) => {
        const other = sampleJob()
        await jobs.create(other)
        await provisioning.transaction(async (transaction) => {
          await transaction.held.put(jobId, [held('A', 1)])
          await transaction.held.clear(other.id)
          assert.equal(await transaction.held.isEmpty(other.id), true)
          assert.equal(await transaction.held.isEmpty(jobId), false)
          await assert.rejects(transaction.held.countPeople('unknown'), { code: 'notFound' })
        })
      }))
  })
}

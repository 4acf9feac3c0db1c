import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { withinTransaction, withJob } from './provisioning-samples.conformance.ts'
import { type OpenStore, sampleJob } from './sample-data.conformance.ts'
import type { Appointment } from './store-provisioning.ts'

const escrow = (anchor: string, dueAt: number, changes: Partial<Appointment> = {}): Appointment => ({
  anchor,
  kind: 'escrow',
  dueAt,
  attempts: 1,
  since: 1_000,
  ...changes,
})
const date = (anchor: string, dueAt: number): Appointment => escrow(anchor, dueAt, { kind: 'date', attempts: 0 })

/** Needs a store whose provisioning part is complete. */
export function appointmentsConformance(open: OpenStore): void {
  const within = withinTransaction(open)

  describe('ProvisioningTransaction.appointments', () => {
    test(
      'have one of each kind for a person, letter case ignored: a newer one takes its place',
      within(async ({ appointments }, jobId) => {
        assert.equal(await appointments.isEmpty(jobId), true)
        await appointments.put(jobId, [escrow('E-1', 5_000), date('E-1', 7_000), escrow('E-2', 6_000)])
        const again = escrow('e-1', 9_000, { attempts: 2 })
        await appointments.put(jobId, [again])
        assert.equal(await appointments.isEmpty(jobId), false)
        assert.deepEqual(await appointments.find(jobId, 'escrow', ['e-2', 'E-9', 'E-1']), [
          escrow('E-2', 6_000),
          undefined,
          again,
        ])
        assert.deepEqual(await appointments.find(jobId, 'date', ['e-1', 'e-2']), [date('E-1', 7_000), undefined])
      }),
    )

    test(
      'are listed when they are due, the earliest first',
      within(async ({ appointments }, jobId) => {
        assert.equal(await appointments.nextDueAt(jobId), null)
        const [a, b, c] = [date('A', 5_000), escrow('b', 3_000), escrow('C', 5_000)]
        await appointments.put(jobId, [c, date('D', 9_000), a, b])
        assert.deepEqual(await appointments.listDue(jobId, 5_000, 10), [b, a, c])
        assert.deepEqual(await appointments.listDue(jobId, 5_000, 2), [b, a])
        assert.deepEqual(await appointments.listDue(jobId, 2_999, 10), [])
        assert.equal(await appointments.nextDueAt(jobId), 3_000)
        await appointments.put(jobId, [{ ...b, dueAt: 20_000 }])
        assert.equal(await appointments.nextDueAt(jobId), 5_000)
        assert.deepEqual(await appointments.listDue(jobId, 5_000, 10), [a, c])
      }),
    )

    test(
      'are removed by person and kind, or a whole kind at once',
      within(async ({ appointments }, jobId) => {
        await appointments.put(jobId, [escrow('A', 1), date('A', 2), escrow('B', 3), date('B', 4)])
        await appointments.remove(jobId, 'escrow', ['a', 'nobody'])
        assert.equal(await appointments.nextDueAt(jobId), 2)
        await appointments.clear(jobId, 'date')
        assert.deepEqual(await appointments.listDue(jobId, 10, 10), [escrow('B', 3)])
        await appointments.clear(jobId, 'escrow')
        assert.equal(await appointments.isEmpty(jobId), true)
      }),
    )

    test('belong to one job', () =>
      withJob(open, async ({ jobs, provisioning }, jobId) => {
        const other = sampleJob()
        await jobs.create(other)
        await provisioning.transaction(async ({ appointments }) => {
          await appointments.put(jobId, [escrow('A', 1)])
          await appointments.clear(other.id, 'escrow')
          assert.equal(await appointments.isEmpty(other.id), true)
          assert.equal(await appointments.isEmpty(jobId), false)
          await assert.rejects(appointments.isEmpty('unknown'), { code: 'notFound' })
        })
      }))
  })
}

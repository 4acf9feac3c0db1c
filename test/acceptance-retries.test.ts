import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { editSchema, gistOf, readUpload, statesOf, tell } from './journey.ts'
import { dayMs, hourMs, type Life, minuteMs, openLife } from './life.ts'
import { newcomer, person } from './world.ts'

/** Section 11 of the specification: failing records are tried again without a new upload. */

const { displayName: _, ...incomplete } = newcomer('E-1')
const failure = 'create failure MandatoryFieldsMissing'

async function nextRetry(life: Life): Promise<number | null> {
  return life.tenant.sourceEntries.nextDueAt(life.world.setUp.jobId)
}

describe('a failing record', () => {
  test('is tried again after 1, 5, 15 and 60 minutes, then every 6 hours, and given up after 28 days', async () => {
    await using life = await openLife()
    await life.send(incomplete, newcomer('E-2'))
    const pauses = [minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, 6 * hourMs]
    for (const [retries, pause] of pauses.entries()) {
      const last = Date.parse(String((await life.world.logs("sourceIdentity/id eq 'E-1'"))[0]?.activityDateTime))
      assert.equal(await nextRetry(life), last + pause)
      await life.until(new Date(last + pause - 1).toISOString())
      assert.equal((await life.story('E-1')).length, retries + 1)
      await life.until(1)
      assert.equal((await life.story('E-1')).length, retries + 2)
    }
    const entries = await life.world.logs("sourceIdentity/id eq 'E-1'")
    for (const name of ['id', 'changeId', 'cycleId'])
      assert.equal(new Set(entries.map((entry) => entry[name])).size, entries.length, name)
    for (const entry of entries) {
      assert.deepEqual(entry.sourceIdentity, entries[0]?.sourceIdentity)
      assert.equal(gistOf(entry), failure)
    }
    await life.until(29 * dayMs)
    const given = await life.story('E-1')
    assert.equal(await nextRetry(life), null)
    await life.until(29 * dayMs)
    assert.deepEqual(await life.story('E-1'), given)
    assert.deepEqual(await life.story('E-2'), ['create success'])
  })

  test('succeeds by itself once nothing is in its way, and its upload tells', async () => {
    await using life = await openLife()
    await editSchema(life.world, (schema) => schema.map('userPrincipalName', '[userName]', { flowType: 'Always' }))
    const wanted = { userName: 'desk@fabrikam.example' }
    await life.send(newcomer('E-1', wanted))
    const accepted = await life.stage(newcomer('E-2', wanted))
    assert.deepEqual(statesOf(await readUpload(life.world, accepted)), ['failed'])
    await life.until(minuteMs)
    await life.send(person('E-1', { userName: 'old@fabrikam.example' }))
    assert.deepEqual(statesOf(await readUpload(life.world, accepted)), ['failed'])
    await life.until(5 * minuteMs)
    assert.deepEqual(statesOf(await readUpload(life.world, accepted)), ['created'])
    assert.deepEqual(await life.story('E-2'), ['create failure Conflict', 'create failure Conflict', 'create success'])
    assert.equal(await nextRetry(life), null)
    assert.equal((await life.job()).progress.synchronizedEntries, 2)
  })

  test('gives way to a newer record, which begins anew when it fails too', async () => {
    await using life = await openLife()
    await life.send(incomplete)
    await life.until(minuteMs)
    await life.send(incomplete)
    const last = Date.parse(String((await life.world.logs())[0]?.activityDateTime))
    assert.equal(await nextRetry(life), last + minuteMs)
    await life.send(newcomer('E-1'))
    assert.equal(await nextRetry(life), null)
    await life.until(dayMs)
    assert.deepEqual(await life.story('E-1'), [failure, failure, failure, 'create success'])
  })

  test('is forgotten by a restart with Escrows, and succeeds at once when the mapping is corrected', async () => {
    await using life = await openLife()
    await life.send(incomplete)
    await tell(life.world, 'restart', { criteria: { resetScope: 'Escrows' } })
    await life.until(dayMs)
    assert.deepEqual(await life.story('E-1'), [failure])
    await editSchema(life.world, (schema) => {
      schema.mapping('displayName').defaultValue = 'Nobody'
    })
    await life.rest()
    assert.deepEqual(await life.story('E-1'), [failure, 'create success'])
  })

  test('waits while the job is paused', async () => {
    await using life = await openLife()
    await life.send(incomplete)
    await tell(life.world, 'pause')
    await life.until(dayMs)
    assert.deepEqual(await life.story('E-1'), [failure])
    await tell(life.world, 'start')
    await life.rest()
    assert.deepEqual(await life.story('E-1'), [failure, failure])
  })

  test('is tried again after a restart of the server', async () => {
    await using life = await openLife()
    await life.send(incomplete)
    await life.world.restart()
    await life.until(minuteMs)
    assert.deepEqual(await life.story('E-1'), [failure, failure])
  })
})

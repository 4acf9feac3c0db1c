import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addJobLike, editSchema, provisionTo, readUpload, statesOf, tell } from './journey.ts'
import { dayMs, type Life, openLife } from './life.ts'
import { type Json, newcomer, person } from './world.ts'

/** Section 14 of the specification, and scenario 13. `ForceDeletes` is part of acceptance-threshold.test.ts. */

const { displayName: _, ...incomplete } = newcomer('F-1')

/** Two linked people, one failure that waits for its retry, and another source that has just changed E-1's title. */
async function openCompany(): Promise<Life> {
  const life = await openLife()
  await life.send(newcomer('E-1', { title: 'Clerk' }), newcomer('E-2', { title: 'Clerk' }), incomplete)
  const other = await addJobLike(life.world, ({ schema }) => ({ schema }))
  await provisionTo(life.world, other, person('E-1', { title: 'Changed', active: true }))
  return life
}

async function restart(life: Life, resetScope?: string | number): Promise<void> {
  await tell(life.world, 'restart', resetScope === undefined ? undefined : { criteria: { resetScope } })
  await life.rest()
}

const titleOf = async (life: Life) => (await life.account('E-1', 'jobTitle'))?.jobTitle
const linked = async (life: Life) => (await life.job()).progress.synchronizedEntries
const retries = async (life: Life) => (await life.tenant.sourceEntries.nextDueAt((await life.job()).id)) !== null

describe('restart', () => {
  const cases: readonly (readonly [
    scope: string | number | undefined,
    after: { title: string; linked: number; retries: boolean; entries: number },
  ])[] = [
    // Nobody is looked at: only what is named is forgotten.
    ['ConnectorDataStore', { title: 'Changed', linked: 0, retries: true, entries: 1 }],
    ['Escrows', { title: 'Changed', linked: 2, retries: false, entries: 1 }],
    ['QuarantineState', { title: 'Changed', linked: 2, retries: true, entries: 1 }],
    // Everybody's last record is looked at again, failures too.
    ['Watermark', { title: 'Clerk', linked: 2, retries: true, entries: 2 }],
    [4, { title: 'Clerk', linked: 2, retries: true, entries: 2 }],
    ['Watermark, Escrows', { title: 'Clerk', linked: 2, retries: true, entries: 2 }],
    ['Full', { title: 'Clerk', linked: 2, retries: true, entries: 2 }],
    [undefined, { title: 'Clerk', linked: 2, retries: true, entries: 2 }],
  ]
  for (const [scope, after] of cases)
    test(`with ${scope ?? 'no criteria'}`, async () => {
      await using life = await openCompany()
      await restart(life, scope)
      assert.deepEqual(
        {
          title: await titleOf(life),
          linked: await linked(life),
          retries: await retries(life),
          entries: (await life.story('E-2')).length,
        },
        after,
      )
    })

  test('scenario 13: with Full links are gone, and the same people are found by their employeeId', async () => {
    await using life = await openCompany()
    const before = await life.account('E-2')
    const matchingOf = async () => JSON.stringify((await life.world.logs("sourceIdentity/id eq 'E-2'"))[0])
    await restart(life, 'Watermark')
    assert.match(await matchingOf(), /RedundantExport/)
    assert.doesNotMatch(await matchingOf(), /employeeId/)
    await restart(life, 'Full')
    assert.match(await matchingOf(), /employeeId/)
    assert.deepEqual(await life.account('E-2'), before)
    assert.equal(await linked(life), 2)
  })

  test('without links people are matched again by their next upload', async () => {
    await using life = await openCompany()
    await restart(life, 'ConnectorDataStore')
    assert.deepEqual(statesOf(await life.send(newcomer('E-2', { title: 'Cook' }))), ['updated'])
    assert.equal(await linked(life), 1)
  })

  test('of a paused job starts it and drops what had waited, but nobody who was known', async () => {
    await using life = await openCompany()
    await tell(life.world, 'pause')
    const dropped = await life.stage(newcomer('E-9'), person('E-2', { title: 'Cook' }))
    await restart(life)
    assert.deepEqual(statesOf(await readUpload(life.world, dropped, 0)), ['purged', 'purged'])
    assert.equal(await life.account('E-9'), undefined)
    assert.equal((await life.account('E-2', 'jobTitle'))?.jobTitle, 'Clerk')
    assert.equal((await life.world.get<{ status: Json }>(life.world.jobPath)).status.code, 'Active')
  })

  test('with Watermark looks at everybody once, also when the schema changes meanwhile', async () => {
    await using life = await openCompany()
    await editSchema(life.world, (schema) => schema.map('jobTitle', 'Join("", "1 ", [title])'))
    await editSchema(life.world, (schema) => schema.map('jobTitle', 'Join("", "2 ", [title])'))
    await restart(life, 'Watermark')
    for (const id of ['E-1', 'E-2']) assert.equal((await life.account(id, 'jobTitle'))?.jobTitle, '2 Clerk')
    const entries = (await life.story('E-2')).length
    await life.until(30 * dayMs)
    assert.equal((await life.story('E-2')).length, entries)
  })
})

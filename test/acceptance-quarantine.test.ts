import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { editSchema, readUpload, statesOf, tell } from './journey.ts'
import { dayMs, hourMs, type Life, openLife } from './life.ts'
import { type Json, newcomer, person } from './world.ts'

/** Section 13 of the specification and scenario 14. The published figures are decided in sync/quarantine.test.ts. */

interface Status {
  readonly schedule: { readonly state: string }
  readonly status: {
    readonly code: string
    readonly countSuccessiveCompleteFailures: number
    readonly quarantine: {
      readonly reason: string
      readonly seriesCount: number
      readonly seriesBegan: string
      readonly nextAttempt: string
    } | null
  }
}

const read = (life: Life) => life.world.get<Status>(life.world.jobPath)

async function gist(life: Life): Promise<string> {
  const { schedule, status } = await read(life)
  return [schedule.state, status.code, status.quarantine?.reason].filter(Boolean).join(' ')
}

const incomplete = (count: number): Json[] =>
  Array.from({ length: count }, (_, index) => {
    const { displayName: _name, ...rest } = newcomer(`F-${index}`)
    return rest
  })
const complete = (count: number): Json[] => Array.from({ length: count }, (_, index) => newcomer(`S-${index}`))
const orphans = (count: number): Json[] =>
  Array.from({ length: count }, (_, index) => newcomer(`R-${index}`, { enterprise: { manager: { value: 'none' } } }))

/** The published thresholds, a thousandth of them. */
const quarantine = { failuresMin: 5, failuresPercentMax: 40, failuresMax: 40, failuresTotalMax: 60 }

async function openScaled(): Promise<Life> {
  const life = await openLife()
  await life.configure({ options: { quarantine } })
  return life
}

/** One cycle of several uploads. */
async function sendAll(life: Life, people: readonly Json[]): Promise<void> {
  for (let start = 0; start < people.length; start += 50) await life.sendInto(...people.slice(start, start + 50))
  await life.rest()
}

describe('too many failures in one cycle', () => {
  const cases: readonly (readonly [what: string, people: readonly Json[], state: string])[] = [
    ['45 of 45', incomplete(45), 'Active Quarantine EncounteredBaseEscrowThreshold'],
    ['30 of 35', [...complete(5), ...incomplete(30)], 'Active Quarantine EncounteredEscrowProportionThreshold'],
    ['20 of 60', [...incomplete(20), ...complete(40)], 'Active Active'],
    [
      '40 of 161 and 21 references',
      [...complete(100), ...orphans(21), ...incomplete(40)],
      'Active Quarantine EncounteredTotalEscrowThreshold',
    ],
    ['4 of 4', incomplete(4), 'Active Active'],
  ]
  for (const [what, people, state] of cases)
    test(`${what}: ${state}`, async () => {
      await using life = await openScaled()
      await sendAll(life, people)
      assert.equal(await gist(life), state)
    })
})

describe('a job in quarantine', () => {
  async function openQuarantined(): Promise<Life> {
    const life = await openScaled()
    await life.send(...incomplete(6))
    assert.equal(await gist(life), 'Active Quarantine EncounteredEscrowProportionThreshold')
    return life
  }

  test('rests: what is uploaded waits, and no failure is tried again', async () => {
    await using life = await openQuarantined()
    const waiting = await life.stage(newcomer('E-1'))
    await life.until(5 * hourMs)
    assert.deepEqual(statesOf(await readUpload(life.world, waiting, 0)), ['staged'])
    assert.equal((await life.world.logs()).length, 6)
    assert.equal((await read(life)).status.countSuccessiveCompleteFailures, 1)
  })

  test('leaves it by itself when the next attempt succeeds', async () => {
    await using life = await openQuarantined()
    const waiting = await life.stage(...complete(20))
    await life.until(String((await read(life)).status.quarantine?.nextAttempt))
    assert.equal(await gist(life), 'Active Active')
    assert.deepEqual(new Set(statesOf(await readUpload(life.world, waiting, 0))), new Set(['created']))
  })

  for (const action of ['start', 'restart'])
    test(`leaves it by ${action}`, async () => {
      await using life = await openQuarantined()
      await editSchema(life.world, (schema) => {
        schema.mapping('displayName').defaultValue = 'Nobody'
      })
      await tell(life.world, action)
      await life.rest()
      assert.equal(await gist(life), 'Active Active')
      assert.deepEqual((await life.story('F-0')).at(-1), 'create success')
    })

  test('goes back into it when the failures stay', async () => {
    await using life = await openQuarantined()
    await tell(life.world, 'restart')
    await life.rest()
    assert.equal(await gist(life), 'Active Quarantine EncounteredEscrowProportionThreshold')
    assert.equal((await read(life)).status.quarantine?.seriesCount, 0)
  })

  test('scenario 14: is tried after 6, 12 and 24 hours, then every 24 hours, and disabled on day 28', async () => {
    await using life = await openScaled()
    await life.configure({ settings: { QuarantineTooManyDeletesThreshold: '0' } })
    await life.send(newcomer('E-1'))
    await life.send(person('E-1', { active: false }))
    const began = Date.parse(String((await read(life)).status.quarantine?.seriesBegan))
    const attempts: number[] = []
    for (const seriesCount of [0, 1, 2, 3, 4]) {
      const { quarantine: now } = (await read(life)).status
      assert.equal(now?.seriesCount, seriesCount)
      attempts.push((Date.parse(String(now?.nextAttempt)) - began) / hourMs)
      await life.until(String(now?.nextAttempt))
    }
    assert.deepEqual(attempts, [6, 12, 24, 48, 72])
    assert.equal(await gist(life), 'Active Quarantine TooManyDeletes')
    await life.until(28 * dayMs)
    assert.equal(await gist(life), 'Disabled Quarantine TooManyDeletes')
    assert.equal(await life.isEnabled('E-1'), true)
    assert.deepEqual(await life.story('E-1'), ['create success', 'stagedDelete skipped TooManyDeletes'])
  })
})

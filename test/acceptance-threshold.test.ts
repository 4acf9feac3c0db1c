import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { heldPerPieceMax } from '../src/sync/held.ts'
import { allAccounts, editSchema, eventually, gistOf, readUpload, statesOf, tell } from './journey.ts'
import { type Life, openLife } from './life.ts'
import { beginSession } from './session-client.ts'
import { type Json, newcomer, person, type UploadStatus } from './world.ts'

/** Scenario 12 of the specification: protection against accidental deletion, with a limit of 5. */

const six = ['E-1', 'E-2', 'E-3', 'E-4', 'E-5', 'E-6']
const limit = { settings: { QuarantineTooManyDeletesThreshold: '5' } }

/** Six employees with accounts, and one who stays whatever happens. */
async function openCompany(): Promise<Life> {
  const life = await openLife()
  await life.configure(limit)
  await life.send(...[...six, 'E-0'].map((id) => newcomer(id, { userType: 'Employee' })))
  return life
}

async function enabledOf(life: Life): Promise<readonly string[]> {
  const enabled: string[] = []
  for (const id of [...six, 'E-0']) if ((await life.isEnabled(id)) === true) enabled.push(id)
  return enabled.sort()
}

async function statusOf(life: Life): Promise<{ code: string; reason: unknown; state: string }> {
  const { status, schedule } = await life.world.get<{
    status: { code: string; quarantine: { reason: string } | null }
    schedule: { state: string }
  }>(life.world.jobPath)
  return { code: status.code, reason: status.quarantine?.reason ?? null, state: schedule.state }
}

const everyone = ['E-0', ...six]
const stopped = { code: 'Quarantine', reason: 'TooManyDeletes', state: 'Active' }
const running = { code: 'Active', reason: null, state: 'Active' }
const staged = (entries: readonly Json[]) => entries.filter((entry) => /^stagedDelete/i.test(gistOf(entry)))

const leaves = (id: string) => person(id, { active: false })

/** Ways in which six people would lose their accounts in one cycle. */
const ways: readonly (readonly [name: string, bring: (life: Life) => Promise<unknown>])[] = [
  ['active: false in one upload', (life) => life.send(...six.map(leaves))],
  [
    'active: false in six uploads',
    async (life) => {
      for (const id of six) await life.stage(leaves(id))
      await life.send(newcomer('E-0', { userType: 'Employee', title: 'Clerk' }))
    },
  ],
  ['another userType, out of scope', (life) => life.send(...six.map((id) => newcomer(id, { userType: 'Contractor' })))],
  [
    'a snapshot without them',
    async (life) => {
      const { cursor } = (await life.job()).progress
      const session = await beginSession(life.world, 'snapshot')
      const put = await session.put(0, newcomer('E-0', { userType: 'Employee' }))
      const committed = await session.commit(1)
      assert.deepEqual([put.status, committed.status], [202, 202], put.text + committed.text)
      // One chunk, and the end.
      await eventually(
        async () => (await life.job()).progress.cursor,
        (now) => now >= cursor + 2,
      )
      await life.rest()
    },
  ],
  [
    'a new scope and a full evaluation',
    async (life) => {
      await life.send(...six.map((id) => newcomer(id, { title: 'Leaver', userType: 'Employee' })))
      await editSchema(life.world, (schema) => {
        schema.objectMapping.scope = null
        schema.scope(['title', 'IS NULL'])
      })
      await tell(life.world, 'restart', { criteria: { resetScope: 'Watermark' } })
      await life.rest()
    },
  ],
]

describe('scenario 12: more people than the threshold allows would lose their accounts', () => {
  for (const [name, bring] of ways) {
    test(`nobody is touched, each is staged, and ForceDeletes lets them through: ${name}`, async () => {
      await using life = await openCompany()
      await editSchema(life.world, (schema) => schema.scope(['userType', 'EQUALS', 'Employee']))
      await bring(life)
      assert.deepEqual(await statusOf(life), stopped)
      assert.deepEqual(await enabledOf(life), everyone)
      const told = staged(await life.world.logs())
      assert.deepEqual(told.map((entry) => (entry.sourceIdentity as Json).id).sort(), six)
      for (const entry of told) assert.equal((entry.provisioningStatusInfo as Json).status, 'skipped')

      await tell(life.world, 'restart', { criteria: { resetScope: 'ForceDeletes' } })
      await life.rest()
      assert.deepEqual(await statusOf(life), running)
      assert.deepEqual(await enabledOf(life), ['E-0'])
      for (const id of six) assert.match((await life.story(id)).at(-1) ?? '', /^disable success/)
      assert.equal(staged(await life.world.logs()).length, 6)
    })
  }

  test('as many as the limit are let through, at the end of the cycle', async () => {
    await using life = await openCompany()
    const status = await life.send(...six.slice(1).map(leaves))
    assert.deepEqual(
      status.operations.map(({ state }) => state),
      ['disabled', 'disabled', 'disabled', 'disabled', 'disabled'],
    )
    assert.deepEqual(await statusOf(life), running)
    assert.deepEqual(await enabledOf(life), ['E-0', 'E-1'])
  })

  test('six in six cycles are let through: the threshold counts per cycle', async () => {
    await using life = await openCompany()
    for (const id of six) await life.send(leaves(id))
    assert.deepEqual(await enabledOf(life), ['E-0'])
    assert.deepEqual(await statusOf(life), running)
  })

  test('one person counts once, however often it would be disabled', async () => {
    await using life = await openCompany()
    await life.send(...six.map(() => leaves('E-1')))
    assert.deepEqual(await statusOf(life), running)
    assert.deepEqual(await life.story('E-1'), [
      'create success',
      'disable success',
      ...Array.from({ length: 5 }, () => 'other skipped RedundantExport'),
    ])
  })

  test('with QuarantineTooManyDeletes false nobody is held back', async () => {
    await using life = await openCompany()
    await life.configure({ settings: { QuarantineTooManyDeletes: 'false' } })
    await life.send(...six.map(leaves))
    assert.deepEqual(await enabledOf(life), ['E-0'])
    assert.deepEqual(staged(await life.world.logs()), [])
  })

  test('a share of the people counts as well as a number', async () => {
    await using life = await openCompany()
    await life.configure({ options: { deletesPercentMax: 30 } })
    await life.send(...six.slice(0, 3).map(leaves))
    assert.deepEqual(await statusOf(life), stopped)
    assert.deepEqual(await enabledOf(life), everyone)
  })

  test('everybody else goes on in the same cycle, and what comes for a held person waits behind it', async () => {
    await using life = await openCompany()
    const status = await life.send(
      ...six.map(leaves),
      newcomer('E-7'),
      person('E-0', { title: 'Clerk' }),
      person('E-1', { title: 'Clerk' }),
    )
    assert.deepEqual(
      status.operations.map(({ state }) => state),
      [...six.map(() => 'held'), 'created', 'updated', 'held'],
    )
    assert.equal((await life.account('E-1', 'jobTitle'))?.jobTitle, null)
    await tell(life.world, 'restart', { criteria: { resetScope: 'ForceDeletes' } })
    await life.rest()
    assert.equal((await life.account('E-1', 'jobTitle'))?.jobTitle, 'Clerk')
    assert.equal(await life.isEnabled('E-1'), false)
  })

  for (const [name, uploadsBefore] of [
    ['when evaluating was last', 0],
    ['when uploading was last', 1],
  ] as const)
    test(`a restart after the source was corrected forgets what was held, and the correction counts: ${name}`, async () => {
      await using life = await openCompany()
      for (let count = 0; count < uploadsBefore; count++) await life.send(person('E-0', { title: `Clerk ${count}` }))
      await life.send(...six.map(leaves))
      assert.deepEqual(await statusOf(life), stopped)
      // Waits, because the job rests.
      const correction = await life.stage(...six.map((id) => newcomer(id, { userType: 'Employee', title: 'Clerk' })))
      await tell(life.world, 'restart')
      await life.rest()
      assert.deepEqual(await statusOf(life), running)
      assert.deepEqual(await enabledOf(life), everyone)
      assert.deepEqual(
        statesOf(await readUpload(life.world, correction, 0)),
        six.map(() => 'updated'),
      )
    })

  test('a restart in the middle of a quiet cycle takes nobody out of it', async () => {
    await using life = await openCompany()
    await life.sendInto(leaves('E-1'))
    await tell(life.world, 'restart', { criteria: { resetScope: 'QuarantineState' } })
    await life.send(person('E-0', { title: 'Clerk' }))
    assert.equal(await life.isEnabled('E-1'), false)
    assert.deepEqual(await life.story('E-1'), ['create success', 'disable success'])
  })

  test('protection that is switched off meanwhile lets what was held go first', async () => {
    await using life = await openCompany()
    await life.sendInto(leaves('E-1'))
    await life.configure({ settings: { QuarantineTooManyDeletes: 'false' } })
    await life.send(person('E-1', { active: true, title: 'Clerk' }))
    assert.equal(await life.isEnabled('E-1'), true)
    assert.equal((await life.account('E-1', 'jobTitle'))?.jobTitle, 'Clerk')
  })

  test('who was found by its employeeId while being disabled is counted among the linked people', async () => {
    await using life = await openCompany()
    await tell(life.world, 'restart', { criteria: { resetScope: 'ConnectorDataStore' } })
    await life.rest()
    await life.send(leaves('E-1'), leaves('E-2'))
    assert.equal((await life.job()).progress.synchronizedEntries, 2)
  })

  test('more records than one transaction takes are staged person by person, also of whom more came later', async () => {
    await using life = await openLife()
    await life.configure(limit)
    const anchors = Array.from({ length: heldPerPieceMax * 0.6 }, (_, index) => `E-${index}`)
    const sendAll = async (toPerson: (anchor: string) => Json) => {
      for (let start = 0; start < anchors.length; start += 50)
        await life.stage(...anchors.slice(start, start + 50).map(toPerson))
    }
    await sendAll((anchor) => newcomer(anchor))
    await sendAll(leaves)
    await sendAll((anchor) => person(anchor, { title: 'Clerk' }))
    await life.sendInto(newcomer('L-1'))
    await life.rest()
    const told = staged(await life.world.logs()).map((entry) => (entry.sourceIdentity as Json).id)
    assert.equal(told.length, anchors.length)
    assert.deepEqual(new Set(told), new Set(anchors))
    const accounts = (await allAccounts(life.world)).map(({ accountEnabled, jobTitle }) => [accountEnabled, jobTitle])
    assert.deepEqual(
      accounts,
      [...anchors, 'L-1'].map(() => [true, null]),
    )
  })

  test('who would be disabled by a new scope answers no upload, and no upload waits for it', async () => {
    await using life = await openCompany()
    const first = await life.send(...six.slice(0, 5).map((id) => newcomer(id, { title: 'Leaver' })))
    await editSchema(life.world, (schema) => schema.scope(['title', 'IS NULL']))
    await eventually(
      async () => (await life.job()).progress.evaluation,
      (evaluation) => evaluation === null,
    )
    assert.equal(await life.isEnabled('E-1'), true)
    const status = () => life.world.get<UploadStatus>(`${life.world.jobPath}/uploads/${first.id}`)
    assert.equal((await status()).status, 'completed')
    await life.rest()
    assert.equal(await life.isEnabled('E-1'), false)
    assert.deepEqual(
      statesOf(await status()),
      six.slice(0, 5).map(() => 'updated'),
    )
    const [entry] = await life.world.logs("sourceIdentity/id eq 'E-1'")
    assert.deepEqual([gistOf(entry), entry?.upload], ['disable success', null])
  })
})

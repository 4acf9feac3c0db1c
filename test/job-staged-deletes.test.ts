import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, bulkRequest, type Json, newcomer, openWorld, person, type World } from './world.ts'

const headers = { 'content-type': 'application/json' }
const hourMs = 3_600_000

interface Job {
  readonly schedule: { readonly state: string }
  readonly status: {
    readonly code: string
    readonly quarantine: (Json & { readonly reason: string; readonly nextAttempt: string }) | null
  }
  readonly waiting: { readonly escrowed: number; readonly staged: number }
}

const jobOf = (world: World) => world.get<Job>(world.jobPath)

const post = (world: World, action: string, body?: Json): Promise<Answer> =>
  world.send(
    'POST',
    `/v1.0${world.jobPath}/${action}`,
    body === undefined ? {} : { headers, body: JSON.stringify(body) },
  )

const patchSettings = (world: World, threshold: number) =>
  world.send('PATCH', `/v1.0${world.jobPath}`, {
    headers,
    body: JSON.stringify({
      synchronizationJobSettings: [{ name: 'QuarantineTooManyDeletesThreshold', value: String(threshold) }],
    }),
  })

async function upload(world: World, ...people: readonly Json[]): Promise<string> {
  const answer = await world.send('POST', `/v1.0${world.jobPath}/bulkUpload`, {
    headers: { 'content-type': 'application/scim+json' },
    body: bulkRequest(...people),
  })
  assert.equal(answer.status, 202, answer.text)
  return String(answer.headers['operation-location'])
}

async function until<T>(look: () => Promise<T>, holds: (seen: T) => boolean): Promise<T> {
  for (;;) {
    const seen = await look()
    if (holds(seen)) return seen
    await sleep(30)
  }
}

const names = ['E-1', 'E-2', 'E-3', 'E-4'] as const

/** Four people, a threshold of 2, and an upload that would disable three of them; the cycle has ended. */
async function overThreshold(world: World): Promise<string> {
  await patchSettings(world, 2)
  await world.provision(...names.map((name) => newcomer(name, { title: 'Clerk' })))
  const location = await upload(
    world,
    ...names.slice(0, 3).map((name) => person(name, { active: false, title: 'Left' })),
  )
  await until(
    () => jobOf(world),
    ({ status }) => status.code === 'Quarantine',
  )
  return location
}

async function enabled(world: World): Promise<readonly string[]> {
  const { value } = await world.get<{ value: { employeeId: string; accountEnabled: boolean }[] }>(
    '/users?$select=employeeId,accountEnabled',
  )
  return value
    .filter(({ accountEnabled }) => accountEnabled)
    .map(({ employeeId }) => employeeId)
    .sort()
}

const listOf = (world: World, query = '') =>
  world.get<{ value: (Json & { externalId: string })[]; '@odata.nextLink'?: string }>(
    `${world.jobPath}/stagedDeletes${query}`,
  )

describe('staged deletes', { timeout: 120_000 }, () => {
  test('are listed with what would change, page by page', async () => {
    await using world = await openWorld()
    await overThreshold(world)
    const { value } = await listOf(world)
    assert.deepEqual(
      value.map(({ externalId }) => externalId),
      ['E-1', 'E-2', 'E-3'],
    )
    const [first] = value
    assert.equal(first?.displayName ?? first?.targetDisplayName, 'Person E-1')
    assert.equal(first?.action, 'disable')
    const modified = first?.modifiedProperties as Json[] | undefined
    assert.deepEqual(
      modified?.find(({ displayName }) => displayName === 'accountEnabled'),
      { displayName: 'accountEnabled', oldValue: 'True', newValue: 'False' },
    )
    assert.match(String(first?.stagedDateTime), /^\d{4}-/)
    const page = await listOf(world, '?$top=2')
    assert.equal(page.value.length, 2)
    const next = await world.get<{ value: Json[] }>(String(page['@odata.nextLink']))
    assert.deepEqual(
      next.value.map(({ externalId }) => externalId),
      ['E-3'],
    )
    const job = await jobOf(world)
    assert.deepEqual(job.waiting, { escrowed: 0, staged: 3 })
    assert.equal(job.status.quarantine?.reason, 'TooManyDeletes')
    assert.deepEqual(await enabled(world), [...names])
  })

  test('all allowed: everybody is disabled, the log says by whom, and the quarantine is over', async () => {
    await using world = await openWorld()
    const location = await overThreshold(world)
    const answer = await post(world, 'stagedDeletes/allow')
    assert.equal(answer.status, 200, answer.text)
    const { people, cycleId } = answer.json<{ people: number; cycleId: string }>()
    assert.equal(people, 3)
    assert.deepEqual(await enabled(world), ['E-4'])
    const entries = await world.logs(`cycleId eq '${cycleId}'`)
    assert.equal(entries.length, 3)
    assert.ok(entries.every((entry) => (entry.initiatedBy as Json).initiatorType === 'application'))
    const job = await jobOf(world)
    assert.equal(job.status.code, 'Active')
    assert.deepEqual(job.waiting, { escrowed: 0, staged: 0 })
    const status = (await world.send('GET', location)).json<{ status: string; counts: Json }>()
    assert.equal(status.status, 'completed')
    assert.equal(status.counts.updated, 3)
  })

  test('all rejected: nobody is touched, each gets an entry, and what comes later runs', async () => {
    await using world = await openWorld()
    const location = await overThreshold(world)
    const answer = await post(world, 'stagedDeletes/reject', {})
    assert.equal(answer.status, 200, answer.text)
    assert.deepEqual(await enabled(world), [...names])
    const { cycleId } = answer.json<{ cycleId: string }>()
    const entries = await world.logs(`cycleId eq '${cycleId}'`)
    assert.equal(entries.length, 3)
    const [entry] = entries as readonly { provisioningStatusInfo: { errorInformation: Json } }[]
    assert.match(String(entry?.provisioningStatusInfo.errorInformation.reason), /administrator rejected/)
    assert.equal((await jobOf(world)).status.code, 'Active')
    const status = (await world.send('GET', location)).json<{ counts: Json }>()
    assert.equal(status.counts.skipped, 3)
    const later = await world.provision(person('E-4', { active: false }))
    assert.equal(later.counts.disabled, 1)
  })

  test('some decided: the others go on waiting, although fewer than the threshold are left', async () => {
    await using world = await openWorld()
    await overThreshold(world)
    assert.equal((await post(world, 'stagedDeletes/reject', { externalIds: ['e-2'] })).status, 200)
    assert.equal((await post(world, 'stagedDeletes/allow', { externalIds: ['E-3'] })).status, 200)
    assert.deepEqual(await enabled(world), ['E-1', 'E-2', 'E-4'])
    const before = await jobOf(world)
    assert.equal(before.status.code, 'Quarantine')
    world.moveClock(7 * hourMs)
    const after = await until(
      () => jobOf(world),
      ({ status }) => status.quarantine?.nextAttempt !== before.status.quarantine?.nextAttempt,
    )
    assert.equal(after.status.code, 'Quarantine')
    assert.deepEqual(await enabled(world), ['E-1', 'E-2', 'E-4'])
    assert.equal((await post(world, 'stagedDeletes/allow')).json<{ people: number }>().people, 1)
    assert.equal((await jobOf(world)).status.code, 'Active')
    assert.deepEqual(await enabled(world), ['E-2', 'E-4'])
  })

  test('what came for the person afterwards waits behind, and is taken up by the decision', async () => {
    await using world = await openWorld()
    await overThreshold(world)
    await post(world, 'start')
    const location = await upload(world, person('E-1', { active: true, title: 'Back' }))
    await until(
      () => jobOf(world),
      ({ status }) => status.code === 'Quarantine',
    )
    const { value } = await listOf(world)
    assert.deepEqual(value.map(({ externalId, recordsWaiting }) => [externalId, recordsWaiting])[0], ['E-1', 1])
    assert.equal(value.length, 3)
    await post(world, 'stagedDeletes/reject')
    const { value: users } = await world.get<{ value: Json[] }>("/users?$filter=employeeId eq 'E-1'&$select=jobTitle")
    assert.equal(users[0]?.jobTitle, 'Back')
    const status = (await world.send('GET', location)).json<{ counts: Json }>()
    assert.equal(status.counts.updated, 1)
  })

  test('a decision about somebody of whom nothing waits is refused, and nobody is touched', async () => {
    await using world = await openWorld()
    await overThreshold(world)
    const answer = await post(world, 'stagedDeletes/allow', { externalIds: ['E-1', 'E-4'] })
    assert.equal(answer.status, 404)
    assert.match(answer.text, /'E-4'/)
    assert.equal((await post(world, 'stagedDeletes/allow', { externalIds: [] })).status, 400)
    assert.equal((await post(world, 'stagedDeletes/allow', { people: ['E-1'] })).status, 400)
    assert.deepEqual(await enabled(world), [...names])
  })

  test('a higher threshold lets them through at the next start', async () => {
    await using world = await openWorld()
    await overThreshold(world)
    await patchSettings(world, 3)
    await post(world, 'start')
    await until(
      () => enabled(world),
      (list) => list.length === 1,
    )
    await until(
      () => jobOf(world),
      ({ status }) => status.code === 'Active',
    )
  })

  test('a restart with ForceDeletes lets them through; one without forgets them', async () => {
    await using world = await openWorld()
    await overThreshold(world)
    await post(world, 'restart', { criteria: { resetScope: 'QuarantineState, Escrows' } })
    await until(
      () => jobOf(world),
      ({ status, waiting }) => status.code === 'Active' && waiting.staged === 0,
    )
    assert.deepEqual(await enabled(world), [...names])
    await post(world, 'restart', { criteria: { resetScope: 'Watermark' } })
    await until(
      () => jobOf(world),
      ({ status }) => status.code === 'Quarantine',
    )
    await post(world, 'restart', { criteria: { resetScope: 'ForceDeletes' } })
    await until(
      () => enabled(world),
      (list) => list.length === 1,
    )
    await until(
      () => jobOf(world),
      ({ status }) => status.code === 'Active',
    )
  })
})

test('the audit log tells of the quarantine and of who decided about the staged deletes', async () => {
  await using world = await openWorld()
  await overThreshold(world)
  assert.equal((await post(world, 'stagedDeletes/reject')).status, 200)
  const filter = encodeURIComponent("loggedByService eq 'Account Provisioning'")
  const { value } = await world.get<{ value: (Json & { resultReason: string })[] }>(
    `/auditLogs/directoryAudits?$filter=${filter}&$top=2`,
  )
  assert.deepEqual(
    value.map(({ activityDisplayName }) => activityDisplayName),
    ['Reject staged deletions', 'Quarantine'],
  )
  assert.match(value[1]?.resultReason ?? '', /threshold is 2/)
  assert.deepEqual(value[1]?.initiatedBy, {
    user: null,
    app: { appId: null, servicePrincipalId: null, displayName: 'Account Provisioning', servicePrincipalName: null },
  })
})

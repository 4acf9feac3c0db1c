import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { bulkRequest, type Json, newcomer, openWorld, person, type World } from './world.ts'

const headers = { 'content-type': 'application/json' }
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

interface Quarantine {
  readonly reason: string
  readonly seriesCount: number
  readonly currentBegan: string
  readonly seriesBegan: string
  readonly nextAttempt: string
  readonly error: { readonly code: string; readonly message: string; readonly tenantActionable: boolean }
}

interface Job {
  readonly schedule: { readonly state: string }
  readonly status: Json & {
    readonly code: string
    readonly escrowsPruned: boolean
    readonly quarantine: Quarantine | null
    readonly lastExecution: (Json & { readonly activityIdentifier: string }) | null
    readonly progress: readonly Json[]
  }
  readonly waiting: { readonly escrowed: number; readonly staged: number }
}

const jobOf = (world: World) => world.get<Job>(world.jobPath)

async function until(world: World, holds: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await jobOf(world)
    if (holds(job)) return job
    await sleep(30)
  }
}

const post = (world: World, action: string, body?: Json) =>
  world.send(
    'POST',
    `/v1.0${world.jobPath}/${action}`,
    body === undefined ? {} : { headers, body: JSON.stringify(body) },
  )

/** A job that rests as soon as two records of a cycle fail, and they are more than 40 percent. */
async function openStrict(): Promise<World> {
  const world = await openWorld()
  const body = JSON.stringify({ options: { quarantine: { failuresMin: 2 } } })
  assert.equal((await world.send('PATCH', `/v1.0${world.jobPath}`, { headers, body })).status, 204)
  return world
}

/** They lack what a new account needs. */
const broken = (...ids: readonly string[]) => ids.map((id) => person(id, { active: true }))

const inQuarantine = ({ status }: Job) => status.code === 'Quarantine'
const atAttempt = (count: number) => (job: Job) => job.status.quarantine?.seriesCount === count

async function quarantined(world: World): Promise<Job> {
  await world.provision(...broken('E-1', 'E-2'), newcomer('E-3'))
  return until(world, inQuarantine)
}

const hoursAfterBegin = ({ seriesBegan, nextAttempt }: Quarantine) =>
  (Date.parse(nextAttempt) - Date.parse(seriesBegan)) / hourMs

describe('quarantine', { timeout: 120_000 }, () => {
  test('tells its reason and when the job is tried again: after 6, 12 and 24 hours, then every 24', async () => {
    await using world = await openStrict()
    const { status, waiting } = await quarantined(world)
    assert.deepEqual(waiting, { escrowed: 2, staged: 0 })
    const { quarantine } = status
    assert.equal(quarantine?.reason, 'EncounteredEscrowProportionThreshold')
    assert.deepEqual(quarantine.error, {
      code: 'EncounteredEscrowProportionThreshold',
      message: '2 of 3 records failed in one cycle, more than 40 %.',
      tenantActionable: true,
    })
    const hours = [hoursAfterBegin(quarantine)]
    for (let attempt = 1; attempt <= 4; attempt++) {
      const { nextAttempt } = (await jobOf(world)).status.quarantine ?? assert.fail('left the quarantine')
      world.moveClock(nextAttempt)
      const job = await until(world, atAttempt(attempt))
      hours.push(hoursAfterBegin(job.status.quarantine ?? assert.fail()))
      assert.equal(job.status.quarantine?.seriesBegan, quarantine.seriesBegan)
    }
    assert.deepEqual(hours, [6, 12, 24, 48, 72])
  })

  test('uploads wait meanwhile; when the next attempt goes well the job leaves by itself', async () => {
    await using world = await openStrict()
    await quarantined(world)
    const answer = await world.send('POST', `/v1.0${world.jobPath}/bulkUpload`, {
      headers: { 'content-type': 'application/scim+json' },
      body: bulkRequest(newcomer('E-1'), newcomer('E-2')),
    })
    const location = String(answer.headers['operation-location'])
    const look = async (seconds: number) =>
      (await world.send('GET', location, { headers: { prefer: `wait=${seconds}` } })).json()
    assert.deepEqual((await look(1)).counts, (await look(0)).counts)
    assert.notEqual((await look(0)).status, 'completed')
    world.moveClock(6 * hourMs)
    assert.equal((await look(30)).status, 'completed')
    const { status, waiting } = await until(world, (job) => job.status.quarantine === null)
    assert.equal(status.code, 'Active')
    assert.equal(waiting.escrowed, 0)
  })

  test('ends with a start, and with a restart that resets it', async () => {
    await using world = await openStrict()
    await quarantined(world)
    await post(world, 'start')
    assert.equal((await jobOf(world)).status.quarantine, null)
    await world.provision(...broken('E-4', 'E-5'))
    await until(world, inQuarantine)
    await post(world, 'restart', { criteria: { resetScope: 'Escrows' } })
    assert.equal((await jobOf(world)).status.code, 'Quarantine')
    assert.equal((await jobOf(world)).waiting.escrowed, 0)
    await post(world, 'restart', { criteria: { resetScope: 'QuarantineState' } })
    assert.equal((await jobOf(world)).status.code, 'Active')
  })

  test('after 28 days the job is disabled and its failures are given up; a start makes it run again', async () => {
    await using world = await openStrict()
    const { status } = await quarantined(world)
    const began = Date.parse(status.quarantine?.seriesBegan ?? '')
    world.moveClock(new Date(began + 27 * dayMs + minuteMs).toISOString())
    await until(world, atAttempt(1))
    assert.equal((await jobOf(world)).schedule.state, 'Active')
    world.moveClock(new Date(began + 28 * dayMs + minuteMs).toISOString())
    const job = await until(world, ({ schedule }) => schedule.state === 'Disabled')
    assert.equal(job.status.code, 'Quarantine')
    assert.equal(job.status.escrowsPruned, true)
    assert.equal(job.waiting.escrowed, 0)
    await post(world, 'start')
    assert.equal((await jobOf(world)).status.escrowsPruned, false)
    assert.equal((await world.provision(newcomer('E-9'))).counts.created, 1)
  })
})

describe('a record that fails', { timeout: 120_000 }, () => {
  test('is tried again after 1, 5, 15 and 60 minutes, then every 6 hours, each time with an entry of its own', async () => {
    await using world = await openWorld()
    await world.provision(...broken('E-1'))
    assert.equal((await jobOf(world)).waiting.escrowed, 1)
    const attempts = async () => (await world.logs("sourceIdentity/id eq 'E-1'")).length
    for (const [tried, pauseMs] of [minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, 6 * hourMs, 6 * hourMs].entries()) {
      world.moveClock(pauseMs - 20_000)
      await sleep(150)
      assert.equal(await attempts(), tried + 1, `before ${pauseMs} ms`)
      world.moveClock(25_000)
      while ((await attempts()) < tried + 2) await sleep(30)
    }
    const entries = await world.logs("sourceIdentity/id eq 'E-1'")
    assert.equal(new Set(entries.map(({ changeId }) => changeId)).size, 7)
  })

  test('is given up after 28 days, and at once when a newer record of the person goes well', async () => {
    await using world = await openWorld()
    await world.provision(...broken('E-1', 'E-2'))
    await world.provision(newcomer('E-2'))
    assert.equal((await jobOf(world)).waiting.escrowed, 1)
    world.moveClock(28 * dayMs + minuteMs)
    await until(world, ({ waiting }) => waiting.escrowed === 0)
  })

  test('counts in the status, among writes that were tried', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), ...broken('E-2'))
    const { status } = await until(world, (job) => job.status.lastExecution !== null)
    const { lastExecution, synchronizedEntryCountByType } = status
    assert.equal(lastExecution?.state, 'EntryLevelErrors')
    const { countImported, countImportedDeltas, countExports, countExported, countEscrowed } = lastExecution
    assert.deepEqual([countImported, countImportedDeltas], [2, 2])
    assert.deepEqual([countExports, countExported, countEscrowed, lastExecution.countEscrowedRaw], [1, 1, 1, 1])
    assert.deepEqual(synchronizedEntryCountByType, [
      { key: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User to User', value: 1 },
    ])
  })
})

describe('a restart', { timeout: 60_000 }, () => {
  const restart = (world: World, resetScope: string) => post(world, 'restart', { criteria: { resetScope } })

  test('with Watermark looks at everybody again, with ConnectorDataStore everybody is matched again', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), newcomer('E-2'))
    const before = (await until(world, ({ status }) => status.lastExecution !== null)).status.lastExecution
    await restart(world, 'Full')
    const { status } = await until(
      world,
      (job) =>
        job.status.lastExecution?.activityIdentifier !== before?.activityIdentifier && job.status.progress.length === 0,
    )
    assert.equal(status.lastExecution?.countImported, 2)
    assert.equal(status.lastExecution?.countImportedDeltas, 0)
    const entries = await world.logs(`cycleId eq '${status.lastExecution?.activityIdentifier}'`)
    assert.equal(entries.length, 2)
    const steps = entries.flatMap(({ provisioningSteps }) => provisioningSteps as { description: string }[])
    assert.match(steps.map(({ description }) => description).join('\n'), /employeeId/)
    assert.deepEqual(status.synchronizedEntryCountByType, [
      { key: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User to User', value: 2 },
    ])
  })

  test('with None only starts; an unknown scope is refused', async () => {
    await using world = await openWorld()
    await post(world, 'pause')
    assert.equal((await restart(world, 'None')).status, 204)
    assert.equal((await jobOf(world)).schedule.state, 'Active')
    assert.equal((await restart(world, 'Everything')).status, 400)
  })
})

import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openApp } from '../src/app/open-app.ts'
import { createEvents } from '../src/telemetry/events.ts'
import { createLogger } from '../src/telemetry/logger.ts'
import { runClient } from './clients/run-client.ts'
import { type Json, newcomer, openWorld, person, type World } from './world.ts'

const dayMs = 86_400_000
const yearMs = 365 * dayMs
const path = '/v1.0/entrain/clock'

const patch = (world: World, body: Json) =>
  world.send('PATCH', path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

interface Job {
  readonly status: { readonly lastExecution: { readonly timeEnded: string } | null }
}

/** The last finished cycle, once it ended after a time. */
async function cycleEndedAfter(world: World, epochMs: number): Promise<number> {
  for (;;) {
    const { status } = await world.get<Job>(world.jobPath)
    const ended = Date.parse(status.lastExecution?.timeEnded ?? '0001-01-01T00:00:00Z')
    if (ended >= epochMs) return ended
    await sleep(20)
  }
}

describe('a moved clock', { timeout: 60_000 }, () => {
  test('is the clock of doors and engine alike', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'))
    const moved = world.now() + yearMs
    world.moveClock(new Date(moved).toISOString())
    await world.provision(person('E-1', { title: 'Clerk' }))

    const [update, create] = await world.logs()
    assert.ok(Date.parse(String(create?.activityDateTime)) < moved)
    assert.ok(Date.parse(String(update?.activityDateTime)) >= moved)
    const { value } = await world.get<{ value: { receivedDateTime: string }[] }>(`${world.jobPath}/uploads`)
    assert.ok(Date.parse(String(value[0]?.receivedDateTime)) >= moved, JSON.stringify(value[0]))
    assert.ok((await cycleEndedAfter(world, moved)) <= world.now())
  })

  test('is what Now() tells, in the engine and at the door', async () => {
    await using world = await openWorld()
    const schema = await world.get(`${world.jobPath}/schema`)
    const changed = withJobTitleOf(schema, 'FormatDateTime(Now(), , "M/d/yyyy h:mm:ss tt", "yyyy")')
    const headers = { 'content-type': 'application/json' }
    const put = await world.send('PUT', `/v1.0${world.jobPath}/schema`, { headers, body: JSON.stringify(changed) })
    assert.equal(put.status, 204, put.text)

    const year = String(new Date(world.now()).getUTCFullYear() + 1)
    world.moveClock(`${year}-06-01T00:00:00Z`)
    await world.provision(newcomer('E-1', { title: 'x' }))
    const users = await world.get<{ value: Json[] }>("/users?$filter=employeeId eq 'E-1'&$select=jobTitle")
    assert.equal(users.value[0]?.jobTitle, year)

    const body = JSON.stringify({ expression: 'Now()', testInputObject: { properties: [] } })
    const tried = await world.send('POST', `/v1.0${world.jobPath}/schema/parseExpression`, { headers, body })
    assert.match(String(tried.json<{ evaluationResult: string[] }>().evaluationResult[0]), new RegExp(year))
  })

  test('ends what is due in the engine at once, without waiting for the time to pass', async () => {
    await using world = await openWorld({ clockIsStopped: true })
    await world.provision(newcomer('E-1'))
    assert.equal((await world.get<Job>(world.jobPath)).status.lastExecution, null)
    world.moveClock(dayMs)
    assert.equal(await cycleEndedAfter(world, world.now()), world.now())
  })

  test('goes on after a restart of the server', async () => {
    await using world = await openWorld()
    world.moveClock(yearMs)
    const moved = world.now()
    await world.restart()
    await world.provision(newcomer('E-1'))
    assert.ok(Date.parse(String((await world.logs())[0]?.activityDateTime)) >= moved)
  })

  test('removes what is older than the retention time', async () => {
    await using world = await openWorld({ retentionDays: 30 })
    await world.provision(newcomer('E-1'))
    await world.provision(newcomer('E-2'))
    await cycleEndedAfter(world, 0)
    assert.equal((await world.logs()).length, 2)
    world.moveClock(31 * dayMs)
    // The latest entry stays.
    while ((await world.logs()).length > 1) await sleep(20)
  })

  test('leaves the certificate alone: clients check it against their own time', async () => {
    await using world = await openWorld()
    const file = join(world.config.dataDirectory, 'server.pem')
    const before = await readFile(file, 'utf8')
    world.moveClock(20 * yearMs)
    await world.restart()
    assert.equal(await readFile(file, 'utf8'), before)
    assert.ok(Date.parse(new X509Certificate(before).validTo) < world.now())
  })

  test('decides how long tokens and client secrets live', async () => {
    await using world = await openWorld()
    const token = await world.token()
    world.moveClock(2 * 3_600_000)
    assert.equal((await world.send('GET', `/v1.0${world.jobPath}`, { token })).status, 401)
    assert.equal((await world.send('GET', `/v1.0${world.jobPath}`)).status, 200)
    world.moveClock(3 * yearMs)
    await assert.rejects(world.token(), /AADSTS7000222/)
  })

  test('gives its tokens to clients of the system time: @azure/identity and openid-client', async () => {
    await using world = await openWorld()
    world.moveClock(yearMs)
    const sdk = await runClient<{ statuses: number[]; failed?: { message: string } }>(world, 'graph-sdk', ['upload'])
    assert.equal(sdk.failed, undefined, sdk.failed?.message)
    assert.equal(sdk.statuses.at(-1), 202)
    const { tokens } = await runClient<{ tokens: { access_token: string } }>(world, 'openid', ['post'])
    const token = tokens.access_token
    assert.equal((await world.send('GET', `/v1.0${world.jobPath}`, { token })).status, 200)
  })

  test('is refused when the data is of a later time', async () => {
    await using world = await openWorld()
    world.moveClock(yearMs)
    await world.provision(newcomer('E-1'))
    await cycleEndedAfter(world, world.now() - dayMs)
    const events = createEvents(createLogger({ level: 'silent' }))
    await assert.rejects(openApp({ ...world.config, port: 0, clockAheadMs: dayMs }, events), {
      code: 'conflict',
      message: /ENTRAIN_CLOCK is .* cannot begin before it/,
    })
    const behind: string[] = []
    const heard = { ...events, clockBehindData: ({ latest }: { latest: string }) => void behind.push(latest) }
    await (await openApp({ ...world.config, port: 0 }, heard)).close()
    assert.equal(behind.length, 1)
  })
})

describe('the route of the clock', () => {
  test('is not there while the server keeps the system time', async () => {
    await using world = await openWorld()
    for (const answer of [await world.send('GET', path), await patch(world, { advance: 'P1D' })]) {
      assert.equal(answer.status, 400)
      assert.match(answer.text, /Resource not found for the segment 'entrain'/)
    }
  })

  test('tells and moves the time', async () => {
    await using running = await openWorld({ clock: '+90d' })
    assert.equal((await running.get('/entrain/clock')).offsetSeconds, 90 * 86_400)

    await using world = await openWorld({ clock: '+90d', clockIsStopped: true })
    const at = world.now()
    assert.equal((await world.get('/entrain/clock')).now, toGraph(at))
    const advanced = await patch(world, { advance: 'P30DT1M' })
    assert.equal(advanced.status, 200, advanced.text)
    assert.equal(world.now(), at + 30 * dayMs + 60_000)
    assert.equal(advanced.json().now, toGraph(world.now()))
    world.moveClock(0)
    const nextYear = new Date(world.now()).getUTCFullYear() + 1
    const set = await patch(world, { now: `${nextYear}-01-01T09:00:00+01:00` })
    assert.equal(set.json().now, `${nextYear}-01-01T08:00:00Z`)
    world.moveClock(0)
    assert.equal((await world.get('/entrain/clock')).now, `${nextYear}-01-01T08:00:00Z`)
  })

  test('refuses to move back and says what it takes', async () => {
    await using world = await openWorld({ clock: '+1d' })
    for (const [body, message] of [
      [{ now: '2020-01-01T00:00:00Z' }, /never moved back/],
      [{ advance: '-P1D' }, /never moved back/],
      [{ advance: 'P9999999D' }, /9999-12-31/],
      [{ advance: 'P1M' }, /P30D/],
      [{ advance: 30 }, /P30D/],
      [{ now: '2101-01-01T08:00:00' }, /2027-01-01T08:00:00Z/],
      [{ now: '2101-01-01', advance: 'P1D' }, /either/],
      [{}, /either/],
    ] as const) {
      const answer = await patch(world, body)
      assert.equal(answer.status, 400)
      assert.match(answer.text, message)
    }
  })

  test('asks for the permission to change synchronization', async () => {
    await using world = await openWorld({ clock: '+1d' })
    const token = await world.token(await world.addClient(['SynchronizationData-User.Upload']))
    assert.equal((await world.send('GET', path, { token })).status, 403)
  })
})

function toGraph(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z')
}

/** The default schema, with another expression for `jobTitle`. */
function withJobTitleOf(schema: Json, expression: string): Json {
  return JSON.parse(JSON.stringify(schema), (_, value) =>
    value?.targetAttributeName === 'jobTitle' ? { ...value, source: { type: 'Function', expression } } : value,
  )
}

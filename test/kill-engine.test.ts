import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '../src/app/open-stores.ts'
import { createRandom, type Random } from '../src/cli/demo/random.ts'
import { type Initialized, initialize } from '../src/cli/init.ts'
import { loadConfig } from '../src/config/config.ts'
import type { TenantStore } from '../src/contracts/store.ts'
import type { StoredLogEntry } from '../src/model/provisioning-log.ts'
import type { SynchronizationJob } from '../src/model/synchronization-job.ts'
import { eventually } from './journey.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { bulkRequest, type Json, newcomer, person } from './world.ts'

/**
 * A server is killed while it does what nobody uploaded just now: trying failures again, looking at everybody with a new
 * mapping, letting go what was held. Each of it takes several transactions. In the end each is done once for everybody.
 *
 * ENTRAIN_KILLS=<n> kills so often in each phase (default 2), ENTRAIN_KILL_SEED repeats the moments.
 */
const kills = Number(process.env.ENTRAIN_KILLS ?? '2')
const seed = Number(process.env.ENTRAIN_KILL_SEED ?? Date.now() % 1_000_000)
/** More than one transaction takes of any kind of work. */
const people = 600
const perUpload = 50
/** Ahead of the system's time, past the first retries and before the second ones. */
const later = ['--clock', '+2m']

const numbers = Array.from({ length: people }, (_, index) => index)
const joiners = numbers.map((number) => newcomer(`E-${number}`, { title: 'Clerk' }))
const failing = numbers.map((number): Json => {
  const { displayName: _, ...incomplete } = newcomer(`F-${number}`)
  return incomplete
})
const leavers = numbers.map((number) => person(`E-${number}`, { active: false }))

describe('a server that is killed in the middle', () => {
  test('tries failures again, evaluates everybody and lets go what was held exactly once', {
    timeout: 120_000,
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'entrain-kill-engine-'))
    try {
      await using scene = await openScene(folder, createRandom(seed))
      await torment(scene)
      check(await scene.log())
    } catch (error) {
      throw new Error(`with ENTRAIN_KILL_SEED=${seed} ENTRAIN_KILLS=${kills}: ${String(error)}`, { cause: error })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

interface Scene extends AsyncDisposable {
  readonly tenant: TenantStore
  job(): Promise<SynchronizationJob>
  log(): Promise<readonly StoredLogEntry[]>
  /** Stops the server and starts it with other options. */
  restart(options: readonly string[]): Promise<void>
  /** Kills and starts, at moments within so many milliseconds. */
  killWithin(ms: number): Promise<void>
  send(method: string, path: string, body?: string): Promise<Response>
  upload(records: readonly Json[]): Promise<void>
  /** Requests that were accepted. */
  uploads(): number
}

async function torment(scene: Scene): Promise<void> {
  const { jobs } = scene.tenant
  const { id, options } = await scene.job()
  await jobs.saveSettings(id, { settings: [{ name: 'QuarantineTooManyDeletesThreshold', value: '10000' }], options })
  await scene.upload(joiners)
  await scene.upload(failing)
  await whenQuiet(scene)

  await scene.restart(later)
  await scene.killWithin(300)
  const now = () => Date.now() + 120_000
  await eventually(
    async () => (await scene.tenant.sourceEntries.nextDueAt(id)) ?? 0,
    (dueAt) => dueAt > now(),
    30,
  )
  await whenQuiet(scene)

  const schema = await (await scene.send('GET', '/schema')).text()
  const changed = JSON.parse(schema, (_, value) =>
    value?.targetAttributeName === 'jobTitle'
      ? { ...value, source: { type: 'Function', name: '', expression: 'Join(" ", "The", [title])', parameters: [] } }
      : value,
  )
  assert.equal((await scene.send('PUT', '/schema', JSON.stringify(changed))).status, 204)
  await scene.killWithin(300)
  await whenQuiet(scene)

  await scene.upload(leavers)
  await scene.killWithin(1_500)
  await whenQuiet(scene)
}

/** Nothing is staged, evaluated or held any more. */
async function whenQuiet(scene: Scene): Promise<void> {
  const look = async () => {
    const { openCycle, evaluation, cursor, heldFrom } = (await scene.job()).progress
    return openCycle === null && evaluation === null && heldFrom === null && cursor >= scene.uploads()
  }
  await eventually(look, (isQuiet) => isQuiet, 60)
}

function check(log: readonly StoredLogEntry[]): void {
  const storyOf = Map.groupBy(log, ({ sourceAnchor }) => sourceAnchor)
  const told = (anchor: string) =>
    (storyOf.get(anchor) ?? []).map(({ cause, action, result, origin, modified }) =>
      [origin === null ? 'again' : 'upload', cause, action, result, ...modified.map(({ newValue }) => newValue)].join(
        ' ',
      ),
    )
  for (const number of numbers) {
    const [created, ...rest] = told(`E-${number}`)
    assert.match(created ?? '', /^upload upload create success/)
    assert.deepEqual(rest, ['again evaluation update success The Clerk', 'upload release disable success false'])
    assert.deepEqual(told(`F-${number}`), [
      'upload upload create failure',
      'upload retry create failure',
      'again evaluation create failure',
    ])
  }
}

async function openScene(folder: string, random: Random): Promise<Scene> {
  const config = loadConfig({}, { data: folder, host: '127.0.0.1', port: '0', http: 'true', retentionDays: '0' })
  const setUp = await initialize(config, { tenantName: 'Fabrikam', domain: ['fabrikam.example'] })
  const store = await openStore(folder)
  const tenant = store.forTenant(setUp.tenantId)
  let server: ServerProcess = startServerProcess(folder, 0)
  const origin = await server.ready
  const token = await requestToken(origin, setUp)
  const url = `${origin}/v1.0/servicePrincipals/${setUp.servicePrincipalId}/synchronization/jobs/${setUp.jobId}`
  let options: readonly string[] = []
  let uploads = 0
  const start = async () => {
    server = startServerProcess(folder, Number(new URL(origin).port), options)
    await server.ready
  }
  const post = (path: string, body: string, method = 'POST', type = 'application/json') =>
    fetch(url + path, { method, headers: { authorization: `Bearer ${token}`, 'content-type': type }, body })
  return {
    tenant,
    uploads: () => uploads,
    async job() {
      const job = await tenant.jobs.find(setUp.jobId)
      assert.ok(job)
      return job
    },
    log: () => tenant.provisioningLog.list({ filter: null, descending: false, limit: 1_000_000, after: null }),
    async restart(more) {
      options = more
      assert.equal(await server.stop(), 0)
      await start()
    },
    async killWithin(ms) {
      for (let kill = 0; kill < kills; kill++) {
        await sleep(random.integer(0, ms))
        await server.kill()
        await start()
      }
    },
    send: (method, path, body) =>
      body === undefined
        ? fetch(url + path, { headers: { authorization: `Bearer ${token}` } })
        : post(path, body, method),
    async upload(records) {
      for (let first = 0; first < records.length; first += perUpload) {
        const body = bulkRequest(...records.slice(first, first + perUpload))
        const { status } = await post('/bulkUpload', body, 'POST', 'application/scim+json')
        assert.equal(status, 202)
        uploads++
      }
    },
    async [Symbol.asyncDispose]() {
      await server.kill()
      await store.close()
    },
  }
}

async function requestToken(origin: string, { tenantId, clientId, clientSecret }: Initialized): Promise<string> {
  const response = await fetch(`${origin}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  const { access_token: token } = (await response.json()) as { access_token: string }
  return token
}

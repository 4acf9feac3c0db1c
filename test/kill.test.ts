import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStaging, openStore } from '../src/app/open-stores.ts'
import { createRandom, type Random } from '../src/cli/demo/random.ts'
import { type Initialized, initialize } from '../src/cli/init.ts'
import { loadConfig } from '../src/config/config.ts'
import type { StoredLogEntry } from '../src/model/provisioning-log.ts'
import type { Upload } from '../src/model/upload.ts'
import type { User } from '../src/model/user.ts'
import { mainDatabaseFile, stagingDatabaseFile } from '../src/store/sqlite/data-files.ts'
import { type Bookkeeping, Lane } from './kill-client.ts'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { bulkRequest, newcomer } from './world.ts'

/**
 * A server is killed again and again in the middle of its work; clients go on after each restart. In the end every
 * operation that was answered with 202 has exactly one entry in the log, and its effect was applied exactly once.
 *
 * The long form:   ENTRAIN_KILLS=100 ENTRAIN_KILL_SEED=7 node scripts/run-tests.ts kill
 *
 * ENTRAIN_KILLS       how often the server is killed (default 6)
 * ENTRAIN_KILL_SEED   decides data and moments (default: by the clock; printed when the test fails)
 *
 * The seed repeats what is sent and when the server is killed, not how threads and disk meet: a failure may need
 * several runs to show again.
 */
const kills = Number(process.env.ENTRAIN_KILLS ?? '6')
const seed = Number(process.env.ENTRAIN_KILL_SEED ?? Date.now() % 1_000_000)
const laneCount = 3
/** A kill comes at most so long after the server was ready. */
const workingMsMax = 600
/** Every fifth kill hits a server that is still starting and recovering. */
const startingMsMax = 900

const mandatoryProperties = [
  'userPrincipalName',
  'displayName',
  'accountEnabled',
  'mailNickname',
  'employeeId',
  'createdDateTime',
]

interface Outcome {
  readonly uploads: readonly Upload[]
  readonly entries: readonly StoredLogEntry[]
  readonly users: readonly User[]
  readonly books: Bookkeeping
}

describe(`a server that is killed ${kills} times`, () => {
  test('keeps every operation that it accepted and applies it exactly once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'entrain-kill-'))
    try {
      const outcome = await torment(folder, createRandom(seed))
      checkFiles(folder)
      checkLog(outcome)
      checkUsers(outcome)
      if (process.env.ENTRAIN_KILLS !== undefined) tell(outcome)
    } catch (error) {
      throw new Error(`with ENTRAIN_KILL_SEED=${seed} ENTRAIN_KILLS=${kills}: ${String(error)}`, { cause: error })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

function tell({ uploads, entries, users, books: { acknowledged, cut } }: Outcome): void {
  const arrived = uploads.length - acknowledged.length
  console.log(`# seed ${seed}, ${kills} kills: ${acknowledged.length} requests acknowledged, ${cut.size} cut off`)
  console.log(`# (${arrived} of them had arrived), ${entries.length} log entries, ${users.length} users`)
}

/** Uploads and kills, then lets the server finish, and reads what is left. */
async function torment(folder: string, random: Random): Promise<Outcome> {
  const config = loadConfig({}, { data: folder, host: '127.0.0.1', port: '0', http: 'true' })
  const setUp = await initialize(config, { tenantName: 'Fabrikam', domain: ['fabrikam.example'] })
  let server = startServerProcess(folder, 0)
  let isOver = false
  try {
    const origin = await server.ready
    const token = await requestToken(origin, setUp)
    const url = `${origin}/v1.0/servicePrincipals/${setUp.servicePrincipalId}/synchronization/jobs/${setUp.jobId}/bulkUpload`
    let up = Promise.resolve()
    const serverUp = () => up
    const lanes = Array.from(
      { length: laneCount },
      (_, lane) =>
        new Lane({ lane, random: createRandom(random.integer(1, 1e9)), url, token, serverUp, isOver: () => isOver }),
    )
    const working = Promise.all(lanes.map((lane) => lane.run()))
    const killing = killAgainAndAgain(async () => {
      await sleep(random.integer(0, workingMsMax))
      const ended = Promise.withResolvers<void>()
      up = ended.promise
      server = await killAndStart(server, { folder, port: Number(new URL(origin).port), random })
      ended.resolve()
    })
    await Promise.race([killing, working])
    await killing
    isOver = true
    await working
    const books = merge(lanes)
    await settleAll(url, token)
    assert.equal(await server.stop(), 0)
    return { ...(await readOutcome(folder, setUp)), books }
  } finally {
    isOver = true
    await server.kill()
  }
}

async function killAgainAndAgain(killOnce: () => Promise<void>): Promise<void> {
  for (let kill = 0; kill < kills; kill++) await killOnce()
}

interface Restart {
  readonly folder: string
  readonly port: number
  readonly random: Random
}

async function killAndStart(server: ServerProcess, { folder, port, random }: Restart): Promise<ServerProcess> {
  await server.kill()
  if (random.integer(1, 5) === 1) {
    const doomed = startServerProcess(folder, port)
    await sleep(random.integer(0, startingMsMax))
    await doomed.kill()
  }
  const next = startServerProcess(folder, port)
  await next.ready
  return next
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

/** One upload more, and everything before it is settled when it is. */
async function settleAll(url: string, token: string): Promise<void> {
  const authorization = `Bearer ${token}`
  const accepted = await fetch(url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/scim+json' },
    body: bulkRequest(newcomer('LAST')),
  })
  const location = accepted.headers.get('operation-location') ?? ''
  for (let attempt = 0; attempt < 10; attempt++) {
    const response = await fetch(location, { headers: { authorization, prefer: 'wait=30' } })
    const { status } = (await response.json()) as { status: string }
    if (status === 'completed') return
  }
  throw new Error('the server does not come to the end of what it accepted')
}

function merge(lanes: readonly Lane[]): Bookkeeping {
  return {
    acknowledged: lanes.flatMap(({ acknowledged }) => acknowledged),
    cut: new Set(lanes.flatMap(({ cut }) => [...cut])),
    people: new Map(lanes.flatMap(({ people }) => [...people])),
  }
}

/** Reads the files of the server that has stopped, without the operation of `settleAll`. */
async function readOutcome(folder: string, { tenantId, jobId }: Initialized): Promise<Omit<Outcome, 'books'>> {
  const store = await openStore(folder)
  const staging = await openStaging(folder)
  try {
    const { provisioningLog, directory } = store.forTenant(tenantId)
    const all = { filter: null, descending: false, limit: 10_000_000, after: null }
    const entries = await provisioningLog.list(all)
    const orderBy = { property: 'id', descending: false } as const
    const users = await directory.listUsers({ ...all, orderBy })
    const [last, ...uploads] = await staging.uploads.list(tenantId, jobId, all.limit, null)
    return {
      uploads,
      entries: entries.filter(({ origin }) => origin?.uploadId !== last?.id),
      users: users.filter(({ properties }) => properties.employeeId !== 'LAST'),
    }
  } finally {
    await staging.close()
    await store.close()
  }
}

function checkFiles(folder: string): void {
  for (const file of [mainDatabaseFile(folder), stagingDatabaseFile(folder)]) {
    const database = new DatabaseSync(file, { readOnly: true })
    assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' })
    database.close()
  }
}

/** One entry per operation: of all that was acknowledged, and of nothing but what was acknowledged or cut off. */
function checkLog({ uploads, entries, books }: Outcome): void {
  const settled = new Map<string, number[]>()
  for (const { origin } of entries) {
    if (origin === null) continue
    const indexes = settled.get(origin.uploadId) ?? []
    indexes.push(origin.operationIndex)
    settled.set(origin.uploadId, indexes)
  }
  const everyOperation = (count: number) => Array.from({ length: count }, (_, index) => index)
  const sorted = (uploadId: string) => settled.get(uploadId)?.toSorted((a, b) => a - b)
  for (const { uploadId, operationCount } of books.acknowledged)
    assert.deepEqual(sorted(uploadId), everyOperation(operationCount), `operations of ${uploadId}`)
  const acknowledged = new Set(books.acknowledged.map(({ uploadId }) => uploadId))
  assert.equal(acknowledged.size, books.acknowledged.length, 'an upload id was given twice')
  for (const { id, clientRequestId, operationCount } of uploads) {
    assert.deepEqual(sorted(id), everyOperation(operationCount), `operations of ${id}`)
    if (!acknowledged.has(id)) assert.ok(books.cut.has(clientRequestId), `upload ${id} was sent by nobody`)
  }
  assert.equal(settled.size, uploads.length, 'the log names uploads that were never staged')
}

function checkUsers({ entries, users, books }: Outcome): void {
  const history = Map.groupBy(entries, ({ targetId }) => targetId)
  const employeeIdOf = new Map(users.map(({ id, properties }) => [id, String(properties.employeeId).toUpperCase()]))
  const employeeIds = new Set(employeeIdOf.values())
  assert.equal(employeeIds.size, users.length, 'a person has two accounts')
  for (const [anchor, { isAcknowledged }] of books.people)
    if (isAcknowledged) assert.ok(employeeIds.has(anchor), `${anchor} was acknowledged and has no account`)
  for (const { id, managerId, properties } of users) {
    const anchor = employeeIdOf.get(id) ?? ''
    const expected = books.people.get(anchor)
    assert.ok(expected !== undefined, `${anchor} was sent by nobody`)
    for (const name of mandatoryProperties) assert.ok((properties[name] ?? '') !== '', `${anchor} has no ${name}`)
    assert.equal(properties.jobTitle, properties.department, `${anchor} is half-written`)
    assert.ok(
      expected.titles.has(String(properties.jobTitle)),
      `${anchor} has ${properties.jobTitle}, not the last value`,
    )
    const manager = managerId === null ? null : employeeIdOf.get(managerId)
    assert.equal(manager, employeeIds.has(expected.manager) ? expected.manager : null, `manager of ${anchor}`)
    checkHistory(anchor, history.get(id) ?? [], String(properties.jobTitle))
  }
}

/** One create, and each change begins with the value that the one before left behind. */
function checkHistory(anchor: string, entries: readonly StoredLogEntry[], title: string): void {
  const written = entries.filter(({ result }) => result === 'success' || result === 'warning')
  const creates = written.filter(({ action }) => action === 'create')
  assert.equal(creates.length, 1, `${anchor} was created ${creates.length} times`)
  let current: unknown = null
  for (const { modified } of written) {
    const change = modified.find(({ attribute }) => attribute === 'jobTitle')
    if (change === undefined) continue
    assert.equal(change.oldValue, current, `${anchor}: a change was applied twice or lost`)
    current = change.newValue
  }
  assert.equal(current, title, `${anchor}: the log does not lead to the value`)
}

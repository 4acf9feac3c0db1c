import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { initialize } from '../src/cli/init.ts'
import { loadConfig } from '../src/config/config.ts'
import type { SimulationReport } from '../src/model/simulation.ts'
import { accountOf, statesOf, upload } from './journey.ts'
import { startServerProcess } from './server-process.ts'
import { beginSession, postSession, type SessionJson, sessionClient } from './session-client.ts'
import { type Answer, bulkRequest, type Json, newcomer, openWorld, type UploadStatus, type World } from './world.ts'

interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly details?: readonly Json[] }
}

const hourMs = 3_600_000
const detailsOf = (answer: Answer) => answer.json<ErrorBody>().error.details ?? []

async function uploadsOf(world: World): Promise<readonly Json[]> {
  return (await world.get<{ value: readonly Json[] }>(`${world.jobPath}/uploads`)).value
}

/** The upload that a commit speaks of, once it is settled. */
async function settled(world: World, answer: Answer): Promise<UploadStatus> {
  const headers = { prefer: 'wait=30' }
  return (await world.send('GET', String(answer.headers['operation-location']), { headers })).json<UploadStatus>()
}

describe('an upload session', () => {
  test('is begun, takes chunks in any order, and becomes ordinary uploads with outcomes at its commit', async () => {
    await using world = await openWorld()
    const begun = await postSession(world, { mode: 'delta', label: 'people.csv' })
    assert.equal(begun.status, 201)
    const { id, createdDateTime, expirationDateTime, ...rest } = begun.json<SessionJson>()
    assert.equal(begun.headers.location, `${world.origin}/v1.0${world.jobPath}/uploadSessions/${id}`)
    assert.equal(Date.parse(String(expirationDateTime)) - Date.parse(String(createdDateTime)), 24 * hourMs)
    assert.deepEqual(rest, {
      '@odata.context': `${world.origin}/v1.0/$metadata#servicePrincipals('${world.setUp.servicePrincipalId}')/synchronization/jobs('${world.setUp.jobId}')/uploadSessions/$entity`,
      ...{ jobId: world.setUp.jobId, mode: 'delta', state: 'open', label: 'people.csv' },
      ...{ chunkCount: 0, operationCount: 0, bodyBytes: 0, nextChunk: 0 },
      ...{ missingChunkCount: 0, missingChunks: [], uploadIds: [] },
    })

    const session = sessionClient(world, id)
    const late = await session.put(2, newcomer('E-3'))
    assert.deepEqual([late.status, late.text, late.headers['content-type']], [202, '', undefined])
    await session.put(0, newcomer('E-1'), newcomer('E-2'))
    const { chunkCount, operationCount, nextChunk, missingChunks } = await session.read()
    assert.deepEqual([chunkCount, operationCount, nextChunk, missingChunks], [2, 3, 3, [1]])
    await session.put(1, newcomer('E-1', { title: 'Clerk' }))

    const committed = await session.commit(3)
    assert.equal(committed.status, 202)
    const { state, uploadIds } = committed.json<SessionJson>()
    assert.equal(state, 'committed')
    assert.equal(uploadIds.length, 3)
    assert.equal((await settled(world, committed)).id, uploadIds[2])
    const outcomes = await Promise.all(
      uploadIds.map((uploadId) => world.get<UploadStatus>(`${world.jobPath}/uploads/${uploadId}`)),
    )
    assert.deepEqual(outcomes.map(statesOf), [['created', 'created'], ['updated'], ['created']])
  })

  test('whose snapshot does not name people disables them, and its end tells who they were', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), newcomer('E-2'), newcomer('E-3'))
    const session = await beginSession(world, 'snapshot')
    await session.put(0, newcomer('E-1'))
    const end = await settled(world, await session.commit(1))
    assert.equal(end.status, 'completed')
    assert.deepEqual(end.operations.map(({ externalId, state }) => [externalId, state]).sort(), [
      ['E-2', 'disabled'],
      ['E-3', 'disabled'],
    ])
    const enabled = await Promise.all(['E-1', 'E-2', 'E-3'].map((id) => accountOf(world, id, 'accountEnabled')))
    assert.deepEqual(
      enabled.map((account) => account?.accountEnabled),
      [true, false, false],
    )
    const [entry] = await world.logs("provisioningAction eq 'disable'")
    assert.equal(entry?.cause, 'absence')
  })

  test('whose snapshot does not name people tells who they were also for a job that merges records', async () => {
    await using world = await openWorld()
    const patched = await world.send('PATCH', `/v1.0${world.jobPath}`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ options: { evaluate: 'merged' } }),
    })
    assert.equal(patched.status, 204, patched.text)
    await world.provision(newcomer('E-1'), newcomer('E-2'))
    const session = await beginSession(world, 'snapshot')
    await session.put(0, newcomer('E-1'))
    const end = await settled(world, await session.commit(1))
    assert.deepEqual(
      end.operations.map(({ externalId, state }) => [externalId, state]),
      [['E-2', 'disabled']],
    )
  })

  test('replaces a chunk that is sent again', async () => {
    await using world = await openWorld()
    const session = await beginSession(world, 'delta')
    await session.put(0, newcomer('E-1'), newcomer('E-2'))
    await session.put(0, newcomer('E-3'))
    assert.equal((await session.read()).operationCount, 1)
    const status = await settled(world, await session.commit(1))
    assert.deepEqual(
      status.operations.map(({ externalId, state }) => [externalId, state]),
      [['E-3', 'created']],
    )
  })

  test('goes on after the server was started again', async () => {
    await using world = await openWorld()
    const session = await beginSession(world, 'delta')
    await session.put(0, newcomer('E-1'))
    await session.put(2, newcomer('E-3'))
    await world.restart()
    assert.deepEqual((await session.read()).missingChunks, [1])
    await session.put(1, newcomer('E-2'))
    assert.equal((await settled(world, await session.commit(3))).status, 'completed')
    assert.equal((await uploadsOf(world)).length, 3)
  })

  test('answers a commit with 409 and the missing numbers, and stages nothing', async () => {
    await using world = await openWorld()
    const session = await beginSession(world, 'delta')
    await session.put(1, newcomer('E-1'))
    const missing = await session.commit(4)
    assert.equal(missing.status, 409)
    assert.match(missing.json<ErrorBody>().error.message, /^3 of 4 chunks are missing/)
    assert.deepEqual(
      detailsOf(missing).map(({ code, target }) => `${code} ${target}`),
      ['ChunkMissing chunks/0', 'ChunkMissing chunks/2', 'ChunkMissing chunks/3'],
    )
    await session.put(0, newcomer('E-2'))
    const tooFew = await session.commit(1)
    assert.equal(tooFew.status, 409)
    assert.deepEqual(detailsOf(tooFew)[0]?.code, 'ChunkUnexpected')
    assert.deepEqual(await uploadsOf(world), [])
    assert.equal((await session.read()).state, 'open')
  })

  test('is committed once, however often a client asks', async () => {
    await using world = await openWorld()
    const session = await beginSession(world, 'snapshot')
    await session.put(0, newcomer('E-1'))
    const answers = [await session.commit(1), await session.commit(1)]
    await world.restart()
    answers.push(await session.commit(1))
    for (const answer of answers) assert.equal(answer.status, 202)
    assert.equal(new Set(answers.map(({ headers }) => headers['operation-location'])).size, 1)
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1)
    assert.equal((await uploadsOf(world)).length, 2)
    const other = await session.commit(2)
    assert.equal(other.status, 409)
    assert.match(other.text, /is committed with 1 chunks, not 2/)
    assert.equal((await session.put(0, newcomer('E-1'))).status, 409)
    assert.equal((await session.abandon()).status, 409)
  })

  test('of a snapshot ends with an upload of its own, and one without anybody must be meant', async () => {
    await using world = await openWorld()
    const nobody = await beginSession(world, 'snapshot')
    const refused = await nobody.commit(0)
    assert.equal(refused.status, 400)
    assert.deepEqual(detailsOf(refused)[0]?.code, 'SnapshotEmpty')
    assert.deepEqual(await uploadsOf(world), [])
    const session = await beginSession(world, 'snapshot')
    await session.put(0, newcomer('E-1'))
    const committed = await session.commit(1)
    const { uploadIds } = committed.json<SessionJson>()
    assert.equal(uploadIds.length, 2)
    const end = await settled(world, committed)
    assert.deepEqual([end.id, end.status, end.operations], [uploadIds[1], 'completed', []])
    const first = await world.get<UploadStatus>(`${world.jobPath}/uploads/${uploadIds[0]}`)
    assert.deepEqual(statesOf(first), ['created'])
  })

  test('that is abandoned or never committed changes nothing', async () => {
    await using world = await openWorld()
    const abandoned = await beginSession(world, 'snapshot')
    const forgotten = await beginSession(world, 'delta')
    for (const session of [abandoned, forgotten]) await session.put(0, newcomer('E-1'))
    for (const _ of [1, 2]) assert.equal((await abandoned.abandon()).status, 204)
    assert.equal((await abandoned.read()).state, 'abandoned')
    assert.equal((await abandoned.put(1, newcomer('E-1'))).status, 409)
    assert.equal((await abandoned.commit(1)).status, 409)
    await world.provision(newcomer('E-9'))
    assert.equal((await uploadsOf(world)).length, 1)
    assert.equal((await world.logs()).length, 1)
  })

  test('expires a day after its last chunk', async () => {
    await using world = await openWorld({ clockIsStopped: true })
    const session = await beginSession(world, 'delta')
    world.moveClock(23 * hourMs)
    await session.put(0, newcomer('E-1'))
    world.moveClock(23 * hourMs)
    assert.equal((await session.read()).chunkCount, 1)
    world.moveClock(hourMs)
    assert.equal((await world.send('GET', session.path)).status, 404)
    assert.equal((await session.put(1, newcomer('E-2'))).status, 404)
    assert.equal((await session.commit(1)).status, 404)
    assert.deepEqual((await world.get(`${world.jobPath}/uploadSessions`)).value, [])
    assert.deepEqual(await uploadsOf(world), [])
  })

  test('is one of four open ones of its job', async () => {
    await using world = await openWorld()
    const sessions = await Promise.all([1, 2, 3, 4].map(() => beginSession(world, 'delta')))
    const refused = await postSession(world, { mode: 'delta' })
    assert.equal(refused.status, 409)
    assert.deepEqual(detailsOf(refused)[0]?.code, 'OpenSessionsLimitExceeded')
    await sessions[0]?.abandon()
    assert.equal((await postSession(world, { mode: 'delta' })).status, 201)
  })
})

describe('what an upload session refuses', () => {
  test('is what bulkUpload refuses, in the same words', async () => {
    await using world = await openWorld({ bodyBytesMax: 20_000 })
    const session = await beginSession(world, 'delta')
    const scim = { 'content-type': 'application/scim+json' }
    const good = bulkRequest(newcomer('E-1'))
    const cases: readonly (readonly [string | Uint8Array, Readonly<Record<string, string>>])[] = [
      [good, { 'content-type': 'application/json' }],
      [good, {}],
      ['{', scim],
      [Buffer.from([0x7b, 0xff, 0x7d]), scim],
      [bulkRequest(), scim],
      [bulkRequest(...Array.from({ length: 51 }, (_, index) => newcomer(`E-${index}`))), scim],
      [good.replace('POST', 'DELETE'), scim],
      [bulkRequest(newcomer('E-1', { title: 'x'.repeat(30_000) })), scim],
    ]
    for (const [body, headers] of cases) {
      const expected =
        headers['content-type'] === undefined ? await bare(world, body) : await upload(world, body, { headers })
      const answer = await session.putBody(0, body, headers)
      assert.equal(answer.status, expected.status)
      assert.ok(answer.status >= 400)
      const { code, message, details } = answer.json<ErrorBody>().error
      const { innerError: _, ...error } = expected.json<{ error: Json }>().error
      assert.deepEqual({ code, message, ...(details === undefined ? {} : { details }) }, error)
    }
    assert.equal((await session.read()).chunkCount, 0)
  })

  test('is a number that no chunk can have, a mode that does not exist, and a session that is not there', async () => {
    await using world = await openWorld()
    const session = await beginSession(world, 'delta')
    for (const number of ['20000', '-1', 'x', '1.5'])
      assert.equal((await session.putBody(number, bulkRequest(newcomer('E-1')))).status, 400, number)
    for (const body of [{}, { mode: 'full' }, { mode: 'delta', label: 7 }])
      assert.equal((await postSession(world, body)).status, 400)
    for (const chunkCount of [-1, 0.5, 20_001]) assert.equal((await session.commit(chunkCount)).status, 400)
    const nobodys = sessionClient(world, '00000000-0000-4000-8000-000000000000')
    for (const answer of [await nobodys.put(0, newcomer('E-1')), await nobodys.commit(0), await nobodys.abandon()])
      assert.equal(answer.status, 404)
  })

  test('is somebody else: a session of another application is not there for who may only upload', async () => {
    await using world = await openWorld()
    const session = await beginSession(world, 'delta')
    const token = await world.token(await world.addClient(['SynchronizationData-User.Upload']))
    const theirs = sessionClient(world, session.id, token)
    assert.equal((await world.send('GET', session.path, { token })).status, 404)
    for (const answer of [await theirs.put(0, newcomer('E-1')), await theirs.commit(0), await theirs.abandon()])
      assert.equal(answer.status, 404)
    const own = await beginSession(world, 'delta', token)
    const path = `/v1.0${world.jobPath}/uploadSessions`
    const listed = (await world.send('GET', path, { token })).json<{ value: Json[] }>().value
    assert.deepEqual(
      listed.map(({ id }) => id),
      [own.id],
    )
    const reader = await world.token(await world.addClient(['Synchronization.Read.All']))
    assert.equal((await world.send('GET', path, { token: reader })).json<{ value: Json[] }>().value.length, 2)
    assert.equal((await postSession(world, { mode: 'delta' }, reader)).status, 403)
  })
})

describe('what would happen', () => {
  test('is told by the preview of a snapshot, and nothing of it happens', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), newcomer('E-2'), newcomer('E-3'))
    const before = await world.get('/users?$top=50')
    const session = await beginSession(world, 'snapshot')
    await session.put(0, newcomer('E-1', { title: 'Clerk' }))
    await session.put(1, newcomer('E-4'), newcomer('E-5', { displayName: undefined }))
    const { status, text, ...answer } = await world.send('POST', `${session.path}/preview`)
    assert.equal(status, 200, text)
    const report = answer.json<SimulationReport>()
    assert.equal(report.records, 3)
    assert.equal(report.absent, 2)
    assert.equal(report.counts.create?.success, 1)
    assert.equal(report.counts.update?.success, 1)
    const [updated] = report.details.updated ?? []
    assert.deepEqual(
      [updated?.externalId, updated?.changes, updated?.position],
      ['E-1', [{ attribute: 'jobTitle', oldValue: null, newValue: 'Clerk' }], { body: 0, operation: 0 }],
    )
    assert.deepEqual(
      report.failures.map(({ code, count, examples }) => [code, count, examples[0]?.position]),
      [['MandatoryFieldsMissing', 1, { body: 1, operation: 1 }]],
    )
    assert.deepEqual(await world.get('/users?$top=50'), before)
    assert.equal((await world.logs()).length, 3)
    assert.equal((await session.read()).state, 'open')
  })

  test('is told by bulkUpload with Prefer: entrain-simulate instead of a 202', async () => {
    await using world = await openWorld()
    const headers = { prefer: 'entrain-simulate' }
    const answer = await upload(world, bulkRequest(newcomer('E-1')), { headers })
    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.headers['preference-applied'], 'entrain-simulate')
    assert.equal(answer.json<SimulationReport>().counts.create?.success, 1)
    assert.deepEqual(await uploadsOf(world), [])
    const uploader = await world.token(await world.addClient(['SynchronizationData-User.Upload']))
    const refused = await upload(world, bulkRequest(newcomer('E-1')), { headers, token: uploader })
    assert.equal(refused.status, 403)
    assert.match(refused.text, /Synchronization\.Read\.All/)
  })
})

/** bulkUpload without any content type. */
function bare(world: World, body: string | Uint8Array): Promise<Answer> {
  return world.send('POST', `/v1.0${world.jobPath}/bulkUpload`, { body })
}

describe('a server that is killed', () => {
  test('keeps the chunks that it acknowledged, and what a commit has made of them, once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'entrain-session-kill-'))
    const config = loadConfig({}, { data: folder, host: '127.0.0.1', port: '0', http: 'true' })
    const setUp = await initialize(config, { tenantName: 'Fabrikam', domain: ['fabrikam.example'] })
    let server = startServerProcess(folder, 0)
    try {
      const origin = await server.ready
      const restart = async () => {
        await server.kill()
        server = startServerProcess(folder, Number(new URL(origin).port))
        await server.ready
      }
      const send = await sender(origin, setUp)
      const { id } = (await (await send('POST', '/uploadSessions', { mode: 'snapshot' })).json()) as SessionJson
      for (const number of [0, 1, 3]) await send('PUT', `/uploadSessions/${id}/chunks/${number}`, number)
      await restart()
      const read = (await (await send('GET', `/uploadSessions/${id}`)).json()) as SessionJson
      assert.deepEqual([read.chunkCount, read.missingChunks], [3, [2]])
      await send('PUT', `/uploadSessions/${id}/chunks/2`, 2)
      const first = (await (
        await send('POST', `/uploadSessions/${id}/commit`, { chunkCount: 4 })
      ).json()) as SessionJson
      await restart()
      const again = (await (
        await send('POST', `/uploadSessions/${id}/commit`, { chunkCount: 4 })
      ).json()) as SessionJson
      assert.deepEqual(again.uploadIds, first.uploadIds)
      assert.equal(first.uploadIds.length, 5)
      const { value } = (await (await send('GET', '/uploads')).json()) as { value: readonly Json[] }
      assert.deepEqual(value.map((each) => each.id).toReversed(), first.uploadIds)
    } finally {
      await server.kill()
      await rm(folder, { recursive: true, force: true })
    }
  })
})

/** Sends below the job; a number as body is a chunk with one person. */
async function sender(origin: string, setUp: Awaited<ReturnType<typeof initialize>>) {
  const { tenantId, clientId, clientSecret, servicePrincipalId, jobId } = setUp
  const granted = await fetch(`${origin}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' },
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  const { access_token: token } = (await granted.json()) as { access_token: string }
  const job = `${origin}/v1.0/servicePrincipals/${servicePrincipalId}/synchronization/jobs/${jobId}`
  return async (method: string, path: string, body?: object | number): Promise<Response> => {
    const isChunk = typeof body === 'number'
    const text = isChunk ? bulkRequest(newcomer(`E-${body}`)) : JSON.stringify(body)
    const response = await fetch(`${job}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': isChunk ? 'application/scim+json' : 'application/json',
      },
      ...(text === undefined ? {} : { body: text }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response
  }
}

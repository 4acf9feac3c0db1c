import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import type { OpenStaging } from './staging.conformance.ts'
import type { Staging } from './staging.ts'
import type { CommitRequest, CommittedUpload, NewChunk, NewSession } from './upload-sessions.ts'

const tenantId = 'tenant'
const jobId = 'API2AAD.sample'
const now = Date.parse('2026-01-05T08:00:00Z')
const expiresAt = now + 1_000
const bytes = (text: string) => new TextEncoder().encode(text)
const textOf = (body: Uint8Array | undefined) => new TextDecoder().decode(body)

export function sampleSession(changes: Partial<NewSession> = {}): NewSession {
  const id = randomUUID()
  const appId = randomUUID()
  return { tenantId, jobId, id, appId, mode: 'delta', label: null, createdAt: now, expiresAt, openMax: 10, ...changes }
}

interface Begun {
  readonly staging: Staging
  readonly session: NewSession
}

function chunkOf({ session }: Begun, number: number, changes: Partial<NewChunk> = {}): NewChunk {
  return {
    ...{ tenantId, jobId, sessionId: session.id, now, expiresAt, number, uploadId: randomUUID() },
    ...{ requestId: `request ${number}`, clientRequestId: `client ${number}`, operationCount: 2 },
    ...{ body: bytes(`chunk ${number}`), sessionBytesMax: 1_000_000, ...changes },
  }
}

async function put(begun: Begun, number: number, changes: Partial<NewChunk> = {}): Promise<NewChunk> {
  const chunk = chunkOf(begun, number, changes)
  assert.deepEqual(await begun.staging.sessions.putChunk({ ...chunk, body: chunk.body.slice() }), { kind: 'stored' })
  return chunk
}

function commitOf({ session }: Begun, chunkCount: number, changes: Partial<CommitRequest> = {}): CommitRequest {
  return {
    ...{ tenantId, jobId, sessionId: session.id, now, expiresAt, chunkCount, allowEmpty: false },
    ...{ endUploadId: randomUUID(), requestId: 'commit', clientRequestId: 'client commit', ...changes },
  }
}

async function commit(begun: Begun, chunkCount: number, changes?: Partial<CommitRequest>) {
  const result = await begun.staging.sessions.commit(commitOf(begun, chunkCount, changes))
  return result.kind === 'committed' ? result.uploads : assert.fail(result.kind)
}

const sequencesOf = (uploads: readonly CommittedUpload[]) => uploads.map(({ sequence }) => sequence)
const keyOf = ({ session }: Begun) => ({ tenantId, jobId, sessionId: session.id, now })
const uploadsOf = ({ staging }: Begun) => staging.uploads.next(tenantId, jobId, 0, 1_000)

/** What every staging promises about upload sessions. */
export function uploadSessionsConformance(open: OpenStaging, newPlace: () => string): void {
  const begin = async (changes: Partial<NewSession> = {}, place = newPlace()): Promise<Begun> => {
    const staging = await open(place)
    const session = sampleSession(changes)
    assert.deepEqual(await staging.sessions.begin(session), { kind: 'begun' })
    return { staging, session }
  }

  describe('an open session', () => {
    test('is read as it was begun, and counts what it has received', async () => {
      const begun = await begin({ mode: 'snapshot', label: 'people.csv' })
      const { id, appId } = begun.session
      await put(begun, 1, { expiresAt: now + 5_000 })
      assert.deepEqual(await begun.staging.sessions.find({ ...keyOf(begun), sessionId: id.toUpperCase() }), {
        ...{ id, jobId, appId, mode: 'snapshot', state: 'open', label: 'people.csv', createdAt: now },
        ...{ expiresAt: now + 5_000, chunkCount: 1, operationCount: 2, bodyBytes: 7 },
      })
      await begun.staging.close()
    })

    test('takes chunks in any order, and one of the same number replaces the one before', async () => {
      const begun = await begin()
      for (const number of [2, 0]) await put(begun, number)
      await put(begun, 2, { body: bytes('chunk 2 again'), operationCount: 5 })
      const { sessions } = begun.staging
      const { chunkCount, operationCount, bodyBytes } = (await sessions.find(keyOf(begun))) ?? assert.fail()
      assert.deepEqual([chunkCount, operationCount, bodyBytes], [2, 7, 20])
      assert.deepEqual((await sessions.bodies(keyOf(begun))).map(textOf), ['chunk 0', 'chunk 2 again'])
      assert.deepEqual(await sessions.missing(keyOf(begun), 6, 2), { count: 4, numbers: [1, 3] })
      assert.equal(await sessions.chunkEnd(keyOf(begun)), 3)
      await begun.staging.close()
    })

    test('puts nothing among the uploads', async () => {
      const begun = await begin()
      await put(begun, 0)
      assert.deepEqual(await uploadsOf(begun), [])
      assert.equal(await begun.staging.uploads.lastSequence(tenantId, jobId), 0)
      await begun.staging.close()
    })

    test('refuses a chunk with which it would weigh too much, and keeps the one before', async () => {
      const begun = await begin()
      await put(begun, 0, { sessionBytesMax: 10 })
      for (const [number, body] of [
        [1, 'four'],
        [0, 'eleven sign'],
      ] as const) {
        const chunk = chunkOf(begun, number, { body: bytes(body), sessionBytesMax: 10 })
        assert.deepEqual(await begun.staging.sessions.putChunk(chunk), { kind: 'full' })
      }
      await put(begun, 0, { body: bytes('ten signs!'), sessionBytesMax: 10 })
      await begun.staging.close()
    })

    test('is one of a limited number', async () => {
      const begun = await begin({ openMax: 2 })
      const { sessions } = begun.staging
      assert.equal((await sessions.begin(sampleSession({ openMax: 2 }))).kind, 'begun')
      assert.equal((await sessions.begin(sampleSession({ openMax: 2 }))).kind, 'tooMany')
      assert.equal((await sessions.begin(sampleSession({ openMax: 2, jobId: 'other' }))).kind, 'begun')
      assert.equal((await sessions.begin(sampleSession({ openMax: 2, createdAt: expiresAt }))).kind, 'begun')
      assert.equal((await sessions.list({ tenantId, jobId, now }, 10)).length, 3)
      await begun.staging.close()
    })

    test('is there again with every chunk after closing and opening', async () => {
      const place = newPlace()
      const begun = await begin({}, place)
      await put(begun, 0)
      await begun.staging.close()
      const again = { ...begun, staging: await open(place) }
      await put(again, 1)
      assert.deepEqual((await again.staging.sessions.bodies(keyOf(again))).map(textOf), ['chunk 0', 'chunk 1'])
      await again.staging.close()
    })

    test('is absent from the moment when it expires, also for chunks and a commit', async () => {
      const begun = await begin()
      await put(begun, 0)
      const { sessions } = begun.staging
      const late = { now: expiresAt }
      assert.equal(await sessions.find({ ...keyOf(begun), ...late }), undefined)
      assert.deepEqual(await sessions.list({ tenantId, jobId, ...late }, 10), [])
      assert.equal((await sessions.putChunk(chunkOf(begun, 1, late))).kind, 'absent')
      assert.equal((await sessions.commit(commitOf(begun, 1, late))).kind, 'absent')
      assert.equal((await sessions.abandon({ ...keyOf(begun), ...late, expiresAt })).kind, 'absent')
      await begun.staging.close()
    })

    test('belongs to its job and its tenant', async () => {
      const begun = await begin()
      for (const changes of [{ tenantId: 'contoso' }, { jobId: 'other' }]) {
        assert.equal(await begun.staging.sessions.find({ ...keyOf(begun), ...changes }), undefined)
        assert.equal((await begun.staging.sessions.putChunk(chunkOf(begun, 0, changes))).kind, 'absent')
      }
      await begun.staging.close()
    })
  })

  describe('a commit', () => {
    test('makes the chunks uploads in the order of their numbers, with the time of the commit', async () => {
      const begun = await begin()
      const second = await put(begun, 1)
      const first = await put(begun, 0)
      const uploads = await commit(begun, 2, { now: now + 1 })
      assert.deepEqual(
        uploads.map(({ id }) => id),
        [first.uploadId, second.uploadId],
      )
      assert.deepEqual(await begun.staging.sessions.uploadIds(keyOf(begun)), [first.uploadId, second.uploadId])
      const staged = await uploadsOf(begun)
      assert.deepEqual(
        staged.map(({ body }) => textOf(body)),
        ['chunk 0', 'chunk 1'],
      )
      const { body, ...rest } = staged[0] ?? assert.fail()
      assert.deepEqual(rest, {
        ...{ sequence: uploads[0]?.sequence, id: first.uploadId, jobId, appId: begun.session.appId },
        ...{ requestId: 'request 0', clientRequestId: 'client 0', receivedAt: now + 1, operationCount: 2 },
        ...{ bodyBytes: body.byteLength, snapshotFrom: null },
      })
      await begun.staging.close()
    })

    test('of a snapshot ends with an upload that carries nothing and says where the snapshot began', async () => {
      const begun = await begin({ mode: 'snapshot' })
      await put(begun, 0)
      await put(begun, 1)
      const uploads = await commit(begun, 2, { endUploadId: 'end' })
      const staged = await uploadsOf(begun)
      assert.deepEqual(
        staged.map(({ snapshotFrom }) => snapshotFrom),
        [null, null, staged[0]?.sequence],
      )
      const { id, operationCount, bodyBytes, body } = staged[2] ?? assert.fail()
      assert.deepEqual([id, operationCount, bodyBytes, body.byteLength], ['end', 0, 0, 0])
      assert.deepEqual(sequencesOf(uploads), sequencesOf(staged))
      await begun.staging.close()
    })

    test('answers a second time as the first time and stages nothing again', async () => {
      const begun = await begin({ mode: 'snapshot' })
      await put(begun, 0)
      const request = commitOf(begun, 1)
      const first = await begun.staging.sessions.commit(request)
      const second = await begun.staging.sessions.commit({ ...request, endUploadId: randomUUID() })
      assert.deepEqual(first, { ...second, isFirst: true })
      assert.equal((await uploadsOf(begun)).length, 2)
      assert.equal((await begun.staging.sessions.commit(commitOf(begun, 2))).kind, 'incomplete')
      await begun.staging.close()
    })

    test('refuses while a chunk is missing or one is there beyond the number', async () => {
      const begun = await begin()
      await put(begun, 0)
      await put(begun, 2)
      for (const chunkCount of [0, 1, 2, 3, 4])
        assert.equal((await begun.staging.sessions.commit(commitOf(begun, chunkCount))).kind, 'incomplete')
      assert.deepEqual(await uploadsOf(begun), [])
      await put(begun, 1)
      assert.equal((await commit(begun, 3)).length, 3)
      await begun.staging.close()
    })

    test('of a snapshot with nobody in it must be meant', async () => {
      const begun = await begin({ mode: 'snapshot' })
      assert.equal((await begun.staging.sessions.commit(commitOf(begun, 0))).kind, 'empty')
      const [end] = await commit(begun, 0, { allowEmpty: true })
      assert.equal((await uploadsOf(begun))[0]?.snapshotFrom, end?.sequence)
      await begun.staging.close()
    })

    test('leaves sequences to other uploads before and after it', async () => {
      const begun = await begin({ mode: 'snapshot' })
      await put(begun, 0)
      const upload = () => ({
        ...{ id: randomUUID(), jobId, requestId: '', clientRequestId: '', appId: '', receivedAt: now },
        ...{ operationCount: 1, body: bytes('plain') },
      })
      const before = await begun.staging.stage(tenantId, upload())
      const uploads = await commit(begun, 1)
      const after = await begun.staging.stage(tenantId, upload())
      assert.deepEqual(sequencesOf(await uploadsOf(begun)), [before, ...sequencesOf(uploads), after])
      assert.deepEqual(
        (await uploadsOf(begun)).map(({ body }) => textOf(body)),
        ['plain', 'chunk 0', '', 'plain'],
      )
      await begun.staging.close()
    })

    test('closes the session: it takes no chunk and cannot be abandoned', async () => {
      const begun = await begin()
      await put(begun, 0)
      await commit(begun, 1, { expiresAt: now + 9_000 })
      const { sessions } = begun.staging
      assert.equal((await sessions.putChunk(chunkOf(begun, 0))).kind, 'closed')
      assert.equal((await sessions.abandon({ ...keyOf(begun), expiresAt })).kind, 'committed')
      const found = await sessions.find(keyOf(begun))
      assert.deepEqual([found?.state, found?.expiresAt, found?.chunkCount], ['committed', now + 9_000, 1])
      await begun.staging.close()
    })

    test('is there again after closing and opening', async () => {
      const place = newPlace()
      const begun = await begin({}, place)
      await put(begun, 0)
      const request = commitOf(begun, 1)
      const first = await begun.staging.sessions.commit(request)
      await begun.staging.close()
      const again = { ...begun, staging: await open(place) }
      assert.deepEqual(await again.staging.sessions.commit(request), { ...first, isFirst: false })
      assert.equal(textOf((await uploadsOf(again))[0]?.body), 'chunk 0')
      await again.staging.close()
    })
  })

  describe('the end of a session', () => {
    test('that is abandoned leaves nothing, and is remembered', async () => {
      const begun = await begin()
      await put(begun, 0)
      const { sessions } = begun.staging
      const request = { ...keyOf(begun), expiresAt: now + 9_000 }
      for (const _ of [1, 2]) assert.equal((await sessions.abandon(request)).kind, 'abandoned')
      assert.equal((await sessions.putChunk(chunkOf(begun, 1))).kind, 'closed')
      assert.equal((await sessions.commit(commitOf(begun, 1))).kind, 'abandoned')
      assert.equal(await sessions.sweep(now, 10), 1)
      assert.equal((await sessions.find(keyOf(begun)))?.state, 'abandoned')
      assert.deepEqual(await sessions.bodies(keyOf(begun)), [])
      assert.deepEqual(await uploadsOf(begun), [])
      await begun.staging.close()
    })

    test('comes piece by piece when it has expired, and touches no other', async () => {
      const begun = await begin()
      for (const number of [0, 1, 2]) await put(begun, number)
      const kept = { ...begun, session: sampleSession({ expiresAt: now + 9_000 }) }
      await begun.staging.sessions.begin(kept.session)
      await put(kept, 0, { expiresAt: now + 9_000 })
      const { sessions } = begun.staging
      assert.equal(await sessions.sweep(now, 2), 0)
      assert.equal(await sessions.sweep(expiresAt, 2), 2)
      assert.equal(await sessions.sweep(expiresAt, 2), 1)
      assert.equal(await sessions.sweep(expiresAt, 2), 0)
      assert.deepEqual(
        (await sessions.list({ tenantId, jobId, now }, 10)).map(({ id }) => id),
        [kept.session.id],
      )
      assert.equal((await sessions.bodies(keyOf(kept))).length, 1)
      await begun.staging.close()
    })

    test('keeps the uploads of a commit, until they are purged themselves', async () => {
      const begun = await begin()
      await put(begun, 0)
      const uploads = await commit(begun, 1)
      assert.equal(await begun.staging.sessions.sweep(expiresAt, 10), 0)
      assert.equal(textOf((await uploadsOf(begun))[0]?.body), 'chunk 0')
      assert.equal(await begun.staging.purge({ tenantId, jobId, sequences: sequencesOf(uploads) }), 1)
      assert.deepEqual(await uploadsOf(begun), [])
      await begun.staging.close()
    })
  })
}

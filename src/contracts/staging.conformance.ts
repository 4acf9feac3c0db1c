import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import type { NewUpload, StagedUpload } from '../model/upload.ts'
import type { Staging } from './staging.ts'

/** Opens a staging; the same place gives what was staged there before. `place` is new with each test. */
export type OpenStaging = (place: string) => Promise<Staging>

export function sampleUpload(changes: Partial<NewUpload> = {}): NewUpload {
  return {
    id: randomUUID(),
    jobId: 'API2AAD.sample',
    requestId: randomUUID(),
    clientRequestId: randomUUID(),
    appId: randomUUID(),
    receivedAt: Date.parse('2026-01-05T08:00:00Z'),
    operationCount: 1,
    body: new TextEncoder().encode('{"Operations":[]}'),
    ...changes,
  }
}

const tenant = 'tenant'
const job = 'API2AAD.sample'
const everything = 1_000
const sequencesOf = (uploads: readonly { readonly sequence: number }[]) => uploads.map(({ sequence }) => sequence)
const textOf = (upload: StagedUpload | undefined) => new TextDecoder().decode(upload?.body)

/** What every staging promises. `newPlace` names a place where nothing has been staged yet. */
export function stagingConformance(open: OpenStaging, newPlace: () => string): void {
  const openNew = () => open(newPlace())

  describe('Staging.stage', () => {
    test('answers with growing sequences, in the order in which uploads were handed over', async () => {
      const staging = await openNew()
      const uploads = Array.from({ length: 5 }, () => sampleUpload())
      const sequences: number[] = []
      for (const upload of uploads) sequences.push(await staging.stage(tenant, upload))
      assert.deepEqual(
        sequences,
        sequences.toSorted((a, b) => a - b),
      )
      const found = await staging.uploads.next(tenant, job, 0, 10)
      assert.deepEqual(
        found.map(({ id }) => id),
        uploads.map(({ id }) => id),
      )
      assert.deepEqual(sequencesOf(found), sequences)
      await staging.close()
    })

    test('keeps every property and every byte', async () => {
      const staging = await openNew()
      const body = Uint8Array.from({ length: 300_000 }, (_, index) => index % 256)
      const upload = sampleUpload({ operationCount: 50, body: body.slice() })
      const sequence = await staging.stage(tenant, upload)
      const found = await staging.uploads.find(tenant, job, upload.id)
      assert.deepEqual(
        { ...found, body: undefined },
        { ...upload, sequence, bodyBytes: body.byteLength, snapshotFrom: null, body: undefined },
      )
      assert.ok(found !== undefined && Buffer.compare(found.body, body) === 0)
      await staging.close()
    })

    test('takes a body that is part of a larger buffer', async () => {
      const staging = await openNew()
      const whole = new TextEncoder().encode('before body after')
      const upload = sampleUpload({ body: whole.subarray(7, 11) })
      await staging.stage(tenant, upload)
      assert.equal(textOf(await staging.uploads.find(tenant, job, upload.id)), 'body')
      await staging.close()
    })

    test('shows an upload to readers as soon as it has answered', async () => {
      const staging = await openNew()
      for (let round = 0; round < 20; round++) {
        const sequence = await staging.stage(tenant, sampleUpload())
        assert.equal(await staging.uploads.lastSequence(tenant, job), sequence)
      }
      await staging.close()
    })

    test('takes many at once: each is kept once, under a sequence of its own, in the order handed over', async () => {
      const staging = await openNew()
      const uploads = Array.from({ length: 300 }, (_, index) =>
        sampleUpload({ body: new TextEncoder().encode(`body ${index}`) }),
      )
      const sequences = await Promise.all(uploads.map((upload) => staging.stage(tenant, upload)))
      assert.equal(new Set(sequences).size, uploads.length)
      const found = await staging.uploads.next(tenant, job, 0, 1_000)
      assert.deepEqual(
        found.map(({ id }) => id),
        uploads.map(({ id }) => id),
      )
      assert.deepEqual(
        found.map(textOf),
        uploads.map((_, index) => `body ${index}`),
      )
      assert.deepEqual(sequencesOf(found), sequences)
      await staging.close()
    })

    test('refuses an id that is there already, keeps the first and goes on with the next', async () => {
      const staging = await openNew()
      const upload = sampleUpload({ body: new TextEncoder().encode('first') })
      await staging.stage(tenant, upload)
      await assert.rejects(staging.stage(tenant, sampleUpload({ id: upload.id })), { code: 'unavailable' })
      assert.equal(textOf(await staging.uploads.find(tenant, job, upload.id)), 'first')
      await staging.stage(tenant, sampleUpload())
      assert.equal((await staging.uploads.next(tenant, job, 0, 10)).length, 2)
      await staging.close()
    })

    test('is there again after closing and opening, and sequences go on', async () => {
      const place = newPlace()
      const before = await open(place)
      const upload = sampleUpload()
      const first = await before.stage(tenant, upload)
      await before.close()
      const after = await open(place)
      assert.equal((await after.uploads.find(tenant, job, upload.id))?.sequence, first)
      assert.ok((await after.stage(tenant, sampleUpload())) > first)
      await after.close()
    })
  })

  describe('Staging.uploads', () => {
    test('reads on after a sequence, at most so many', async () => {
      const staging = await openNew()
      const sequences: number[] = []
      for (let count = 0; count < 5; count++) sequences.push(await staging.stage(tenant, sampleUpload()))
      const [first = 0, second = 0, third = 0, fourth = 0] = sequences
      assert.deepEqual(sequencesOf(await staging.uploads.next(tenant, job, first, 2)), [second, third])
      assert.deepEqual(sequencesOf(await staging.uploads.next(tenant, job, third, 1)), [fourth])
      assert.deepEqual(await staging.uploads.next(tenant, job, sequences.at(-1) ?? 0, 2), [])
      await staging.close()
    })

    test('lists newest first, without bodies, continuing before a sequence', async () => {
      const staging = await openNew()
      const sequences: number[] = []
      for (let count = 0; count < 4; count++) sequences.push(await staging.stage(tenant, sampleUpload()))
      const newest = sequences.toReversed()
      const listed = await staging.uploads.list(tenant, job, 2, null)
      assert.deepEqual(sequencesOf(listed), newest.slice(0, 2))
      assert.ok(listed.every((upload) => !('body' in upload)))
      assert.deepEqual(sequencesOf(await staging.uploads.list(tenant, job, 10, newest[1] ?? 0)), newest.slice(2))
      await staging.close()
    })

    test('finds by id, letter case ignored', async () => {
      const staging = await openNew()
      const upload = sampleUpload()
      await staging.stage(tenant, upload)
      assert.equal((await staging.uploads.find(tenant, job, upload.id.toUpperCase()))?.id, upload.id)
      assert.equal(await staging.uploads.find(tenant, job, randomUUID()), undefined)
      await staging.close()
    })

    test('keeps jobs and tenants apart', async () => {
      const staging = await openNew()
      const upload = sampleUpload()
      await staging.stage(tenant, upload)
      const other = await staging.stage(tenant, sampleUpload({ jobId: 'other' }))
      await staging.stage('contoso', sampleUpload())
      assert.equal((await staging.uploads.next(tenant, job, 0, 10)).length, 1)
      assert.deepEqual(sequencesOf(await staging.uploads.next(tenant, 'other', 0, 10)), [other])
      assert.equal(await staging.uploads.find('contoso', job, upload.id), undefined)
      assert.equal(await staging.uploads.find(tenant, 'other', upload.id), undefined)
      assert.equal((await staging.uploads.list('contoso', job, 10, null)).length, 1)
      await staging.close()
    })

    test('is empty for a job without uploads', async () => {
      const { uploads, close } = await openNew()
      assert.deepEqual(await uploads.next(tenant, job, 0, 10), [])
      assert.deepEqual(await uploads.list(tenant, job, 10, null), [])
      assert.equal(await uploads.lastSequence(tenant, job), 0)
      assert.deepEqual(await uploads.listOldest(tenant, job, 10, 0), [])
      await close()
    })

    test('lists oldest first, without bodies, continuing after a sequence', async () => {
      const staging = await openNew()
      const sizes = [10, 200, 3_000]
      const sequences: number[] = []
      for (const size of sizes)
        sequences.push(await staging.stage(tenant, sampleUpload({ body: new Uint8Array(size) })))
      await staging.stage(tenant, sampleUpload({ jobId: 'other' }))
      const listed = await staging.uploads.listOldest(tenant, job, 10, 0)
      assert.deepEqual(sequencesOf(listed), sequences)
      assert.deepEqual(
        listed.map(({ bodyBytes }) => bodyBytes),
        sizes,
      )
      assert.ok(listed.every((upload) => !('body' in upload)))
      assert.deepEqual(sequencesOf(await staging.uploads.listOldest(tenant, job, 1, sequences[0] ?? 0)), [sequences[1]])
      await staging.close()
    })
  })

  describe('Staging.purge', () => {
    /** Removes everything of the sample job. */
    const purgeAll = async (staging: Staging): Promise<number> => {
      const sequences = sequencesOf(await staging.uploads.listOldest(tenant, job, everything, 0))
      return staging.purge({ tenantId: tenant, jobId: job, sequences })
    }

    test('removes the uploads that are named, and answers how many there were', async () => {
      const staging = await openNew()
      const sequences: number[] = []
      for (let count = 0; count < 4; count++) sequences.push(await staging.stage(tenant, sampleUpload()))
      const [first = 0, second = 0, third = 0, fourth = 0] = sequences
      const request = { tenantId: tenant, jobId: job, sequences: [first, third, fourth + 100] }
      assert.equal(await staging.purge(request), 2)
      assert.deepEqual(sequencesOf(await staging.uploads.next(tenant, job, 0, 10)), [second, fourth])
      assert.equal(await staging.purge(request), 0)
      assert.equal(await staging.purge({ ...request, sequences: [] }), 0)
      await staging.close()
    })

    test('touches neither another job nor another tenant', async () => {
      const staging = await openNew()
      const sequences = [
        await staging.stage(tenant, sampleUpload({ jobId: 'other' })),
        await staging.stage('contoso', sampleUpload()),
      ]
      assert.equal(await staging.purge({ tenantId: tenant, jobId: job, sequences }), 0)
      await staging.close()
    })

    test('never lets a sequence be given again, not even after everything is gone and staging was opened anew', async () => {
      const place = newPlace()
      const staging = await open(place)
      await staging.stage(tenant, sampleUpload())
      const last = await staging.stage(tenant, sampleUpload())
      assert.equal(await purgeAll(staging), 2)
      const next = await staging.stage(tenant, sampleUpload())
      assert.ok(next > last)
      assert.equal(await purgeAll(staging), 1)
      await staging.close()
      const again = await open(place)
      assert.ok((await again.stage(tenant, sampleUpload())) > next)
      await again.close()
    })
  })

  describe('Staging.close', () => {
    test('carries out what was asked before and refuses what comes later', async () => {
      const place = newPlace()
      const staging = await open(place)
      const staged = Promise.all(Array.from({ length: 100 }, () => staging.stage(tenant, sampleUpload())))
      await staging.close()
      const sequences = await staged
      await assert.rejects(staging.stage(tenant, sampleUpload()), { code: 'unavailable' })
      const again = await open(place)
      assert.deepEqual(sequencesOf(await again.uploads.next(tenant, job, 0, everything)), sequences)
      await again.close()
    })
  })
}

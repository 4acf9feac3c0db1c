import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EntrainError } from '../model/error.ts'
import type { NewUpload } from '../model/upload.ts'
import { bulkRequestSchema, coreUserSchema } from '../scim/uris.ts'
import type { UploadStaged } from '../telemetry/events.ts'
import { Backlog } from './backlog.ts'
import { stageBulkRequest } from './stage-bulk-request.ts'

const operation = {
  method: 'POST',
  path: '/Users',
  bulkId: '1',
  data: { schemas: [coreUserSchema], externalId: 'E-1' },
}
const valid = JSON.stringify({ schemas: [bulkRequestSchema], Operations: [operation, operation] })
const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Stages into a list. `fails` makes the disk refuse. */
function openRoom(options: { readonly fails?: boolean; readonly bodyBytesMax?: number } = {}) {
  const uploads: { tenantId: string; upload: NewUpload }[] = []
  const told: UploadStaged[] = []
  const backlog = new Backlog(options.bodyBytesMax ?? 1_000_000)
  const stage = (body: Uint8Array) =>
    stageBulkRequest(
      { tenantId: 't', jobId: 'job', appId: 'app', requestId: 'r', clientRequestId: 'c', body },
      {
        staging: {
          async stage(tenantId, upload) {
            if (options.fails === true) throw new EntrainError('unavailable', 'disk full')
            // The contract: the bytes may be moved away from the caller.
            uploads.push({
              tenantId,
              upload: {
                ...upload,
                body: structuredClone(upload.body, { transfer: [upload.body.buffer as ArrayBuffer] }),
              },
            })
            return uploads.length
          },
        },
        backlog,
        clock: { now: () => 1_000 },
        newGuid: () => `upload-${uploads.length + 1}`,
        onStaged: (staged) => told.push(staged),
      },
    )
  return { stage, uploads, told, backlog }
}

async function refusal(body: Uint8Array): Promise<string[]> {
  const room = openRoom()
  const error: unknown = await room.stage(body).catch((reason: unknown) => reason)
  assert.ok(error instanceof EntrainError && error.code === 'invalidDataFormat')
  assert.equal(error.message, 'Invalid Data Format')
  assert.deepEqual([room.uploads, room.told], [[], []])
  return error.details.map(({ code, target }) => `${code} ${target}`)
}

describe('staging a bulk request', () => {
  test('keeps the bytes as they came and tells of it once it is durable', async () => {
    const { stage, uploads, told } = openRoom()
    const body = encode(valid)
    const { byteLength } = body
    assert.equal(await stage(body), 'upload-1')
    const [staged] = uploads
    assert.deepEqual(staged, {
      tenantId: 't',
      upload: {
        id: 'upload-1',
        jobId: 'job',
        requestId: 'r',
        clientRequestId: 'c',
        appId: 'app',
        receivedAt: 1_000,
        operationCount: 2,
        body: encode(valid),
      },
    })
    assert.deepEqual(told, [
      { tenantId: 't', jobId: 'job', uploadId: 'upload-1', sequence: 1, operationCount: 2, bodyBytes: byteLength },
    ])
  })

  test('tolerates a byte order mark', async () => {
    const { stage, uploads } = openRoom()
    await stage(encode(`\u{feff}${valid}`))
    assert.equal(uploads.length, 1)
  })

  test('refuses what is not JSON, not UTF-8 or not a bulk request, and keeps nothing of it', async () => {
    assert.deepEqual(await refusal(encode('{"schemas":')), ['JsonInvalid '])
    assert.deepEqual(await refusal(encode('')), ['JsonInvalid '])
    assert.deepEqual(await refusal(new Uint8Array([0x22, 0xff, 0x22])), ['JsonInvalid '])
    assert.deepEqual(await refusal(encode('{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"]}')), [
      'OperationsMissing /Operations',
    ])
  })

  test('asks whoever is too far ahead to wait, until the engine has caught up', async () => {
    const { stage, backlog, uploads } = openRoom({ bodyBytesMax: valid.length })
    await stage(encode(valid))
    const error: unknown = await stage(encode(valid)).catch((reason: unknown) => reason)
    assert.ok(error instanceof EntrainError && error.code === 'tooManyRequests')
    assert.match(error.headers['Retry-After'] ?? '', /^\d+$/)
    assert.equal(uploads.length, 1)
    backlog.settled('t', 'job', 1)
    await stage(encode(valid))
    assert.equal(uploads.length, 2)
  })

  test('tells nobody of an upload that could not be stored, and does not count it', async () => {
    const { stage, told, backlog } = openRoom({ fails: true, bodyBytesMax: 1 })
    await assert.rejects(stage(encode(valid)), { code: 'unavailable' })
    assert.deepEqual(told, [])
    assert.equal(backlog.isFull('t', 'job'), false)
  })
})

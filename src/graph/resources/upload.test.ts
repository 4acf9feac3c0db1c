import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { StoredLogEntry } from '../../model/provisioning-log.ts'
import { initialProgress, type JobProgress, type ScheduleState } from '../../model/synchronization-job.ts'
import type { StagedUpload } from '../../model/upload.ts'
import { toLogId } from '../log-id.ts'
import {
  applicationWith,
  emptyWorld,
  feed,
  forTenantOf,
  jobOf,
  origin,
  refused,
  sender,
  tenantId,
  uploadsOf,
} from '../world.test.ts'
import { type UploadParts, uploadRoutes } from './upload.ts'

const job = jobOf(feed)
const path = `servicePrincipals/${feed.id}/synchronization/jobs/${job.id}/uploads`
const core = 'urn:ietf:params:scim:schemas:core:2.0:User'

function operation(bulkId: string, data: object): object {
  return { METHOD: 'POST', Path: '/Users', BulkId: bulkId, Data: { Schemas: [core], ...data } }
}

function upload(sequence: number, operations: readonly object[], changes: Partial<StagedUpload> = {}): StagedUpload {
  const request = { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], operations }
  const body = new TextEncoder().encode(JSON.stringify(request))
  return {
    sequence,
    id: `upload-${sequence}`,
    jobId: job.id,
    requestId: `request-${sequence}`,
    clientRequestId: `client-${sequence}`,
    appId: feed.appId,
    receivedAt: Date.UTC(2026, 0, 1, 8, 0, sequence),
    operationCount: operations.length,
    bodyBytes: body.length,
    snapshotFrom: null,
    body,
    ...changes,
  }
}

function entry(sequence: number, operationIndex: number, changes: Partial<StoredLogEntry>): StoredLogEntry {
  return {
    sequence,
    jobId: job.id,
    cycleId: 'cycle',
    at: Date.UTC(2026, 0, 1, 9, 0, sequence),
    durationMs: 1,
    action: 'create',
    result: 'success',
    cause: 'upload',
    initiator: null,
    origin: { uploadSequence: 1, uploadId: 'upload-1', requestId: 'request-1', operationIndex, bulkId: 'b' },
    sourceAnchor: `E-${operationIndex}`,
    sourceDisplayName: null,
    sourceUserName: null,
    sourceActive: null,
    targetId: `target-${operationIndex}`,
    targetDisplayName: null,
    schemaVersion: 1,
    scoping: { inScope: true, clauses: {} },
    matching: { kind: 'none' },
    modified: [],
    unresolved: [],
    error: null,
    ...changes,
  }
}

interface Situation {
  readonly progress?: Partial<JobProgress>
  readonly scheduleState?: ScheduleState
  readonly entries?: StoredLogEntry[]
  readonly uploads?: StagedUpload[]
  readonly settled?: UploadParts['settled']
}

function open({ progress, scheduleState = 'Active', entries = [], uploads = [], settled }: Situation) {
  const jobs = [jobOf(feed, { scheduleState, progress: { ...initialProgress, ...progress } })]
  const world = emptyWorld({ jobs, entries, uploads })
  const parts = { forTenant: forTenantOf(world), uploads: uploadsOf(world) }
  const routes = uploadRoutes({ ...parts, settled: settled ?? { waitFor: async () => assert.fail('must not wait') } })
  return { world, send: sender(routes, applicationWith('Synchronization.Read.All')) }
}

const operations = ['b0', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6'].map((bulkId, index) =>
  operation(bulkId, { EXTERNALID: `E-${index}` }),
)

describe('an upload', () => {
  test('tells the fate of each operation from its newest log entry', async () => {
    const error = { code: 'EntryConflict', reason: 'taken', additionalDetails: null, recommendedAction: null }
    const entries = [
      entry(1, 0, { result: 'failure', error }),
      entry(2, 0, {}),
      entry(3, 1, { action: 'update' }),
      entry(4, 2, { action: 'disable' }),
      entry(5, 3, { action: 'other', result: 'skipped' }),
      entry(6, 4, { result: 'failure', targetId: null, error }),
      entry(7, 5, { action: 'update', result: 'warning' }),
      entry(8, 6, { action: 'delete' }),
    ]
    const { send } = open({ entries, uploads: [upload(1, operations)], progress: { cursor: 1 } })
    const { status, headers, body } = await send('GET', `${path}/upload-1`)
    assert.equal(status, 200)
    assert.ok(!('Preference-Applied' in headers))
    const { operations: told, ...summary } = body
    assert.deepEqual(summary, {
      '@odata.context': `${origin}/v1.0/$metadata#servicePrincipals('${feed.id}')/synchronization/jobs('${job.id}')/uploads/$entity`,
      id: 'upload-1',
      jobId: job.id,
      requestId: 'request-1',
      clientRequestId: 'client-1',
      status: 'completed',
      receivedDateTime: '2026-01-01T08:00:01Z',
      completedDateTime: '2026-01-01T09:00:08Z',
      counts: { staged: 0, created: 1, updated: 2, disabled: 1, deleted: 1, skipped: 1, failed: 1, held: 0, purged: 0 },
      warnings: [],
    })
    assert.deepEqual(
      told.map(({ state, result }: { state: string; result: string }) => `${state} ${result}`),
      [
        'created success',
        'updated success',
        'disabled success',
        'skipped skipped',
        'failed failure',
        'updated warning',
        'deleted success',
      ],
    )
    assert.deepEqual(told[4], {
      index: 4,
      bulkId: 'b4',
      externalId: 'E-4',
      state: 'failed',
      result: 'failure',
      targetId: null,
      logEntryId: toLogId('entry', tenantId, 6),
      error,
    })
  })

  test('waits as staged while its job is stopped and is being processed while the job runs', async () => {
    for (const [scheduleState, status] of [
      ['Paused', 'staged'],
      ['Disabled', 'staged'],
      ['Active', 'processing'],
    ] as const) {
      const { send } = open({ scheduleState, uploads: [upload(1, operations.slice(0, 2))] })
      const { body } = await send('GET', `${path}/upload-1`)
      assert.equal(body.status, status)
      assert.equal(body.completedDateTime, null)
      assert.equal(body.counts.staged, 2)
      assert.deepEqual(body.operations[1], {
        index: 1,
        bulkId: 'b1',
        externalId: 'E-1',
        state: 'staged',
        result: null,
        targetId: null,
        logEntryId: null,
        error: null,
      })
    }
  })

  test('says purged after the restart of a stopped job, except for what was done before', async () => {
    const progress = { cursor: 1, purgedThrough: 1 }
    const { send } = open({ progress, entries: [entry(1, 0, {})], uploads: [upload(1, operations.slice(0, 2))] })
    const { body } = await send('GET', `${path}/upload-1`)
    assert.equal(body.status, 'completed')
    assert.deepEqual([body.counts.created, body.counts.purged, body.counts.staged], [1, 1, 0])
  })

  test('warns of repeated bulkIds and of a missing externalId', async () => {
    const sent = [operation('same', { externalId: 'E-1' }), operation('same', {})]
    const { send } = open({ uploads: [upload(1, sent)] })
    const { body } = await send('GET', `${path}/upload-1`)
    assert.deepEqual(
      body.warnings.map(({ code, target }: { code: string; target: string }) => `${code} ${target}`),
      ['BulkIdDuplicate /Operations/1/bulkId', 'ExternalIdMissing /Operations/1/data/externalId'],
    )
    assert.equal(body.operations[1].externalId, null)
  })

  test('with a body that cannot be read any more still tells the states', async () => {
    const unreadable = upload(1, operations, { body: new Uint8Array([0xff]) })
    const { send } = open({ uploads: [unreadable] })
    const { body } = await send('GET', `${path}/upload-1`)
    assert.equal(body.operations.length, operations.length)
    assert.equal(body.operations[0].bulkId, null)
  })

  test('at the end of a snapshot tells what became of the people who were absent, by their newest entry', async () => {
    const end = upload(1, [], { snapshotFrom: 1, body: new Uint8Array(), operationCount: 0 })
    const entries = [
      entry(1, 0, { action: 'disable', result: 'failure', sourceAnchor: 'E-1' }),
      entry(2, 0, { action: 'disable', sourceAnchor: 'E-2' }),
      entry(3, 0, { action: 'disable', sourceAnchor: 'E-1' }),
    ]
    const { send } = open({ entries, uploads: [end], progress: { cursor: 1 } })
    const { body } = await send('GET', `${path}/upload-1`)
    assert.deepEqual(
      body.operations.map(({ externalId, state }: { externalId: string; state: string }) => `${externalId} ${state}`),
      ['E-1 disabled', 'E-2 disabled'],
    )
    assert.equal(body.counts.disabled, 2)
    assert.equal((await send('GET', path)).body.value[0].counts.disabled, 2)
  })

  test('is held back until it is settled when the caller prefers to wait', async () => {
    const waits: unknown[] = []
    const situation = open({
      uploads: [upload(1, operations.slice(0, 1))],
      settled: {
        waitFor: async (upload, { timeoutMs }) => {
          waits.push([upload, timeoutMs])
          situation.world.jobs = [jobOf(feed, { progress: { ...initialProgress, cursor: 1 } })]
          situation.world.entries.push(entry(1, 0, {}))
        },
      },
    })
    const headers = { prefer: 'respond-async, wait=300' }
    const answer = await situation.send('GET', `${path}/upload-1`, { headers })
    assert.deepEqual(waits, [[{ tenantId, jobId: job.id, sequence: 1 }, 60_000]])
    assert.equal(answer.headers['Preference-Applied'], 'wait=60')
    assert.equal(answer.body.status, 'completed')
    assert.equal(answer.body.counts.created, 1)

    const settled = await situation.send('GET', `${path}/upload-1`, { headers: { prefer: 'wait=5' } })
    assert.equal(waits.length, 1)
    assert.equal(settled.headers['Preference-Applied'], 'wait=5')
  })

  test('of another application is hidden from a caller that may only upload', async () => {
    const uploads = [upload(1, operations, { appId: 'somebody-else' }), upload(2, operations)]
    const { send } = open({ uploads })
    const uploader = { principal: applicationWith('SynchronizationData-User.Upload') }
    await refused(send('GET', `${path}/upload-1`, uploader), 'notFound')
    assert.equal((await send('GET', `${path}/upload-2`, uploader)).body.id, 'upload-2')
    assert.equal((await send('GET', path, uploader)).body.value.length, 1)
    assert.equal((await send('GET', path)).body.value.length, 2)
  })

  test('that does not exist is not found', async () => {
    await refused(open({}).send('GET', `${path}/upload-1`), 'notFound', /'upload-1'/)
  })
})

describe('the list of uploads', () => {
  test('comes newest first, in pages, without the operations', async () => {
    const uploads = [1, 2, 3].map((sequence) => upload(sequence, operations.slice(0, 1)))
    const { send } = open({ uploads })
    const first = await send('GET', `${path}?$top=2`)
    assert.deepEqual(
      first.body.value.map(({ id }: { id: string }) => id),
      ['upload-3', 'upload-2'],
    )
    assert.ok(!('operations' in first.body.value[0]))
    const second = await send('GET', first.body['@odata.nextLink'])
    assert.deepEqual(
      second.body.value.map(({ id }: { id: string }) => id),
      ['upload-1'],
    )
    assert.ok(!('@odata.nextLink' in second.body))
  })
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultJobOptions } from '../../model/synchronization-job.ts'
import type { StagedUpload } from '../../model/upload.ts'
import {
  applicationWith,
  emptyWorld,
  feed,
  forTenantOf,
  jobOf,
  openBox,
  origin,
  other,
  refused,
  schema,
  sender,
  template,
  tenantId,
  uploadsOf,
  type World,
} from '../world.test.ts'
import { synchronizationJobRoutes } from './synchronization-job.ts'

function open(world: World) {
  const woken: string[] = []
  const routes = synchronizationJobRoutes({
    forTenant: forTenantOf(world),
    audit: async () => {},
    secretBox: openBox,
    uploads: uploadsOf(world),
    wake: (_, jobId) => woken.push(jobId),
    order: async () => ({ cycleId: '', people: 0 }),
    removeUploads: async () => {},
    clock: { now: () => Date.UTC(2026, 0, 2) },
    newId: () => '6c0c3f0e-9a2b-4f8e-8d3e-5a1f6f1c2b3d',
    findTemplate: (templateId) => (templateId === template.id ? template : undefined),
  })
  return { send: sender(routes, applicationWith('Synchronization.ReadWrite.All')), woken }
}

const jobs = `servicePrincipals/${feed.id}/synchronization/jobs`
const { id: jobId } = jobOf(feed)
const upload = { sequence: 9, jobId } as StagedUpload

describe('synchronization jobs', () => {
  test('are listed below their service principal, by either key', async () => {
    const { send } = open(emptyWorld())
    const { body } = await send('GET', jobs)
    assert.equal(
      body['@odata.context'],
      `${origin}/v1.0/$metadata#servicePrincipals('${feed.id}')/synchronization/jobs`,
    )
    assert.deepEqual(
      body.value.map(({ id }: { id: string }) => id),
      [jobId],
    )
    assert.deepEqual((await send('GET', `servicePrincipals(appId='${feed.appId}')/synchronization/jobs/`)).body, body)
    await refused(send('GET', `servicePrincipals/${tenantId}/synchronization/jobs`), 'notFound')
  })

  test('show schedule, status and settings in full', async () => {
    const execution = {
      activityIdentifier: 'a',
      state: 'EntryLevelErrors',
      timeBegan: '2026-01-02T00:00:00Z',
      timeEnded: '2026-01-02T00:00:01Z',
      countImported: 5,
      countImportedDeltas: 5,
      countImportedReferenceDeltas: 0,
      countEntitled: 4,
      countExported: 3,
      countExports: 3,
      countEscrowed: 1,
      countEscrowedRaw: 1,
    } as const
    const job = jobOf(feed)
    const progress = { ...job.progress, lastExecution: execution, synchronizedEntries: 3 }
    const { send } = open(emptyWorld({ jobs: [{ ...job, progress }] }))
    const { body } = await send('GET', `${jobs}/${jobId}`)
    assert.deepEqual(body, {
      '@odata.context': `${origin}/v1.0/$metadata#servicePrincipals('${feed.id}')/synchronization/jobs/$entity`,
      id: jobId,
      templateId: 'API2AAD',
      schedule: { expiration: null, interval: 'PT40M', state: 'Active' },
      status: {
        code: 'Active',
        countSuccessiveCompleteFailures: 0,
        escrowsPruned: false,
        lastExecution: {
          ...execution,
          error: null,
          countImportedDeltas: 5,
          countImportedReferenceDeltas: 0,
          countEntitledForProvisioning: 4,
          countEscrowedRaw: 1,
        },
        lastSuccessfulExecution: null,
        lastSuccessfulExecutionWithExports: null,
        progress: [],
        quarantine: null,
        steadyStateFirstAchievedTime: '0001-01-01T00:00:00Z',
        steadyStateLastAchievedTime: '0001-01-01T00:00:00Z',
        synchronizedEntryCountByType: [
          { key: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User to User', value: 3 },
        ],
        troubleshootingUrl: null,
      },
      synchronizationJobSettings: [{ name: 'QuarantineTooManyDeletesThreshold', value: '500' }],
      options: defaultJobOptions,
      waiting: { escrowed: 0, staged: 0 },
    })
  })

  test('of another service principal are not found', async () => {
    const { send } = open(emptyWorld())
    const message = new RegExp(`Resource '${jobOf(other).id}' does not exist`)
    await refused(send('GET', `${jobs}/${jobOf(other).id}`), 'notFound', message)
    await refused(send('POST', `${jobs}/${jobOf(other).id}/start`), 'notFound')
    await refused(send('GET', `${jobs}/API2AAD.unknown`), 'notFound')
  })

  test('can be filtered by status and selected from', async () => {
    const { send } = open(emptyWorld())
    const { body } = await send('GET', `${jobs}?$filter=status/code eq 'NotRun'&$select=id,status/code`)
    assert.deepEqual(body.value, [{ id: jobId, status: { code: 'NotRun' } }])
    assert.equal((await send('GET', `${jobs}?$filter=status/code eq 'Paused'`)).body.value.length, 0)
  })

  test('are created from a template, disabled', async () => {
    const world = emptyWorld({ jobs: [] })
    const { send } = open(world)
    const { status, headers, body } = await send('POST', jobs, { body: { templateId: 'API2AAD' } })
    assert.equal(status, 201)
    assert.equal(body.id, 'API2AAD.0f1e2d3c4b5a69788796a5b4c3d2e1f0.6c0c3f0e-9a2b-4f8e-8d3e-5a1f6f1c2b3d')
    assert.equal(headers.Location, `${origin}/v1.0/${jobs}/${body.id}`)
    assert.equal(body.status.code, 'NotConfigured')
    assert.deepEqual(body.schedule, { expiration: null, interval: 'P10675199DT2H48M5.4775807S', state: 'Disabled' })
    assert.equal(world.jobs[0]?.schema, schema)

    await refused(send('POST', jobs, { body: { templateId: 'Unknown' } }), 'invalidValue')
    await refused(send('POST', jobs, { body: {} }), 'invalidValue', /'templateId'/)
    await refused(send('POST', jobs), 'badRequest', /Empty Payload/)
    await refused(send('POST', jobs, { body: '{' }), 'badRequest', /Unable to read JSON/)
    const headersOfText = { 'content-type': 'text/plain' }
    await refused(send('POST', jobs, { body: '{}', headers: headersOfText }), 'unsupportedMediaType')
  })

  test('start and pause without a body, again and again', async () => {
    const world = emptyWorld({ jobs: [jobOf(feed, { scheduleState: 'Disabled' })] })
    const { send, woken } = open(world)
    for (const action of ['start', 'start', 'pause', 'pause', 'start']) {
      const { status, body } = await send('POST', `${jobs}/${jobId}/${action}`)
      assert.deepEqual([status, body], [204, null])
      assert.equal(world.jobs[0]?.scheduleState, action === 'start' ? 'Active' : 'Paused')
    }
    assert.deepEqual(woken, [jobId, jobId, jobId, jobId])
  })

  test('restart purges what waits only when the job was not running', async () => {
    const criteria = { resetScope: 'Full' }
    for (const [scheduleState, cursor] of [
      ['Active', 0],
      ['Paused', 9],
    ] as const) {
      const world = emptyWorld({ jobs: [jobOf(feed, { scheduleState })], uploads: [upload] })
      const { send, woken } = open(world)
      assert.equal((await send('POST', `${jobs}/${jobId}/restart`, { body: { criteria } })).status, 204)
      assert.equal(world.jobs[0]?.progress.cursor, cursor)
      assert.equal(world.jobs[0]?.scheduleState, 'Active')
      assert.deepEqual(woken, [jobId])
    }
  })

  test('restart refuses an unknown scope and then changes nothing', async () => {
    const world = emptyWorld({ jobs: [jobOf(feed, { scheduleState: 'Paused' })], uploads: [upload] })
    const { send } = open(world)
    const body = { criteria: { resetScope: 'Everything' } }
    await refused(send('POST', `${jobs}/${jobId}/restart`, { body }), 'badRequest', /'Everything' was not found/)
    assert.equal(world.jobs[0]?.scheduleState, 'Paused')
    assert.equal((await send('POST', `${jobs}/${jobId}/restart`)).status, 204)
  })
})

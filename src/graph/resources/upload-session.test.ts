import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { Backlog } from '../../ingest/backlog.ts'
import type { SimulationReport, SimulationRequest } from '../../model/simulation.ts'
import { openSqliteStaging } from '../../store/sqlite/staging.ts'
import { temporaryFiles } from '../../store/sqlite/temporary-directory.conformance.ts'
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
} from '../world.test.ts'
import { bulkUploadRoutes } from './bulk-upload.ts'
import { uploadSessionRoutes } from './upload-session.ts'

const newFile = temporaryFiles()
const job = jobOf(feed)
const jobPath = `servicePrincipals/${feed.id}/synchronization/jobs/${job.id}`
const scim = { 'content-type': 'application/scim+json' }

const report: SimulationReport = {
  counts: { create: { success: 1 } },
  records: 1,
  byAttribute: { displayName: 1 },
  failures: [],
  conflicts: [],
  threshold: { limit: 500, wouldDisableOrDelete: 0, exceeded: false },
  absent: 0,
  details: {},
  durationMs: 1,
}

function bulk(...externalIds: readonly string[]): string {
  const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
  return JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    Operations: externalIds.map((externalId) => ({
      ...{ method: 'POST', path: '/Users', bulkId: externalId },
      data: { schemas, externalId },
    })),
  })
}

/** The doors with a real staging; the engine's answer is a fixed report. */
async function open() {
  const staging = await openSqliteStaging(newFile('staging.db'))
  const asked: SimulationRequest[] = []
  const forTenant = forTenantOf(emptyWorld())
  const stage = {
    ...{ staging, backlog: new Backlog(1_000_000), clock: { now: () => Date.UTC(2026, 0, 1) } },
    ...{ newGuid: () => crypto.randomUUID(), onStaged: () => {} },
  }
  const parts = {
    ...{ forTenant, stage, sessions: staging.sessions, onCommitted: () => {} },
    ...({ contentType: 'strict', bodyBytesMax: 100_000 } as const),
    async simulate(request: SimulationRequest) {
      asked.push(request)
      return report
    },
  }
  const routes = { ...uploadSessionRoutes(parts), ...bulkUploadRoutes(parts) }
  const principal = applicationWith('SynchronizationData-User.Upload', 'Synchronization.Read.All')
  const send = sender(routes, principal)
  const begin = async (mode: string, ...chunks: readonly string[]): Promise<string> => {
    const { body } = await send('POST', `${jobPath}/uploadSessions`, { body: { mode } })
    const session = `${jobPath}/uploadSessions/${body.id}`
    for (const [number, chunk] of chunks.entries())
      await send('PUT', `${session}/chunks/${number}`, { headers: scim, body: chunk })
    return session
  }
  after(() => staging.close())
  return { send, begin, asked, staging }
}

const uploader = applicationWith('SynchronizationData-User.Upload')
const textOf = (body: Uint8Array) => new TextDecoder().decode(body)

function bodiesOf({ source }: SimulationRequest): readonly string[] {
  return source.kind === 'bodies' ? source.bodies.map(textOf) : assert.fail('retained')
}

describe('the preview of a session', () => {
  test('is the report of a simulation of all chunks in their order, and the session stays open', async () => {
    const { send, begin, asked, staging } = await open()
    const session = await begin('snapshot', bulk('E-1'), bulk('E-2'))
    const { status, body } = await send('POST', `${session}/preview`, { body: { chunkCount: 2, detailMax: 3 } })
    assert.equal(status, 200)
    const { '@odata.context': context, ...told } = body
    assert.equal(context, `${origin}/v1.0/$metadata#microsoft.graph.entrain.simulationReport`)
    assert.deepEqual(told, report)
    const [request] = asked
    assert.ok(request !== undefined)
    assert.deepEqual(bodiesOf(request), [bulk('E-1'), bulk('E-2')])
    const { source, ...rest } = request
    assert.deepEqual(rest, { tenantId, jobId: job.id, detailMax: 3 })
    assert.ok(source.kind === 'bodies' && source.isSnapshot)
    assert.equal((await send('GET', session)).body.state, 'open')
    assert.equal(await staging.uploads.lastSequence(tenantId, job.id), 0)
  })

  test('of a delta says that nobody is absent, and needs no body', async () => {
    const { send, begin, asked } = await open()
    const session = await begin('delta', bulk('E-1'))
    await send('POST', `${session}/preview`)
    assert.deepEqual(
      asked.map(({ source, detailMax }) => [source.kind === 'bodies' && source.isSnapshot, detailMax]),
      [[false, 20]],
    )
  })

  test('is refused while chunks are missing: a preview of half a snapshot would lie', async () => {
    const { send, begin, asked } = await open()
    const session = await begin('snapshot', bulk('E-1'))
    await send('PUT', `${session}/chunks/2`, { headers: scim, body: bulk('E-3') })
    await refused(send('POST', `${session}/preview`), 'conflict', /1 of 3 chunks/)
    await refused(send('POST', `${session}/preview`, { body: { chunkCount: 2 } }), 'conflict')
    assert.deepEqual(asked, [])
  })

  test('shows values of accounts, so an uploader needs to be allowed to read jobs too', async () => {
    const { send, begin, asked } = await open()
    const session = await begin('delta', bulk('E-1'))
    await refused(send('POST', `${session}/preview`, { principal: uploader }), 'accessDenied')
    assert.deepEqual(asked, [])
  })
})

describe('bulkUpload with Prefer: entrain-simulate', () => {
  const headers = { ...scim, prefer: 'respond-async, Entrain-Simulate' }
  const path = `${jobPath}/bulkUpload`

  test('answers with the report and stages nothing', async () => {
    const { send, asked, staging } = await open()
    const answer = await send('POST', path, { headers, body: bulk('E-1') })
    assert.equal(answer.status, 200)
    assert.equal(answer.headers['Preference-Applied'], 'entrain-simulate')
    assert.equal(answer.body.records, 1)
    assert.deepEqual(asked.map(bodiesOf), [[bulk('E-1')]])
    assert.equal(await staging.uploads.lastSequence(tenantId, job.id), 0)
  })

  test('refuses what bulkUpload refuses, and callers that may not read', async () => {
    const { send, asked } = await open()
    await refused(send('POST', path, { headers, body: '{' }), 'invalidDataFormat')
    await refused(send('POST', path, { headers: { prefer: headers.prefer }, body: bulk('E-1') }), 'invalidDataFormat')
    await refused(send('POST', path, { headers, body: bulk('E-1'), principal: uploader }), 'accessDenied')
    assert.deepEqual(asked, [])
  })
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { accountOf, gistOf, readUpload, statesOf, upload } from './journey.ts'
import { bulkRequest, type Json, newcomer, openWorld } from './world.ts'

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe('what bulkUpload accepts', () => {
  for (const count of [1, 50]) {
    test(`line 1: ${count} operations are accepted with an empty body and all five headers`, async () => {
      await using world = await openWorld()
      const people = Array.from({ length: count }, (_, index) => newcomer(`E-${index}`))
      const ask = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
      const answer = await upload(world, bulkRequest(...people), { headers: { 'client-request-id': ask } })
      assert.equal(answer.status, 202)
      assert.equal(answer.text, '')
      const { headers } = answer
      assert.equal(headers['content-length'], '0')
      assert.equal(headers['content-type'], undefined)
      assert.equal(headers['client-request-id'], ask)
      assert.match(String(headers['request-id']), guid)
      const jobId = encodeURIComponent(world.setUp.jobId)
      assert.equal(headers.location, `${world.origin}/v1.0/auditLogs/provisioning/?$filter=jobid%20eq%20'${jobId}'`)
      const id = String(headers['entrain-upload-id'])
      assert.match(id, guid)
      assert.equal(headers['operation-location'], `${world.origin}/v1.0${world.jobPath}/uploads/${id}`)
      const settled = await readUpload(world, answer)
      assert.equal(settled.counts.created, count)
    })
  }

  test('line 1: Location, followed as it is, lists what became of the job', async () => {
    await using world = await openWorld()
    const answer = await upload(world, bulkRequest(newcomer('E-1')))
    await readUpload(world, answer)
    const log = await world.send('GET', String(answer.headers.location))
    assert.equal(log.status, 200)
    const { value } = log.json<{ value: { sourceIdentity: Json }[] }>()
    assert.deepEqual(
      value.map((entry) => entry.sourceIdentity.id),
      ['E-1'],
    )
  })

  test('line 1: beta takes the same and points to its own version', async () => {
    await using world = await openWorld()
    const answer = await world.send('POST', `/beta${world.jobPath}/microsoft.graph.bulkUpload/`, {
      headers: { 'content-type': 'application/scim+json' },
      body: bulkRequest(newcomer('E-1')),
    })
    assert.equal(answer.status, 202)
    assert.match(String(answer.headers.location), /\/beta\/auditLogs\/provisioning\/\?/)
  })

  test('line 3: parameters of the content type do not matter', async () => {
    await using world = await openWorld()
    const headers = { 'content-type': 'Application/SCIM+json; charset=utf-8' }
    assert.equal((await upload(world, bulkRequest(newcomer('E-1')), { headers })).status, 202)
  })

  test('line 3: application/json is accepted where the installation is lenient', async () => {
    await using world = await openWorld({ contentType: 'lenient' })
    const headers = { 'content-type': 'application/json' }
    assert.equal((await upload(world, bulkRequest(newcomer('E-1')), { headers })).status, 202)
  })

  test('line 6: failOnErrors may be absent, null, a number or a Boolean', async () => {
    await using world = await openWorld()
    for (const value of [undefined, null, 0, 1, false]) {
      const answer = await upload(
        world,
        JSON.stringify({ ...JSON.parse(bulkRequest(newcomer('E-1'))), failOnErrors: value }),
      )
      assert.equal(answer.status, 202, String(value))
    }
  })

  test('line 7: a person without externalId is accepted and fails later, with the reason', async () => {
    await using world = await openWorld()
    const { externalId: _, ...nameless } = newcomer('E-1')
    const status = await world.provision(nameless, { ...newcomer('E-2'), externalId: '' })
    assert.deepEqual(statesOf(status), ['failed', 'failed'])
    const [entry] = await world.logs()
    assert.match(gistOf(entry), / failure /)
    assert.match(JSON.stringify(entry?.provisioningStatusInfo), /Source identifier of an entry cannot be empty/)
    assert.deepEqual(
      status.warnings.map(({ code, target }) => `${code} ${target}`),
      ['ExternalIdMissing /Operations/0/data/externalId', 'ExternalIdMissing /Operations/1/data/externalId'],
    )
  })

  test('line 8: a bulkId that comes twice is accepted, with a warning in the upload', async () => {
    await using world = await openWorld()
    const body = JSON.parse(bulkRequest(newcomer('E-1'), newcomer('E-2')))
    body.Operations[1].bulkId = '1'
    const status = await readUpload(world, await upload(world, JSON.stringify(body)))
    assert.deepEqual(statesOf(status), ['created', 'created'])
    assert.deepEqual(
      status.warnings.map(({ code, target }) => `${code} ${target}`),
      ['BulkIdDuplicate /Operations/1/bulkId'],
    )
  })

  test('line 9: an unknown namespace and unknown attributes are accepted and ignored', async () => {
    await using world = await openWorld()
    const status = await world.provision(
      newcomer('E-1', { shoeSize: 43, 'urn:contoso:employee': { HireDate: '2026-01-01' } }),
    )
    assert.deepEqual(statesOf(status), ['created'])
    assert.equal((await accountOf(world, 'E-1', 'employeeHireDate'))?.employeeHireDate, null)
  })

  test('a byte order mark before the JSON does no harm', async () => {
    await using world = await openWorld()
    const status = await readUpload(world, await upload(world, `\u{feff}${bulkRequest(newcomer('E-1'))}`))
    assert.deepEqual(statesOf(status), ['created'])
  })

  test('a body may come packed', async () => {
    await using world = await openWorld()
    const headers = { 'content-encoding': 'gzip' }
    const answer = await upload(world, gzipSync(bulkRequest(newcomer('E-1', { title: 'Köchin' }))), { headers })
    assert.deepEqual(statesOf(await readUpload(world, answer)), ['created'])
    assert.equal((await accountOf(world, 'E-1', 'jobTitle'))?.jobTitle, 'Köchin')
  })

  test('the service principal may be named by its appId as alternate key', async () => {
    await using world = await openWorld()
    const { servicePrincipalId, jobId } = world.setUp
    const { appId } = await world.get(`/servicePrincipals/${servicePrincipalId}`)
    const jobPath = `/servicePrincipals(appId='${appId}')/synchronization/jobs/${jobId}`
    const answer = await upload(world, bulkRequest(newcomer('E-1')), { jobPath })
    assert.deepEqual(statesOf(await readUpload(world, answer)), ['created'])
  })
})

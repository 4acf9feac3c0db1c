import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { alternateKey, createClient, GraphError, toBulkRequest, type User } from '../packages/client/src/index.ts'
import { newcomer, openWorld, type World } from './world.ts'

/** The client trusts the world's certificate as any program does that the operating system tells of it. */
function clientOf(world: World) {
  const ca = readFileSync(join(world.config.dataDirectory, 'ca.pem'), 'utf8')
  setDefaultCACertificates([...getCACertificates('default'), ca])
  return createClient({ baseUrl: `${world.origin}/v1.0`, getToken: () => world.token() })
}

function people(count: number) {
  const ids = Array.from({ length: count }, (_, index) => `E-${index}`)
  return toBulkRequest(ids.map((id) => ({ ...newcomer(id), schemas: newcomer(id).schemas as readonly string[] })))
}

describe('the typed client', () => {
  test('uploads people, waits for them and finds them, page after page', async () => {
    await using world = await openWorld()
    const client = clientOf(world)
    const { servicePrincipalId, jobId } = world.setUp
    const { requestId, location, statusUrl } = await client.bulkUpload(servicePrincipalId, jobId, people(5))
    assert.ok(requestId)
    assert.match(location ?? '', /auditLogs\/provisioning/)
    await client.send({ method: 'GET', path: statusUrl ?? '', headers: { prefer: 'wait=30' } })

    const found: (string | null | undefined)[] = []
    const query = { select: ['id', 'displayName'], top: 2, count: true }
    for await (const { displayName } of client.items('/users', { query })) found.push(displayName)
    assert.deepEqual(found.sort(), ['Person E-0', 'Person E-1', 'Person E-2', 'Person E-3', 'Person E-4'])

    const sizes: number[] = []
    for await (const page of client.pages('/users', { query })) sizes.push(page.value.length)
    assert.deepEqual(sizes, [2, 2, 1])
    assert.equal(await client.get('/users/$count', { headers: { ConsistencyLevel: 'eventual' } }), 5)
  })

  test('reads one object by its id or by another key, with its type', async () => {
    await using world = await openWorld()
    const client = clientOf(world)
    await world.provision(newcomer('E-1'))
    const user: User = await client.get('/users/{id}', { params: { id: 'e-1@fabrikam.example' } })
    assert.equal(user.displayName, 'Person E-1')
    const id = alternateKey('appId', world.setUp.clientId)
    const { appId } = await client.get('/servicePrincipals/{id}', { params: { id }, query: { select: ['appId'] } })
    assert.equal(appId, world.setUp.clientId)
  })

  test('sends changes as JSON, and actions without a body', async () => {
    await using world = await openWorld()
    const client = clientOf(world)
    const params = { id: world.setUp.servicePrincipalId, jobId: world.setUp.jobId }
    const job = '/servicePrincipals/{id}/synchronization/jobs/{jobId}'
    await client.post(`${job}/pause`, undefined, { params })
    assert.equal((await client.get(job, { params })).schedule?.state, 'Paused')
    const settings = [{ name: 'SkipOutOfScopeDeletions', value: 'True' }]
    await client.patch(job, { synchronizationJobSettings: settings }, { params })
    const changed = await client.get(job, { params })
    assert.ok(changed.synchronizationJobSettings?.some(({ name }) => name === 'SkipOutOfScopeDeletions'))
  })

  test('says who refused what, and names the request', async () => {
    await using world = await openWorld()
    const client = clientOf(world)
    const missing = client.get('/users/{id}', { params: { id: 'nobody@fabrikam.example' } })
    await assert.rejects(missing, (error) => {
      assert.ok(error instanceof GraphError)
      assert.deepEqual([error.status, error.code], [404, 'Request_ResourceNotFound'])
      assert.match(error.requestId ?? '', /^[0-9a-f-]{36}$/)
      return true
    })
  })

  test('gets through when uploads are throttled', async () => {
    await using world = await openWorld({ throttle: 'reference' })
    const client = clientOf(world)
    const { servicePrincipalId, jobId } = world.setUp
    const uploads = Array.from({ length: 45 }, () => client.bulkUpload(servicePrincipalId, jobId, people(1)))
    const accepted = await Promise.all(uploads)
    assert.equal(new Set(accepted.map(({ requestId }) => requestId)).size, 45)
  })
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { graphCall } from './graph-call.ts'
import { newcomer, openWorld } from './world.ts'

describe('limits of directory objects', () => {
  test('count resource units by what is asked, and refuse beyond them until they have flown off', async () => {
    await using world = await openWorld({ throttle: 'units:20/10s', clockIsStopped: true })
    const graph = await graphCall(world, 'User.Read.All', 'Group.Read.All')
    const costs = async (path: string) => (await graph('GET', path)).headers['x-ms-resource-unit']
    assert.equal(await costs('/users'), '2')
    assert.equal(await costs('/users?$select=id'), '1')
    assert.equal(await costs('/users?$expand=manager'), '3')
    assert.equal(await costs('/users/nobody@fabrikam.example'), '1', 'of a refused request, too')
    assert.equal(await costs('/groups/00000000-0000-4000-8000-000000000000/transitiveMembers'), '5')
    assert.equal((await graph('GET', '/users')).headers['x-ms-throttle-limit-percentage'], undefined)
    const near = await graph('GET', '/users')
    assert.equal(near.headers['x-ms-throttle-limit-percentage'], '0.80')
    await graph('GET', '/users')
    await graph('GET', '/users')
    const refused = await graph('GET', '/users')
    assert.equal(refused.status, 429)
    assert.equal(refused.json<{ error: { code: string } }>().error.code, 'TooManyRequests')
    const { headers } = refused
    assert.equal(headers['retry-after'], '1')
    assert.equal(headers['x-ms-resource-unit'], '2')
    assert.equal(headers['x-ms-throttle-information'], 'ResourceUnitLimitExceeded')
    assert.equal(
      headers['x-ms-throttle-scope'],
      `Tenant_Application/ReadWrite/${graph.client.clientId}/${world.setUp.tenantId}`,
    )
    const other = await graphCall(world, 'User.Read.All')
    assert.equal((await other('GET', '/users')).status, 200, 'another application has its own')
  })

  test('count writes by themselves, and the requests of a batch one by one', async () => {
    await using world = await openWorld({ throttle: 'writes:2/150s', clockIsStopped: true })
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const body = { displayName: 'Payroll' }
    const requests = [1, 2, 3].map((id) => ({
      id: String(id),
      method: 'POST',
      url: '/applications',
      headers: { 'content-type': 'application/json' },
      body,
    }))
    const { responses } = await graph.expect<{ responses: { status: number; headers: Record<string, string> }[] }>(
      200,
      'POST',
      '/$batch',
      { requests },
    )
    assert.deepEqual(responses.map(({ status }) => status).sort(), [201, 201, 429])
    const refused = responses.find(({ status }) => status === 429)
    assert.equal(refused?.headers['Retry-After'], '75')
    assert.equal(refused?.headers['x-ms-throttle-information'], 'WriteLimitExceeded')
    assert.equal((await graph('GET', '/applications')).status, 200)
  })

  test('do not touch uploads, and nothing when they are off', async () => {
    await using world = await openWorld({ throttle: 'units:1/10s' })
    await world.provision(newcomer('A1'))
    await world.provision(newcomer('B1'))
    await using unlimited = await openWorld()
    const graph = await graphCall(unlimited, 'User.Read.All')
    assert.equal((await graph('GET', '/users')).headers['x-ms-resource-unit'], undefined)
  })
})

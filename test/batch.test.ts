import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bulkRequest, type Json, newcomer, openWorld, type World } from './world.ts'

interface BatchAnswer {
  readonly id: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Json & { readonly error?: { readonly code: string; readonly message: string } }
}

async function post(world: World, requests: unknown, options: { readonly token?: string | null } = {}) {
  return world.send('POST', '/v1.0/$batch', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requests }),
    ...options,
  })
}

async function run(world: World, ...requests: readonly Json[]): Promise<ReadonlyMap<string, BatchAnswer>> {
  const answer = await post(world, requests)
  assert.equal(answer.status, 200, answer.text)
  const { responses } = answer.json<{ responses: readonly BatchAnswer[] }>()
  return new Map(responses.map((response) => [response.id, response]))
}

async function refusalOf(world: World, requests: unknown): Promise<string> {
  const answer = await post(world, requests)
  assert.equal(answer.status, 400, answer.text)
  return answer.json<{ error: { message: string } }>().error.message
}

const json = { 'Content-Type': 'application/json' }

describe('a batch', () => {
  test('answers each request with its own status, headers and body', async () => {
    await using world = await openWorld()
    const answers = await run(
      world,
      { id: '1', method: 'GET', url: `${world.jobPath}?$select=id` },
      { id: '2', method: 'GET', url: world.jobPath.replace(/[^/]+$/, 'nothing').slice(1) },
      { id: '3', method: 'get', url: '/nonsense' },
      { id: '4', method: 'PUT', url: world.jobPath },
    )
    assert.deepEqual(
      [...answers.values()].map(({ status }) => status),
      [200, 404, 400, 405],
    )
    assert.equal(answers.get('1')?.body?.id, world.setUp.jobId)
    assert.equal(answers.get('2')?.body?.error?.code, 'Request_ResourceNotFound')
    const requestIds = new Set([...answers.values()].map(({ headers }) => headers['request-id']))
    assert.equal(requestIds.size, 4)
    assert.equal(answers.get('1')?.headers['Access-Control-Allow-Origin'], undefined)
  })

  test('passes headers on, and the client-request-id of the batch to whoever has none', async () => {
    await using world = await openWorld()
    const answer = await world.send('POST', '/beta/$batch', {
      headers: { 'content-type': 'application/json', 'client-request-id': 'outer' },
      body: JSON.stringify({
        requests: [
          { id: '1', method: 'GET', url: world.jobPath, headers: { 'client-request-id': 'inner' } },
          { id: '2', method: 'GET', url: world.jobPath },
        ],
      }),
    })
    const { responses } = answer.json<{ responses: readonly BatchAnswer[] }>()
    assert.deepEqual(
      responses.map(({ headers }) => headers['client-request-id']),
      ['inner', 'outer'],
    )
    assert.match(String(responses[0]?.body?.['@odata.context']), /\/beta\//)
  })

  test('carries people: JSON as it is, or as base64', async () => {
    await using world = await openWorld()
    const scim = { 'Content-Type': 'application/scim+json' }
    const url = `${world.jobPath}/bulkUpload`
    const answers = await run(
      world,
      { id: '1', method: 'POST', url, headers: scim, body: JSON.parse(bulkRequest(newcomer('A1'))) },
      {
        id: '2',
        method: 'POST',
        url,
        headers: scim,
        body: Buffer.from(bulkRequest(newcomer('A2'))).toString('base64'),
      },
      { id: '3', method: 'POST', url, headers: json, body: {} },
      { id: '4', method: 'POST', url, body: {} },
      { id: '5', method: 'POST', url, headers: scim, body: 'not base64!' },
    )
    assert.deepEqual(
      [...answers.values()].map(({ status }) => status),
      [202, 202, 400, 400, 400],
    )
    assert.match(String(answers.get('1')?.headers.Location), /auditLogs\/provisioning/)
    assert.equal('body' in (answers.get('1') ?? {}), false)
    assert.match(answers.get('5')?.body?.error?.message ?? '', /base64/)
  })

  test('a body without a Content-Type is refused for that request alone', async () => {
    await using world = await openWorld()
    const answers = await run(
      world,
      { id: '1', method: 'PATCH', url: world.jobPath, body: { options: {} } },
      { id: '2', method: 'PATCH', url: world.jobPath, headers: json, body: { options: {} } },
    )
    assert.deepEqual(
      [...answers.values()].map(({ status }) => status),
      [400, 204],
    )
    assert.match(answers.get('1')?.body?.error?.message ?? '', /Content-Type/)
  })

  test('a request waits for those it depends on, in whatever order they stand', async () => {
    await using world = await openWorld()
    const answers = await run(
      world,
      { id: 'read', method: 'GET', url: world.jobPath, dependsOn: ['PAUSE'] },
      { id: 'pause', method: 'POST', url: `${world.jobPath}/pause` },
    )
    assert.equal((answers.get('read')?.body?.schedule as Json | undefined)?.state, 'Paused')
  })

  test('what depends on a failure fails too, and so does what depends on that', async () => {
    await using world = await openWorld()
    const answers = await run(
      world,
      { id: '1', method: 'GET', url: '/nonsense' },
      { id: '2', method: 'POST', url: `${world.jobPath}/pause`, dependsOn: ['1'] },
      { id: '3', method: 'GET', url: world.jobPath, dependsOn: ['2'] },
      { id: '4', method: 'GET', url: world.jobPath },
    )
    assert.deepEqual(
      [...answers.values()].map(({ status }) => status),
      [400, 424, 424, 200],
    )
    assert.equal(answers.get('2')?.body?.error?.code, 'FailedDependency')
    assert.ok(answers.get('2')?.headers['request-id'])
    assert.equal((answers.get('4')?.body?.schedule as Json | undefined)?.state, 'Active')
  })

  test('is refused as a whole when it cannot be read', async () => {
    await using world = await openWorld()
    const get = { method: 'GET', url: '/x' }
    const many = Array.from({ length: 21 }, (_, index) => ({ ...get, id: String(index) }))
    assert.match(await refusalOf(world, many), /MaximumValueExceeded/)
    assert.match(
      await refusalOf(world, [
        { ...get, id: 'a' },
        { ...get, id: 'A' },
      ]),
      /id 'A'/,
    )
    assert.match(await refusalOf(world, [get]), /requests\/0\/id/)
    assert.match(await refusalOf(world, [{ id: '1', url: '/x' }]), /requests\/0\/method/)
    assert.match(await refusalOf(world, [{ id: '1', method: 'GET' }]), /requests\/0\/url/)
    for (const url of ['https://graph.microsoft.com/v1.0/users', '//else/users'])
      assert.match(await refusalOf(world, [{ id: '1', method: 'GET', url }]), /relative/)
    assert.match(await refusalOf(world, [{ ...get, id: '1', headers: { a: 1 } }]), /headers\/a/)
    assert.match(await refusalOf(world, [{ ...get, id: '1', dependsOn: ['2'] }]), /not in the batch/)
    assert.match(await refusalOf(world, [{ ...get, id: '1', dependsOn: ['1'] }]), /circle/)
    const circle = [
      { ...get, id: '1', dependsOn: ['3'] },
      { ...get, id: '2', dependsOn: ['1'] },
      { ...get, id: '3', dependsOn: ['2'] },
      { ...get, id: '4' },
    ]
    assert.match(await refusalOf(world, circle), /'1', '2', '3' depend on one another/)
    assert.match(await refusalOf(world, []), /empty/)
    assert.match(await refusalOf(world, undefined), /requests/)
  })

  test('needs a token, and each request what its route asks for', async () => {
    await using world = await openWorld()
    assert.equal((await post(world, [], { token: null })).status, 401)
    const reader = await world.addClient(['Synchronization.Read.All'])
    const answer = await post(
      world,
      [
        { id: '1', method: 'GET', url: world.jobPath },
        { id: '2', method: 'POST', url: `${world.jobPath}/pause` },
        { id: '3', method: 'GET', url: world.jobPath, headers: { Authorization: `Bearer ${await world.token()}` } },
      ],
      { token: await world.token(reader) },
    )
    const { responses } = answer.json<{ responses: readonly BatchAnswer[] }>()
    assert.deepEqual(
      responses.map(({ status }) => status),
      [200, 403, 200],
    )
  })

  test('each request counts for the throttle by itself', async () => {
    await using world = await openWorld({ throttle: 'service-2025' })
    const url = '/auditLogs/provisioning?$top=1'
    const requests = Array.from({ length: 6 }, (_, index) => ({ id: String(index), method: 'GET', url }))
    const answers = [...(await run(world, ...requests)).values()]
    assert.equal(answers.filter(({ status }) => status === 200).length, 5)
    const refused = answers.find(({ status }) => status === 429)
    assert.match(String(refused?.headers['Retry-After']), /^\d+$/)
  })

  test('holds no batch', async () => {
    await using world = await openWorld()
    const answers = await run(world, { id: '1', method: 'POST', url: '/$batch', headers: json, body: { requests: [] } })
    assert.equal(answers.get('1')?.status, 400)
  })
})

describe('X-HTTP-Method', () => {
  test('makes a POST the method that it names', async () => {
    await using world = await openWorld()
    const headers = { 'content-type': 'application/json', 'x-http-method': 'patch' }
    const answer = await world.send('POST', `/v1.0${world.jobPath}`, { headers, body: '{"options":{}}' })
    assert.equal(answer.status, 204)
  })

  test('changes nothing but a POST', async () => {
    await using world = await openWorld()
    const answer = await world.send('GET', `/v1.0${world.jobPath}`, { headers: { 'x-http-method': 'DELETE' } })
    assert.equal(answer.status, 200)
  })
})

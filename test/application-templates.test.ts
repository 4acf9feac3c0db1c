import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Json, openWorld, type World } from './world.ts'

interface Schema extends Json {
  readonly version: string
  readonly synchronizationRules: readonly { readonly id: string; readonly name: string }[]
  readonly directories: readonly Json[]
}

const template = '/synchronization/templates/API2AAD'
const ofApplication = (world: World) => `/applications(appId='${world.setUp.clientId}')${template}`
const ofServicePrincipal = (world: World) => `/servicePrincipals(appId='${world.setUp.clientId}')${template}`

function send(world: World, method: string, path: string, body?: unknown) {
  if (body === undefined) return world.send(method, `/v1.0${path}`)
  return world.send(method, `/v1.0${path}`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function createJob(world: World): Promise<string> {
  const jobs = `/servicePrincipals(appId='${world.setUp.clientId}')/synchronization/jobs`
  const answer = await send(world, 'POST', jobs, { templateId: 'API2AAD' })
  assert.equal(answer.status, 201, answer.text)
  return `${jobs}/${answer.json().id}`
}

const renamed = (schema: Schema, name: string) => ({
  ...schema,
  synchronizationRules: schema.synchronizationRules.map((rule) => ({ ...rule, name })),
})
const nameOf = ({ synchronizationRules: [rule] }: Schema) => rule?.name

describe('the templates of an application', () => {
  test('are listed and read like those of its service principal', async () => {
    await using world = await openWorld()
    const { value } = await world.get<{ value: Json[] }>(ofApplication(world).replace('/API2AAD', ''))
    const { '@odata.context': _, ...one } = await world.get(ofApplication(world))
    const { '@odata.context': __, ...other } = await world.get(ofServicePrincipal(world))
    assert.deepEqual(value, [one])
    assert.deepEqual(one, other)
    assert.equal((await send(world, 'GET', ofApplication(world).replace('API2AAD', 'none'))).status, 404)
    assert.equal((await send(world, 'GET', `/applications/${crypto.randomUUID()}${template}`)).status, 404)
  })

  test('have a schema that later jobs begin with and go back to', async () => {
    await using world = await openWorld()
    const before = await createJob(world)
    const own = await world.get<Schema>(`${ofApplication(world)}/schema`)
    assert.equal((await send(world, 'PUT', `${ofApplication(world)}/schema`, renamed(own, 'Ours'))).status, 204)

    const changed = await world.get<Schema>(`${ofServicePrincipal(world)}/schema`)
    assert.deepEqual([nameOf(changed), changed.version], ['Ours', 'v2'])
    assert.notEqual(nameOf(await world.get<Schema>(`${before}/schema`)), 'Ours')
    const after = await createJob(world)
    const schema = await world.get<Schema>(`${after}/schema`)
    assert.equal(nameOf(schema), 'Ours')
    assert.equal(schema.version, 'v1')
    assert.match(String(schema.synchronizationRules[0]?.id), /^API2AAD\.[0-9a-f]{32}\..*\.rule$/)

    assert.equal((await send(world, 'PUT', `${after}/schema`, renamed(schema, 'Mine'))).status, 204)
    for (const path of [before, after]) {
      assert.equal((await send(world, 'DELETE', `${path}/schema`)).status, 204)
      assert.equal(nameOf(await world.get<Schema>(`${path}/schema`)), 'Ours')
    }
    assert.equal((await send(world, 'DELETE', `${ofApplication(world)}/schema`)).status, 204)
    const reset = await world.get<Schema>(`${ofApplication(world)}/schema`)
    assert.deepEqual([nameOf(reset), reset.version], [nameOf(own), 'v3'])
  })

  test('refuse a schema that cannot run', async () => {
    await using world = await openWorld()
    const own = await world.get<Schema>(`${ofApplication(world)}/schema`)
    for (const wrong of [{ ...own, directories: [] }, { synchronizationRules: [] }, 7])
      assert.equal((await send(world, 'PUT', `${ofApplication(world)}/schema`, wrong)).status, 400)
    assert.equal((await world.get<Schema>(`${ofApplication(world)}/schema`)).version, 'v1')
  })

  test('take metadata and a schema by PATCH, and nothing else', async () => {
    await using world = await openWorld()
    const metadata = [{ key: 'isOAuthEnabled', value: 'false' }]
    const current = await world.get(ofApplication(world))
    assert.equal((await send(world, 'PATCH', ofApplication(world), { ...current, metadata })).status, 204)
    assert.deepEqual((await world.get(ofServicePrincipal(world))).metadata, [{ key: 'IsOAuthEnabled', value: 'false' }])
    const own = await world.get<Schema>(`${ofApplication(world)}/schema`)
    assert.equal(own.version, 'v1')
    assert.equal((await send(world, 'PATCH', `${ofApplication(world)}/schema`, renamed(own, 'Ours'))).status, 204)
    assert.equal((await send(world, 'PATCH', ofApplication(world), { schema: renamed(own, 'Again') })).status, 204)
    assert.equal(nameOf(await world.get<Schema>(`${ofApplication(world)}/schema`)), 'Again')
    for (const wrong of [
      { description: 'x' },
      { colour: 'red' },
      { metadata: [{ key: 'x', value: 'y' }] },
      { metadata: 7 },
    ])
      assert.equal((await send(world, 'PATCH', ofApplication(world), wrong)).status, 400)
  })

  test('tell operators and functions, try expressions and discover directories', async () => {
    await using world = await openWorld()
    for (const name of ['filterOperators', 'functions', 'directories']) {
      const { value } = await world.get<{ value: Json[] }>(`${ofApplication(world)}/schema/${name}`)
      assert.ok(value.length > 1, name)
    }
    const tried = await send(world, 'POST', `${ofApplication(world)}/schema/parseExpression`, {
      expression: 'ToUpper([a])',
    })
    assert.equal(tried.json().parsingSucceeded, true)
    const [directory] = (await world.get<Schema>(`${ofApplication(world)}/schema`)).directories
    const path = `${ofApplication(world)}/schema/directories/${directory?.id}`
    assert.equal((await world.get(path)).discoveryDateTime, null)
    const found = await send(world, 'POST', `${path}/discover`)
    assert.equal(found.status, 200, found.text)
    assert.notEqual((await world.get(path)).discoveryDateTime, null)
    assert.equal((await send(world, 'POST', `${ofApplication(world)}/schema/directories/none/discover`)).status, 404)
  })

  test('there is no token to acquire for them', async () => {
    await using world = await openWorld()
    const path = `/applications(appId='${world.setUp.clientId}')/synchronization/acquireAccessToken`
    assert.equal((await send(world, 'POST', path, {})).status, 400)
  })
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { listSecurityAttributeDefinitions } from '../src/directory/security-attributes.ts'
import { codeOf, type GraphClient, openGraphClient } from './graph-client.ts'
import { type Json, openWorld, type World } from './world.ts'

const admin = (world: World) => openGraphClient(world, ['CustomSecAttributeDefinition.ReadWrite.All'])
const sets = '/directory/attributeSets'
const definitions = '/directory/customSecurityAttributeDefinitions'

function attribute(name: string, rest: Json = {}): Json {
  return {
    attributeSet: 'Engineering',
    name,
    type: 'String',
    status: 'Available',
    isCollection: false,
    isSearchable: true,
    usePreDefinedValuesOnly: false,
    description: `About ${name}`,
    ...rest,
  }
}

async function withSet(world: World, rest: Json = {}): Promise<GraphClient> {
  const client = await admin(world)
  const answer = await client.post(sets, { id: 'Engineering', description: 'For engineers', ...rest })
  assert.equal(answer.status, 201, answer.text)
  return client
}

describe('attribute sets', () => {
  test('are made once under a name, read and changed', async () => {
    await using world = await openWorld()
    const client = await withSet(world, { maxAttributesPerSet: 25 })
    const shown = (await client.get(`${sets}/engineering`)).json()
    assert.deepEqual([shown.id, shown.description, shown.maxAttributesPerSet], ['Engineering', 'For engineers', 25])
    assert.equal(codeOf(await client.post(sets, { id: 'ENGINEERING' })), '400 Request_BadRequest')
    assert.equal((await client.patch(`${sets}/Engineering`, { description: 'x', maxAttributesPerSet: 30 })).status, 204)
    assert.deepEqual(await client.list(sets, 'maxAttributesPerSet'), [30])
    assert.equal(codeOf(await client.patch(`${sets}/Nothing`, { description: 'x' })), '404 Request_ResourceNotFound')
  })

  test('have names of 32 letters and digits at most, and short descriptions', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    for (const body of [
      {},
      { id: '' },
      { id: 'two words' },
      { id: 'x'.repeat(33) },
      { id: 'A', description: 'x'.repeat(129) },
      { id: 'A', maxAttributesPerSet: 0 },
      { id: 'A', maxAttributesPerSet: 501 },
    ]) {
      assert.equal(codeOf(await client.post(sets, body)), '400 Request_BadRequest', JSON.stringify(body))
    }
    const reader = await openGraphClient(world, ['CustomSecAttributeDefinition.Read.All', 'Directory.ReadWrite.All'])
    assert.equal(codeOf(await reader.post(sets, { id: 'A' })), '403 Authorization_RequestDenied')
    assert.deepEqual(await reader.list(sets), [])
  })
})

describe('custom security attributes', () => {
  test('are defined in a set, under a name of both, and deactivated instead of removed', async () => {
    await using world = await openWorld()
    const client = await withSet(world)
    const made = await client.post(
      definitions,
      attribute('Project', { attributeSet: 'engineering', isCollection: true }),
    )
    assert.equal(made.status, 201, made.text)
    const { id, attributeSet } = made.json()
    assert.deepEqual([id, attributeSet], ['Engineering_Project', 'Engineering'])
    assert.equal(made.headers.location, `${world.origin}/v1.0${definitions}/Engineering_Project`)
    assert.equal(codeOf(await client.post(definitions, attribute('PROJECT'))), '400 Request_BadRequest')

    assert.equal((await client.patch(`${definitions}/${id}`, { status: 'Deprecated', description: null })).status, 204)
    const shown = (await client.get(`${definitions}/${id}`)).json()
    assert.deepEqual([shown.status, shown.description, shown.name], ['Deprecated', null, 'Project'])
    assert.deepEqual(await client.list(definitions), ['Engineering_Project'])
    assert.equal((await client.delete(`${definitions}/${id}`)).status, 405)
  })

  test('are refused when their facts do not go together', async () => {
    await using world = await openWorld()
    const client = await withSet(world)
    const refused: readonly Json[] = [
      attribute('A', { attributeSet: 'Nothing' }),
      attribute('two words'),
      attribute('x'.repeat(33)),
      attribute('A', { type: 'Float' }),
      attribute('A', { status: 'Gone' }),
      attribute('A', { type: 'Boolean', isCollection: true }),
      attribute('A', { type: 'Boolean', usePreDefinedValuesOnly: true }),
      attribute('A', { type: 'Boolean', allowedValues: [{ id: 'x', isActive: true }] }),
      attribute('A', { description: 'x'.repeat(129) }),
      attribute('A', {
        allowedValues: [
          { id: 'x', isActive: true },
          { id: 'x', isActive: true },
        ],
      }),
    ]
    for (const body of refused) {
      assert.equal(codeOf(await client.post(definitions, body)), '400 Request_BadRequest', JSON.stringify(body))
    }
    for (const missing of [
      'attributeSet',
      'name',
      'type',
      'status',
      'isCollection',
      'isSearchable',
      'usePreDefinedValuesOnly',
    ]) {
      const { [missing]: _, ...body } = attribute('A')
      assert.equal(codeOf(await client.post(definitions, body)), '400 Request_BadRequest', missing)
    }
    assert.deepEqual(await client.list(definitions), [])
  })

  test('keep their type and name; free values can be allowed later, not forbidden', async () => {
    await using world = await openWorld()
    const client = await withSet(world)
    await client.post(definitions, attribute('Site', { usePreDefinedValuesOnly: true }))
    const path = `${definitions}/Engineering_Site`
    for (const change of [
      { name: 'x' },
      { type: 'Integer' },
      { attributeSet: 'x' },
      { isCollection: true },
      { isSearchable: false },
    ]) {
      assert.equal(codeOf(await client.patch(path, change)), '400 Request_BadRequest', JSON.stringify(change))
    }
    assert.equal((await client.patch(path, { usePreDefinedValuesOnly: false })).status, 204)
    assert.equal(codeOf(await client.patch(path, { usePreDefinedValuesOnly: true })), '400 Request_BadRequest')
  })

  test('are as many as their set allows; deactivated ones do not count', async () => {
    await using world = await openWorld()
    const client = await withSet(world, { maxAttributesPerSet: 1 })
    assert.equal((await client.post(definitions, attribute('A'))).status, 201)
    assert.equal(codeOf(await client.post(definitions, attribute('B'))), '400 Request_BadRequest')
    await client.patch(`${definitions}/Engineering_A`, { status: 'Deprecated' })
    assert.equal((await client.post(definitions, attribute('B'))).status, 201)
    assert.equal(
      codeOf(await client.patch(`${definitions}/Engineering_A`, { status: 'Available' })),
      '400 Request_BadRequest',
    )
  })

  test('have predefined values, told apart by letter case, that can be deactivated', async () => {
    await using world = await openWorld()
    const client = await withSet(world)
    const allowedValues = [{ id: 'North', isActive: true }]
    await client.post(definitions, attribute('Site', { usePreDefinedValuesOnly: true, allowedValues }))
    const path = `${definitions}/Engineering_Site/allowedValues`
    assert.equal((await client.post(path, { id: 'south east', isActive: true })).status, 201)
    assert.equal((await client.post(path, { id: 'north', isActive: true })).status, 201)
    assert.equal(codeOf(await client.post(path, { id: 'North', isActive: true })), '400 Request_BadRequest')
    assert.equal(codeOf(await client.post(path, { id: 'x'.repeat(65), isActive: true })), '400 Request_BadRequest')
    assert.deepEqual((await client.list(path)).toSorted(), ['North', 'north', 'south east'])
    assert.equal((await client.patch(`${path}/south%20east`, { isActive: false })).status, 204)
    assert.equal((await client.get(`${path}/south%20east`)).json().isActive, false)
    assert.equal(codeOf(await client.patch(`${path}/West`, { isActive: false })), '404 Request_ResourceNotFound')
    const expanded = (await client.get(`${definitions}/Engineering_Site?$expand=allowedValues`)).json<{
      allowedValues: Json[]
    }>()
    assert.equal(expanded.allowedValues.length, 3)

    const { openStore } = await import('../src/app/open-stores.ts')
    const store = await openStore(world.config.dataDirectory)
    const [definition] = await listSecurityAttributeDefinitions(store.forTenant(world.setUp.tenantId).objects)
    await store.close()
    assert.deepEqual(
      definition?.allowedValues.map(({ id, isActive }) => [id, isActive]),
      [
        ['North', true],
        ['south east', false],
        ['north', true],
      ],
    )
  })
})

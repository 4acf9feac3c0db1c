import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Document, mappingOf, putSchema, readSchema, sendJson } from './schema-document.ts'
import { newcomer, openWorld } from './world.ts'

describe('directories of a schema', () => {
  test('are listed and read by id or name, below jobs and templates', async () => {
    await using world = await openWorld()
    const { value } = await world.get<Document>(`${world.jobPath}/schema/directories`)
    assert.deepEqual(
      value.map(({ name }: Document) => name),
      ['API', 'Microsoft Entra ID'],
    )
    const [source] = value
    const byId = await world.get<Document>(`${world.jobPath}/schema/directories/${encodeURIComponent(source.id)}`)
    assert.deepEqual({ ...byId, '@odata.context': undefined }, { ...source, '@odata.context': undefined })
    const template = `/servicePrincipals/${world.setUp.servicePrincipalId}/synchronization/templates/API2AAD/schema`
    const target = await world.get<Document>(`${template}/directories/Microsoft%20Entra%20ID`)
    assert.ok(target.objects[0].attributes.length > 40)
    assert.equal((await sendJson(world, 'GET', '/directories/nowhere')).status, 404)
  })

  test('discover brings back the attributes that the directory really has and keeps what was set', async () => {
    await using world = await openWorld()
    const extension = `extension_${'a'.repeat(32)}_jobCode`
    const schema = await readSchema(world)
    const [object] = schema.directories[1].objects
    object.attributes = object.attributes.filter(({ name }: Document) => name !== 'usageLocation')
    object.attributes.push({ name: extension }, { name: 'invented' })
    Object.assign(
      object.attributes.find(({ name }: Document) => name === 'city'),
      { flowNullValues: true, type: 'Integer' },
    )
    Object.assign(mappingOf(schema, extension), { source: { name: 'title' } })
    await putSchema(world, schema)
    await world.provision(newcomer('E-1', { title: 'Clerk' }))

    const answer = await sendJson(
      world,
      'POST',
      `/directories/${encodeURIComponent(schema.directories[1].id)}/discover`,
    )
    assert.equal(answer.status, 200, answer.text)
    const found = answer.json<Document>()
    assert.match(found.discoveryDateTime, /^20\d\d-/)
    assert.match(found.discoverabilities, /AttributeNames.*ReferenceAttributes/)
    const byName = new Map<string, Document>(found.objects[0].attributes.map((each: Document) => [each.name, each]))
    assert.ok(byName.has('usageLocation'))
    assert.ok(byName.has(extension))
    assert.ok(!byName.has('invented'))
    assert.deepEqual([byName.get('city')?.type, byName.get('city')?.flowNullValues], ['String', true])
    const stored = await readSchema(world)
    assert.equal(stored.version, 'v3')
    assert.deepEqual(stored.directories[1].objects, found.objects)
    await sendJson(world, 'POST', '/directories/Microsoft%20Entra%20ID/discover')
    assert.equal((await readSchema(world)).version, 'v3', 'nothing new, no version')
  })

  test('discover leaves the declared attributes of the source as they are', async () => {
    await using world = await openWorld()
    const before = await readSchema(world)
    const answer = await sendJson(world, 'POST', '/directories/API/discover')
    assert.deepEqual(answer.json<Document>().objects, before.directories[0].objects)
    assert.notEqual((await readSchema(world)).directories[0].discoveryDateTime, null)
  })

  test('a template has functions, operators and parseExpression like a job, and cannot be written', async () => {
    await using world = await openWorld()
    const template = `/servicePrincipals/${world.setUp.servicePrincipalId}/synchronization/templates/API2AAD/schema`
    for (const list of ['functions', 'filterOperators']) {
      const { value } = await world.get<Document>(`${template}/${list}`)
      assert.ok(value.length > 10)
    }
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ expression: 'ToUpper("a")', testInputObject: { properties: [] } })
    const parsed = await world.send('POST', `/v1.0${template}/parseExpression`, { headers, body })
    assert.deepEqual(parsed.json<Document>().evaluationResult, ['A'])
    assert.equal((await world.send('PUT', `/v1.0${template}`, { headers, body: '{}' })).status, 405)
    assert.equal((await world.send('GET', `/v1.0${template.replace('API2AAD', 'other')}/functions`)).status, 404)
  })
})

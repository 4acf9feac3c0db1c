import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type Document,
  declareSource,
  mappingOf,
  objectMappingOf,
  putSchema,
  readSchema,
  sendJson,
} from './schema-document.ts'
import { openWorld, type World } from './world.ts'

async function edit(world: World, change: (document: Document) => void): Promise<void> {
  const schema = await readSchema(world)
  change(schema)
  await putSchema(world, schema)
}

async function versionsOf(world: World, query = ''): Promise<Document> {
  return world.get<Document>(`${world.jobPath}/schema/versions${query}`)
}

describe('versions of a schema', () => {
  test('tell who changed what, newest first, page by page', async () => {
    await using world = await openWorld()
    await edit(world, (schema) => Object.assign(mappingOf(schema, 'companyName'), { source: { name: 'title' } }))
    await edit(world, (schema) => declareSource(schema, 'urn:contoso:employee:badge'))
    const { value } = await versionsOf(world)
    assert.deepEqual(
      value.map(({ id, summary, isCurrent }: Document) => [id, summary, isCurrent]),
      [
        ['v3', '1 attribute added (API: urn:contoso:employee:badge)', true],
        ['v2', '1 mapping added (companyName)', false],
        ['v1', null, false],
      ],
    )
    assert.equal(value[0].changedBy.appId, world.setUp.clientId)
    assert.equal(value[2].changedBy, null)
    assert.match(value[0].createdDateTime, /^20\d\d-.*Z$/)
    const first = await versionsOf(world, '?$top=2')
    assert.deepEqual(
      first.value.map(({ id }: Document) => id),
      ['v3', 'v2'],
    )
    const second = await world.get<Document>(first['@odata.nextLink'])
    assert.deepEqual(
      second.value.map(({ id }: Document) => id),
      ['v1'],
    )
    assert.equal(second['@odata.nextLink'], undefined)
  })

  test('can be read and compared in the words of their author', async () => {
    await using world = await openWorld()
    await edit(world, (schema) => {
      Object.assign(mappingOf(schema, 'city'), {
        source: { expression: 'ToUpper([title])' },
        flowType: 'ObjectAddOnly',
      })
      Object.assign(mappingOf(schema, 'companyName'), { source: { type: 'Constant', name: 'Fabrikam' } })
      const mapping = objectMappingOf(schema)
      mapping.attributeMappings = mapping.attributeMappings.filter(
        (each: Document) => each.targetAttributeName !== 'state',
      )
      const clause = {
        sourceOperandName: 'title',
        operatorName: 'EQUALS',
        targetOperand: { values: ['Clerk', 'Chief'] },
      }
      mapping.scope = { groups: [{ name: 'Office', clauses: [clause] }] }
      mapping.flowTypes = 'Add, Update'
      declareSource(schema, 'urn:contoso:employee:level', {
        type: 'Integer',
        metadata: [{ key: 'IsCustomerDefined', value: 'true' }],
      })
      schema.lookupTables = [{ name: 'sites', entries: [{ key: 'A', value: '1' }] }]
    })
    assert.equal((await world.get<Document>(`${world.jobPath}/schema/versions/1`)).version, 'v1')
    const diff = await world.get<Document>(`${world.jobPath}/schema/versions/v1/diff`)
    assert.deepEqual([diff.from, diff.to], ['v1', 'v2'])
    assert.deepEqual(
      diff.mappings.toSorted((a: Document, b: Document) => (a.name < b.name ? -1 : 1)),
      [
        {
          change: 'changed',
          name: 'city',
          before: '[addresses[type eq "work"].locality]',
          after: 'ToUpper([title])',
          settings: [{ name: 'flowType', before: 'Always', after: 'ObjectAddOnly' }],
        },
        { change: 'added', name: 'companyName', before: null, after: '"Fabrikam"', settings: [] },
        {
          change: 'removed',
          name: 'state',
          before: '[addresses[type eq "work"].region]',
          after: null,
          settings: [],
        },
      ],
    )
    assert.deepEqual(diff.scope, [
      { change: 'added', name: 'scope Office', before: null, after: "title EQUALS 'Clerk', 'Chief'" },
    ])
    assert.equal(diff.attributes[0].name, 'API: urn:contoso:employee:level')
    assert.match(diff.attributes[0].after, /^Integer, .*IsCustomerDefined/)
    assert.deepEqual(
      diff.other.map(({ name, change }: Document) => [name, change]),
      [
        ['object mapping: flowTypes', 'changed'],
        ['lookup table sites', 'added'],
      ],
    )
    const backwards = await world.get<Document>(`${world.jobPath}/schema/versions/2/diff?to=1`)
    assert.equal(backwards.scope[0].change, 'removed')
    for (const unknown of ['versions/9', 'versions/x', 'versions/1/diff?to=7']) {
      assert.equal((await sendJson(world, 'GET', `/${unknown}`)).status, 404, unknown)
    }
  })

  test('an old one comes back as a new one', async () => {
    await using world = await openWorld()
    const before = await readSchema(world)
    await edit(world, (schema) => Object.assign(mappingOf(schema, 'companyName'), { source: { name: 'title' } }))
    const answer = await sendJson(world, 'POST', '/versions/v1/restore')
    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.json<Document>().version, 'v3')
    assert.equal(answer.headers.etag, '"v3"')
    const after = await readSchema(world)
    assert.deepEqual(after.synchronizationRules, before.synchronizationRules)
    const { value } = await versionsOf(world)
    assert.equal(value[0].summary, 'back to v1: 1 mapping removed (companyName)')
    await sendJson(world, 'DELETE', '')
    assert.equal((await versionsOf(world)).value.length, 3, 'the template is what is in force already')
  })

  test('If-Match keeps two authors from overwriting each other', async () => {
    await using world = await openWorld()
    const read = await sendJson(world, 'GET', '')
    assert.equal(read.headers.etag, '"v1"')
    const schema = read.json<Document>()
    Object.assign(mappingOf(schema, 'companyName'), { source: { name: 'title' } })
    const put = (tag: string) => sendJson(world, 'PUT', '', schema, { 'if-match': tag })
    assert.equal((await put('"v1"')).status, 204)
    mappingOf(schema, 'companyName').source = { name: 'nickName' }
    const late = await put('"v1"')
    assert.equal(late.status, 412, late.text)
    assert.equal(late.json<Document>().error.code, 'PreconditionFailed')
    assert.equal(late.headers.etag, '"v2"')
    assert.equal((await sendJson(world, 'DELETE', '', undefined, { 'if-match': '"v1"' })).status, 412)
    assert.equal((await put('W/"v2"')).status, 204)
    assert.equal((await put('*')).status, 204)
    const both = await Promise.all(
      ['Oslo', 'Bergen'].map((city) => {
        const own = structuredClone(schema)
        mappingOf(own, 'city').source = { type: 'Constant', name: city }
        return sendJson(world, 'PUT', '', own, { 'if-match': '"v3"' })
      }),
    )
    assert.deepEqual(both.map(({ status }) => status).sort(), [204, 412])
  })

  test('are for readers of jobs; restoring is for those who change them', async () => {
    await using world = await openWorld()
    const token = await world.token(await world.addClient(['Synchronization.Read.All']))
    const path = `/v1.0${world.jobPath}/schema/versions`
    assert.equal((await world.send('GET', path, { token })).status, 200)
    assert.equal((await world.send('POST', `${path}/1/restore`, { token })).status, 403)
  })
})

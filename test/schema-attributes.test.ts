import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Document, mappingOf, putSchema, readSchema, sendJson } from './schema-document.ts'
import { newcomer, openWorld } from './world.ts'

const contoso = 'urn:ietf:params:scim:schemas:extension:contoso:1.0:User'

describe('attributes seen in uploads', () => {
  test('that nobody declared are listed with counts, a sample and a type, apart from those that nobody mapped', async () => {
    await using world = await openWorld()
    await world.provision(
      newcomer('E-1', { nickName: 'An', password: 'Secret-1', [contoso]: { HireDate: '2026-03-01', Level: 3 } }),
      newcomer('E-2', { [contoso]: { HireDate: '2026-04-01' } }),
    )
    await world.provision(newcomer('E-1', { [contoso]: { HireDate: '2026-05-01' } }))
    const answer = await world.get<Document>(`${world.jobPath}/schema/undeclaredAttributes`)
    assert.deepEqual([answer.uploadsRead, answer.operationsRead, answer.isPartial], [2, 3, false])
    assert.deepEqual(answer.value, [
      {
        name: `${contoso}:HireDate`,
        count: 3,
        people: 2,
        sample: '2026-05-01',
        suggestedType: 'DateTime',
        multivalued: false,
      },
      { name: 'password', count: 1, people: 1, sample: null, suggestedType: 'String', multivalued: false },
      { name: `${contoso}:Level`, count: 1, people: 1, sample: '3', suggestedType: 'Integer', multivalued: false },
    ])
    assert.deepEqual(
      answer.declaredButUnmapped.map(({ name }: Document) => name),
      ['nickName'],
    )
  })

  test('are declared by one call and flow once they are mapped', async () => {
    await using world = await openWorld()
    const sent = newcomer('E-1', { [contoso]: { Desk: 'D-7', Level: 3 } })
    await world.provision(sent)
    const declared = await sendJson(world, 'POST', '/declareAttributes', {
      names: [`${contoso}:Desk`, 'title', 'badge'],
    })
    assert.equal(declared.status, 200, declared.text)
    const body = declared.json<Document>()
    assert.deepEqual([body.version, body.alreadyDeclared], ['v2', ['title']])
    assert.deepEqual(
      body.declared.map(({ name, type }: Document) => [name, type]),
      [
        [`${contoso}:Desk`, 'String'],
        ['badge', 'String'],
      ],
    )
    const all = (await sendJson(world, 'POST', '/declareAttributes')).json<Document>()
    assert.deepEqual(
      all.declared.map(({ name }: Document) => name),
      [`${contoso}:Level`],
    )
    const none = (await sendJson(world, 'POST', '/declareAttributes', {})).json<Document>()
    assert.deepEqual([none.version, none.declared], ['v3', []])
    assert.equal((await sendJson(world, 'POST', '/declareAttributes', { names: 'x' })).status, 400)

    const schema = await readSchema(world)
    mappingOf(schema, 'physicalDeliveryOfficeName').source = { name: `${contoso}:Desk` }
    await putSchema(world, schema)
    const { operations, warnings } = await world.provision(sent)
    const user = await world.get(`/users/${operations[0]?.targetId}?$select=officeLocation`)
    assert.equal(user.officeLocation, 'D-7')
    assert.deepEqual(warnings, [
      { code: 'AttributesNotMapped', target: '/Operations', message: `1 attribute not mapped: ${contoso}:Level.` },
    ])
  })

  test('are for readers of jobs; declaring is for those who change them', async () => {
    await using world = await openWorld()
    const token = await world.token(await world.addClient(['SynchronizationData-User.Upload']))
    for (const [method, path] of [
      ['GET', 'undeclaredAttributes'],
      ['POST', 'declareAttributes'],
    ] as const) {
      assert.equal((await world.send(method, `/v1.0${world.jobPath}/schema/${path}`, { token })).status, 403)
    }
  })
})

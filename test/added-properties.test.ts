import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { advanced, type GraphCall, graphCall, refusalOf } from './graph-call.ts'
import { type Json, newcomer, openWorld } from './world.ts'

const filtered = (set: string, filter: string) => `${set}?$count=true&$filter=${encodeURIComponent(filter)}`
const idsOf = async (graph: GraphCall, path: string) => (await graph.list(path, advanced)).map(({ id }) => id)

describe('directory extensions', () => {
  async function declare(graph: GraphCall, properties: Json): Promise<string> {
    const { value } = await graph.expect<{ value: Json[] }>(200, 'GET', '/applications?$top=1')
    const path = `/applications/${value[0]?.id}/extensionProperties`
    return String((await graph.expect(201, 'POST', path, properties)).name)
  }

  test('are written, selected and filtered by on applications, service principals and groups that they are declared for', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All', 'Group.ReadWrite.All')
    const targetObjects = ['Application', 'Group']
    const level = await declare(graph, { name: 'level', dataType: 'Integer', targetObjects })
    const site = await declare(graph, { name: 'site', dataType: 'String', targetObjects })
    const tags = await declare(graph, { name: 'tags', dataType: 'String', isMultiValued: true, targetObjects })
    const forUsers = await declare(graph, { name: 'badge', dataType: 'String', targetObjects: ['User'] })
    const body = { [level]: 7, [site]: 'North', [tags]: ['a', 'b'] }
    const group = { mailEnabled: false, securityEnabled: true }
    const registered = await graph.expect(201, 'POST', '/applications', { displayName: 'Payroll', ...body })
    const made = {
      applications: registered,
      servicePrincipals: await graph.expect(201, 'POST', '/servicePrincipals', { appId: registered.appId, ...body }),
      groups: await graph.expect(201, 'POST', '/groups', {
        displayName: 'Clerks',
        mailNickname: 'clerks',
        ...group,
        ...body,
      }),
    }
    await graph.expect(201, 'POST', '/applications', { displayName: 'Other', [level]: 8 })
    await graph.expect(201, 'POST', '/groups', { displayName: 'Others', mailNickname: 'others', ...group, [level]: 8 })
    for (const [set, { id, ...shown }] of Object.entries(made)) {
      assert.ok(!(level in shown), 'only when it is selected')
      const one = `/${set}/${id}`
      const read = await graph.expect(200, 'GET', `${one}?$select=id,${level.toUpperCase()},${site},${tags}`)
      assert.deepEqual({ ...read, '@odata.context': undefined }, { '@odata.context': undefined, id, ...body }, set)
      assert.ok(!(level in (await graph.expect(200, 'GET', one))))

      assert.deepEqual(await idsOf(graph, `/${set}?$filter=${level}%20eq%207`), [id], 'eq needs no advanced mode')
      assert.deepEqual(await idsOf(graph, filtered(`/${set}`, `startsWith(${site},'nor')`)), [id])
      assert.deepEqual(await idsOf(graph, filtered(`/${set}`, `${tags}/any(t:t eq 'b')`)), [id])
      assert.ok(!(await idsOf(graph, filtered(`/${set}`, `${level} eq null`))).includes(id))
      const refused = await graph('GET', `/${set}?$filter=${encodeURIComponent(`startsWith(${site},'nor')`)}`)
      assert.equal(refusalOf(refused).code, '400 Request_UnsupportedQuery')

      await graph.expect(204, 'PATCH', one, { [level]: null, [site]: 'South' })
      const later = await graph.expect(200, 'GET', `${one}?$select=${level},${site},${tags}`)
      assert.deepEqual([later[level], later[site], later[tags]], [null, 'South', ['a', 'b']])
      for (const wrong of [{ [level]: 'seven' }, { [site]: 'x'.repeat(257) }, { [tags]: 'a' }, { [forUsers]: 'x' }]) {
        assert.equal((await graph('PATCH', one, wrong)).status, 400, `${set} ${JSON.stringify(wrong)}`)
      }
      for (const query of [`$select=${forUsers}`, `$filter=${level}%20eq%20'7'`]) {
        assert.equal((await graph('GET', `/${set}?${query}`)).status, 400, query)
      }
    }
  })

  test('are at most 100 on one object', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All')
    const { id } = await graph.expect(201, 'POST', '/applications', { displayName: 'Payroll' })
    const targetObjects = ['Application']
    const requests = Array.from({ length: 101 }, (_, index) => ({
      name: `n${index}`,
      dataType: 'Boolean',
      targetObjects,
    }))
    const names: string[] = []
    for (const request of requests) names.push(await declare(graph, request))
    const values = (from: number, to: number) => Object.fromEntries(names.slice(from, to).map((name) => [name, true]))
    await graph.expect(204, 'PATCH', `/applications/${id}`, values(0, 100))
    const { code, message } = refusalOf(await graph('PATCH', `/applications/${id}`, values(100, 101)))
    assert.equal(code, '400 Request_BadRequest')
    assert.match(message, /at most 100/)
    await graph.expect(204, 'PATCH', `/applications/${id}`, { ...values(100, 101), [String(names[0])]: null })
  })

  test('of users are filtered by in their own type', async () => {
    await using world = await openWorld()
    const graph = await graphCall(world, 'Application.ReadWrite.All', 'User.ReadWrite.All')
    const { operations } = await world.provision(newcomer('A1'), newcomer('B1'))
    const [ann, bob] = operations.map(({ targetId }) => targetId)
    const badge = await declare(graph, { name: 'badge', dataType: 'Integer', targetObjects: ['User'] })
    const night = await declare(graph, { name: 'night', dataType: 'Boolean', targetObjects: ['User'] })
    await graph.expect(204, 'PATCH', `/users/${ann}`, { [badge]: 7, [night]: true })
    await graph.expect(204, 'PATCH', `/users/${bob}`, { [badge]: 12 })
    assert.deepEqual(await idsOf(graph, `/users?$filter=${badge}%20eq%207`), [ann])
    assert.deepEqual(await idsOf(graph, filtered('/users', `${badge} ge 10`)), [bob])
    assert.deepEqual(await idsOf(graph, `/users?$filter=${night}%20eq%20true`), [ann])
    assert.equal((await graph('GET', `/users/$count?$filter=${badge}%20eq%207`, undefined, advanced)).text, '1')
  })
})

describe('custom security attributes', () => {
  const type = { '@odata.type': '#Microsoft.DirectoryServices.CustomSecurityAttributeValue' }

  async function define(graph: GraphCall): Promise<void> {
    await graph.expect(201, 'POST', '/directory/attributeSets', { id: 'Badge' })
    const common = { attributeSet: 'Badge', status: 'Available', usePreDefinedValuesOnly: false, isSearchable: true }
    const path = '/directory/customSecurityAttributeDefinitions'
    await graph.expect(201, 'POST', path, { ...common, name: 'Level', type: 'Integer', isCollection: false })
    await graph.expect(201, 'POST', path, { ...common, name: 'Site', type: 'String', isCollection: false })
    await graph.expect(201, 'POST', path, { ...common, name: 'Keys', type: 'String', isCollection: true })
  }

  test('are written to service principals and users, and found by, by those who may', async () => {
    await using world = await openWorld()
    await define(await graphCall(world, 'CustomSecAttributeDefinition.ReadWrite.All'))
    const plain = await graphCall(world, 'Application.ReadWrite.All', 'User.ReadWrite.All')
    const graph = await graphCall(
      world,
      'Application.ReadWrite.All',
      'User.ReadWrite.All',
      'CustomSecAttributeAssignment.ReadWrite.All',
    )
    const { appId } = await plain.expect(201, 'POST', '/applications', { displayName: 'Payroll' })
    const principal = await plain.expect(201, 'POST', '/servicePrincipals', { appId })
    const { operations } = await world.provision(newcomer('A1'), newcomer('B1'))
    const ann = operations[0]?.targetId
    const values = {
      'Level@odata.type': '#Int32',
      Level: 3,
      Site: 'North',
      'Keys@odata.type': '#Collection(String)',
      Keys: ['a', 'b'],
    }
    for (const [set, id] of [
      ['/servicePrincipals', principal.id],
      ['/users', ann],
    ] as const) {
      const one = `${set}/${id}`
      assert.equal(
        (await plain('PATCH', one, { customSecurityAttributes: { Badge: { ...type, ...values } } })).status,
        403,
      )
      await graph.expect(204, 'PATCH', one, { customSecurityAttributes: { Badge: { ...type, ...values } } })
      const select = `${one}?$select=customSecurityAttributes`
      const read = async () => (await graph.expect(200, 'GET', select)).customSecurityAttributes
      assert.deepEqual(await read(), { Badge: { ...type, ...values } })
      assert.equal((await plain.expect(200, 'GET', select)).customSecurityAttributes, null)
      assert.ok(!('customSecurityAttributes' in (await graph.expect(200, 'GET', one))))

      const path = 'customSecurityAttributes/Badge'
      assert.deepEqual(await idsOf(graph, filtered(set, `${path}/Level eq 3`)), [id], set)
      assert.deepEqual(await idsOf(graph, filtered(set, `${path}/Site eq 'North'`)), [id])
      assert.deepEqual(await idsOf(graph, filtered(set, `${path}/Site eq 'north'`)), [], 'letter case counts')
      assert.deepEqual(await idsOf(graph, filtered(set, `startsWith(${path}/Site,'No')`)), [id])
      assert.deepEqual(await idsOf(graph, filtered(set, `${path}/Keys/any(k:k eq 'b')`)), [id])
      assert.ok(!(await idsOf(graph, filtered(set, `${path}/Site ne 'North'`))).includes(id))
      const basic = await graph('GET', `${set}?$filter=${encodeURIComponent(`${path}/Level eq 3`)}`)
      assert.equal(refusalOf(basic).code, '400 Request_UnsupportedQuery')
      assert.equal((await graph('GET', filtered(set, `${path}/Colour eq 'red'`), undefined, advanced)).status, 400)
      assert.equal((await plain('GET', filtered(set, `${path}/Level eq 3`), undefined, advanced)).status, 403)

      await graph.expect(204, 'PATCH', one, { customSecurityAttributes: { Badge: { ...type, Level: null } } })
      const { Level: _, 'Level@odata.type': __, ...left } = values
      assert.deepEqual(await read(), { Badge: { ...type, ...left } })
      const wrong = { customSecurityAttributes: { Badge: { ...type, Site: 7 } } }
      assert.equal((await graph('PATCH', one, wrong)).status, 400)
    }
    assert.ok(!JSON.stringify(await world.audits()).includes('North'), 'the audit log does not tell values')
  })

  test('of service principals stay hidden in delta queries and among the deleted items', async () => {
    await using world = await openWorld()
    await define(await graphCall(world, 'CustomSecAttributeDefinition.ReadWrite.All'))
    const plain = await graphCall(world, 'Application.ReadWrite.All', 'Directory.Read.All')
    const graph = await graphCall(
      world,
      'Application.ReadWrite.All',
      'Directory.Read.All',
      'CustomSecAttributeAssignment.ReadWrite.All',
    )
    const { appId } = await plain.expect(201, 'POST', '/applications', { displayName: 'Payroll' })
    const { id } = await plain.expect(201, 'POST', '/servicePrincipals', { appId })
    const values = { ...type, Site: 'North' }
    await graph.expect(204, 'PATCH', `/servicePrincipals/${id}`, { customSecurityAttributes: { Badge: values } })
    const select = '$select=id,displayName,customSecurityAttributes,appDisplayName'
    const find = async (by: GraphCall, path: string) => (await by.list(path)).find((item) => item.id === id)

    const changes = `/servicePrincipals/delta?${select}`
    assert.equal((await find(plain, changes))?.customSecurityAttributes, null)
    assert.equal((await find(plain, changes))?.appDisplayName, 'Payroll', 'shown as by a GET')
    assert.deepEqual((await find(graph, changes))?.customSecurityAttributes, { Badge: values })

    await graph.expect(204, 'DELETE', `/servicePrincipals/${id}`)
    const deleted = `/directory/deletedItems/microsoft.graph.servicePrincipal?${select}`
    assert.equal((await find(plain, deleted))?.customSecurityAttributes, null)
    assert.deepEqual((await find(graph, deleted))?.customSecurityAttributes, { Badge: values })
  })
})

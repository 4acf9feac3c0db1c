import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { advanced, type GraphCall, graphCall, refusalOf } from './graph-call.ts'
import { type Json, newcomer, openWorld, type World } from './world.ts'

const permissions = [
  'User.ReadWrite.All',
  'Group.ReadWrite.All',
  'Application.ReadWrite.All',
  'Directory.Read.All',
] as const
const origins = /https:\/\/localhost:\d+/g

/** Three people, a group of the first, and a caller who may read and write them. */
async function furnished(world: World) {
  const { operations } = await world.provision(newcomer('E-1'), newcomer('E-2'), newcomer('E-3'))
  const [ada = '', bea = ''] = operations.map(({ targetId }) => targetId ?? '')
  const graph = await graphCall(world, ...permissions)
  const group = await graph.expect(201, 'POST', '/groups', {
    displayName: 'Payroll',
    mailNickname: 'payroll',
    mailEnabled: false,
    securityEnabled: true,
    'members@odata.bind': [`${world.origin}/v1.0/users/${ada}`],
  })
  return { graph, ada, bea, group: String(group.id) }
}

async function codesOf(graph: GraphCall, paths: readonly string[], headers = {}): Promise<readonly string[]> {
  const answers = await Promise.all(paths.map((path) => graph('GET', path, undefined, headers)))
  return answers.map(
    (answer, index) => `${paths[index]} ${answer.status < 400 ? answer.status : refusalOf(answer).code}`,
  )
}

describe('addresses', () => {
  test('name one object in many spellings', async () => {
    await using world = await openWorld()
    const { graph, ada } = await furnished(world)
    const keys = [
      `/users/${ada}`,
      `/users/${ada}/`,
      `/users('${ada}')`,
      `/users(id='${ada}')`,
      `/USERS/${ada.toUpperCase()}`,
      '/users/e-1@fabrikam.example',
      "/users('e-1@fabrikam.example')",
      "/users(userPrincipalName='E-1@Fabrikam.example')",
      `/directoryObjects/${ada}/microsoft.graph.user`,
      `/directoryObjects/${ada}/graph.user`,
    ]
    for (const key of keys) assert.equal((await graph.expect(200, 'GET', key)).id, ada, key)
    const other = await graph('GET', `/directoryObjects/${ada}/microsoft.graph.group`)
    assert.equal(refusalOf(other).code, '404 Request_ResourceNotFound')
  })

  test('name functions and actions with and without parentheses and namespace', async () => {
    await using world = await openWorld()
    const { graph, ada } = await furnished(world)
    for (const name of ['delta', 'delta()', 'microsoft.graph.delta', 'microsoft.graph.delta()']) {
      assert.equal((await graph.list(`/users/${name}?$select=id`)).length, 3, name)
    }
    for (const name of ['getMemberGroups', 'microsoft.graph.getMemberGroups']) {
      const { value } = await graph.expect(200, 'POST', `/users/${ada}/${name}`, { securityEnabledOnly: false })
      assert.equal((value as readonly Json[]).length, 1, name)
    }
  })

  test('carry options in any letter case, percent-encoded, with plus signs, and without their dollar signs', async () => {
    await using world = await openWorld()
    const { graph, ada } = await furnished(world)
    const queries = [
      "$filter=startswith(displayName,'Person E-1')&$select=id",
      '%24filter=startsWith(displayName,%27Person+E-1%27)&%24select=id',
      "$Filter=STARTSWITH(DisplayName,'person%20e-1')&$SELECT=ID",
      "filter=startswith(displayName,'Person E-1')&select=id",
    ]
    for (const query of queries) {
      assert.deepEqual(await graph.list(`/users?${query}`), [{ id: ada }], query)
      assert.deepEqual(await graph.list(`/beta/users?${query}`), [{ id: ada }], query)
    }
  })

  test('that lead nowhere are bad requests, other versions too, and methods are named', async () => {
    await using world = await openWorld()
    const { graph, ada, group } = await furnished(world)
    assert.deepEqual(await codesOf(graph, ['/nowhere', `/users/${ada}/nowhere`]), [
      '/nowhere 400 BadRequest',
      `/users/${ada}/nowhere 400 BadRequest`,
    ])
    assert.equal((await world.send('GET', '/v2.0/users')).status, 400)
    const put = await graph('PUT', '/users', {})
    assert.deepEqual([put.status, put.headers.allow], [405, 'GET, HEAD, POST, OPTIONS'])
    // Without $ref this would look like deleting the person.
    assert.equal((await graph('DELETE', `/groups/${group}/members/${ada}`)).status, 405)
    assert.equal((await graph('GET', `/users/${ada}`)).status, 200)
  })
})

describe('answers', () => {
  test('say what they are in @odata.context', async () => {
    await using world = await openWorld()
    const { graph, ada, bea, group } = await furnished(world)
    await graph.expect(204, 'PUT', `/users/${ada}/manager/$ref`, { '@odata.id': `directoryObjects('${bea}')` })
    const contexts = {
      '/users': 'users',
      '/users?$select=id,displayName': 'users(id,displayName)',
      [`/users/${ada}`]: 'users/$entity',
      [`/users/${ada}?$select=id`]: 'users(id)/$entity',
      '/users?$expand=manager': 'users(manager())',
      [`/groups/${group}/members`]: 'directoryObjects',
      [`/groups/${group}/members/$ref`]: 'Collection($ref)',
      [`/users/${ada}/manager`]: 'directoryObjects/$entity',
      [`/users/${ada}/manager/$ref`]: '$ref',
      [world.jobPath.replace(/\/[^/]+$/, '')]:
        `servicePrincipals('${world.setUp.servicePrincipalId}')/synchronization/jobs`,
    }
    for (const [path, fragment] of Object.entries(contexts)) {
      const token = path.startsWith('/servicePrincipals') ? undefined : await world.token(graph.client)
      const answer = await world.send('GET', `/v1.0${path}`, token === undefined ? {} : { token })
      assert.equal(answer.json()['@odata.context'], `${world.origin}/v1.0/$metadata#${fragment}`, path)
    }
  })

  test('come without annotations where the caller accepts none', async () => {
    await using world = await openWorld()
    const { graph, ada, group } = await furnished(world)
    const accept = { accept: 'application/json;odata.metadata=none' }
    const members = await graph('GET', `/groups/${group}/members?$select=id&$top=1`, undefined, accept)
    assert.deepEqual(members.json(), { value: [{ id: ada }] })
    const people = await graph('GET', '/users?$select=id&$top=1&$count=true', undefined, { ...accept, ...advanced })
    assert.deepEqual(Object.keys(people.json()).sort(), ['@odata.count', '@odata.nextLink', 'value'])
  })

  test('carry the headers that clients read, and the address of what was made', async () => {
    await using world = await openWorld()
    const { graph, ada } = await furnished(world)
    const { headers } = await graph('GET', '/users', undefined, { 'client-request-id': 'mine' })
    assert.match(String(headers['request-id']), /^[0-9a-f-]{36}$/)
    assert.equal(headers['client-request-id'], 'mine')
    assert.equal(headers['odata-version'], '4.0')
    assert.equal(headers['cache-control'], 'no-cache')
    assert.match(String(headers['content-type']), /^application\/json;odata\.metadata=minimal;.*charset=utf-8$/)
    assert.match(String(headers['x-ms-ags-diagnostic']), /^\{"ServerInfo":\{/)
    const made = await graph('POST', '/applications', { displayName: 'Connector' })
    assert.equal(made.headers.location, `${world.origin}/v1.0/applications/${made.json().id}`)
    const prefer = { prefer: 'return=representation' }
    const changed = await graph('PATCH', `/users/${ada}`, { jobTitle: 'Clerk' }, prefer)
    assert.deepEqual([changed.status, changed.headers['preference-applied']], [200, 'return=representation'])
    assert.equal((await graph('PATCH', `/users/${ada}`, { jobTitle: null })).status, 204)
  })
})

describe('lists', () => {
  test('refuse pages, orders, names and expansions that Graph refuses', async () => {
    await using world = await openWorld()
    const { graph } = await furnished(world)
    const refused = {
      '/users?$top=0': 'Request_UnsupportedQuery',
      '/users?$top=1000': 'Request_UnsupportedQuery',
      '/users?$skip=1': 'Request_UnsupportedQuery',
      '/users?$skiptoken=abc': 'Directory_ExpiredPageToken',
      '/users?$select=nothing': 'BadRequest',
      "/users?$filter=nothing eq 'x'": 'BadRequest',
      '/users?$filter=displayName eq': 'BadRequest',
      '/users?$orderby=displayName,userPrincipalName': 'Request_UnsupportedQuery',
      '/users?$expand=manager,directReports': 'Request_UnsupportedQuery',
      '/users?$expand=*': 'Request_UnsupportedQuery',
      '/users/$count': 'Request_BadRequest',
      '/users?$nothing=1': 'BadRequest',
    }
    const wanted = Object.entries(refused).map(([path, code]) => `${path} 400 ${code}`)
    assert.deepEqual(await codesOf(graph, Object.keys(refused)), wanted)
  })

  test('are not expanded in the advanced mode, whatever the set', async () => {
    await using world = await openWorld()
    const { graph } = await furnished(world)
    const paths = ['/users?$expand=manager', '/groups?$expand=members', '/applications?$expand=owners'].concat(
      '/servicePrincipals?$expand=owners',
    )
    assert.deepEqual(
      await codesOf(graph, paths),
      paths.map((path) => `${path} 200`),
    )
    const counted = paths.map((path) => `${path}&$count=true`)
    assert.deepEqual(
      await codesOf(graph, counted, advanced),
      counted.map((path) => `${path} 400 Request_UnsupportedQuery`),
    )
  })

  test('in the advanced mode go on with the header only, keep their options and count once', async () => {
    await using world = await openWorld()
    const { graph } = await furnished(world)
    const path = "/users?$filter=endsWith(userPrincipalName,'fabrikam.example')&$count=true&$top=2&$select=displayName"
    const first = (await graph('GET', path, undefined, advanced)).json<Json & { readonly value: readonly Json[] }>()
    assert.deepEqual([first['@odata.count'], first.value.length], [3, 2])
    const next = String(first['@odata.nextLink'])
    assert.ok(next.startsWith(`${world.origin}/v1.0/users?`) && next.includes('$top=2'), next)
    assert.equal(refusalOf(await graph('GET', next)).code, '400 Request_UnsupportedQuery')
    const second = (await graph('GET', next, undefined, advanced)).json<Json & { readonly value: readonly Json[] }>()
    assert.deepEqual([second.value.length, '@odata.count' in second, '@odata.nextLink' in second], [1, false, false])
  })
})

describe('bodies', () => {
  test('that cannot be read are told apart from those that say something wrong', async () => {
    await using world = await openWorld()
    const { graph, ada } = await furnished(world)
    const token = await world.token(graph.client)
    const patch = async (body: string | undefined, type = 'application/json') => {
      const headers = { 'content-type': type }
      const path = `/v1.0/users/${ada}`
      return world.send('PATCH', path, { token, headers, ...(body !== undefined && { body }) })
    }
    assert.equal(refusalOf(await patch('{"jobTitle":')).code, '400 BadRequest')
    assert.equal(refusalOf(await patch(undefined)).code, '400 BadRequest')
    assert.equal(refusalOf(await patch('{}', 'text/plain')).code, '415 UnsupportedMediaType')
    assert.equal(
      (await patch('{"JobTitle":"Clerk"}', 'application/json; odata.metadata=full; charset=utf-8')).status,
      204,
    )
    const refused = refusalOf(await patch('{"nothing":1}'))
    assert.deepEqual(refused, { code: '400 Request_BadRequest', message: "Invalid property 'nothing'." })
    const readOnly = refusalOf(await patch('{"createdDateTime":"2026-01-01T00:00:00Z"}'))
    assert.match(readOnly.message, /^Property 'createdDateTime' is read-only/)
    assert.equal((await patch('{"@odata.type":"#microsoft.graph.user","@own.note":1,"jobTitle":"Clerk"}')).status, 204)
  })

  test('refer to objects by any host and version, by a key in either form, or relatively', async () => {
    await using world = await openWorld()
    const { graph, ada, bea, group } = await furnished(world)
    const references = [
      `https://graph.microsoft.com/beta/users('${bea}')`,
      `${world.origin}/v1.0/directoryObjects/${bea}`,
      `directoryObjects('${bea}')`,
      `directoryObjects/${bea}`,
    ]
    for (const reference of references) {
      await graph.expect(204, 'POST', `/groups/${group}/members/$ref`, { '@odata.id': reference })
      const again = await graph('POST', `/groups/${group}/members/$ref`, { '@odata.id': reference })
      assert.match(refusalOf(again).message, /already exist.*'members'/)
      await graph.expect(204, 'DELETE', `/groups/${group}/members/${bea}/$ref`)
    }
    await graph.expect(204, 'DELETE', `/users/${bea}`)
    assert.equal((await graph('DELETE', `/users/${bea}`)).status, 404)
    const gone = await graph('PUT', `/users/${ada}/manager/$ref`, { '@odata.id': references[0] })
    assert.equal(refusalOf(gone).code, '404 Request_ResourceNotFound')
  })
})

describe('whoever lacks the permission', () => {
  test('learns neither whether something exists nor what is wrong with the question', async () => {
    await using world = await openWorld()
    const { ada } = await furnished(world)
    const stranger = await graphCall(world, 'Domain.Read.All')
    const missing = '00000000-0000-0000-0000-000000000009'
    for (const path of [`/users/${ada}`, `/users/${missing}`, '/users?$top=0', '/users?$filter=nothing eq 1']) {
      const { code, message } = refusalOf(await stranger('GET', path))
      assert.equal(code, '403 Authorization_RequestDenied')
      assert.doesNotMatch(message.replaceAll(origins, ''), /exist|nothing|page size/)
    }
    assert.equal((await stranger('PATCH', `/users/${ada}`, { nothing: 1 })).status, 403)
    assert.equal(refusalOf(await stranger('GET', '/nowhere')).code, '400 BadRequest')
  })
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type GraphCall, graphCall, refusalOf } from './graph-call.ts'
import { type Json, openWorld, type World } from './world.ts'

const keeper = [
  'User.ReadWrite.All',
  'Group.ReadWrite.All',
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'RoleManagement.ReadWrite.Directory',
  'Directory.Read.All',
  'User.DeleteRestore.All',
] as const

async function add(call: GraphCall, path: string, body: Json): Promise<string> {
  return String((await call.expect(201, 'POST', path, body)).id)
}

function user(name: string, rest: Json = {}): Json {
  return {
    accountEnabled: true,
    displayName: name,
    mailNickname: name,
    userPrincipalName: `${name}@fabrikam.example`,
    passwordProfile: { password: 'Regen-2026-Sommer!', forceChangePasswordNextSignIn: false },
    ...rest,
  }
}

function group(name: string, isUnified = false): Json {
  const groupTypes = isUnified ? ['Unified'] : []
  return { displayName: name, mailNickname: name, mailEnabled: isUnified, securityEnabled: true, groupTypes }
}

function restore(call: GraphCall, id: string, body?: Json) {
  return call('POST', `/directory/deletedItems/${id}/restore`, body)
}

async function link(world: World, call: GraphCall, path: string, id: string): Promise<void> {
  const answer = await call('POST', `${path}/$ref`, { '@odata.id': `${world.origin}/v1.0/directoryObjects/${id}` })
  assert.equal(answer.status, 204, answer.text)
}

const idsOf = (items: readonly Json[]) => items.map(({ id }) => String(id)).toSorted()

describe('what is brought back', () => {
  test('a user: is a member, owner and role holder as before, and signs in with the same password', async () => {
    await using world = await openWorld()
    const call = await graphCall(world, ...keeper)
    const ann = await world.addUser({ userPrincipalName: 'ann@fabrikam.example', roles: ['Reports Reader'] })
    const bob = await add(call, '/users', user('bob', { 'manager@odata.bind': `${world.origin}/v1.0/users/${ann.id}` }))
    const team = await add(call, '/groups', group('team'))
    await link(world, call, `/groups/${team}/members`, ann.id)
    await link(world, call, `/groups/${team}/members`, bob)
    await link(world, call, `/groups/${team}/owners`, ann.id)

    assert.equal((await call('DELETE', `/users/${ann.id}`)).status, 204)
    assert.deepEqual(idsOf(await call.list(`/groups/${team}/members`)), [bob])
    assert.deepEqual(await call.list(`/groups/${team}/owners`), [])
    const advanced = { consistencylevel: 'eventual' }
    assert.equal((await call('GET', `/groups/${team}/members/$count`, undefined, advanced)).text, '1')
    const ownerless = await call.list(`/groups?$filter=owners/$count eq 0&$count=true&$select=id`, advanced)
    assert.deepEqual(idsOf(ownerless), [team])
    await assert.rejects(world.signIn(ann))

    assert.equal((await restore(call, ann.id)).status, 200)
    assert.deepEqual(idsOf(await call.list(`/groups/${team}/members`)), [ann.id, bob].toSorted())
    assert.deepEqual(idsOf(await call.list(`/groups/${team}/owners`)), [ann.id])
    const memberOf = await call.list(`/users/${ann.id}/memberOf?$select=displayName`)
    assert.deepEqual(memberOf.map(({ displayName }) => displayName).toSorted(), ['Reports Reader', 'team'])
    assert.ok((await world.signIn(ann)).access_token)
  })

  test('a user whose name is taken gets another one, and takes no address that is taken', async () => {
    await using world = await openWorld()
    const call = await graphCall(world, ...keeper)
    const mail = 'ann.post@fabrikam.example'
    const old = await add(call, '/users', user('ann', { mail }))
    assert.equal((await call('DELETE', `/users/${old}`)).status, 204)
    await add(call, '/users', user('ann', { mail }))
    assert.equal(refusalOf(await restore(call, old)).code, '400 Request_BadRequest')
    const renamed = { newUserPrincipalName: 'ann.two@fabrikam.example' }
    assert.equal(refusalOf(await restore(call, old, renamed)).code, '400 Request_BadRequest')
    for (const wrong of ['ann@fabrikam.example', 'ann@elsewhere.example', 'x', '']) {
      const body = { newUserPrincipalName: wrong, autoReconcileProxyConflict: true }
      assert.equal((await restore(call, old, body)).status, 400, wrong)
    }
    const answer = await restore(call, old, { ...renamed, autoReconcileProxyConflict: true })
    assert.equal(answer.status, 200, answer.text)
    const shown = await call.expect(200, 'GET', `/users/${old}?$select=userPrincipalName,mail`)
    assert.deepEqual([shown.userPrincipalName, shown.mail], ['ann.two@fabrikam.example', null])
    assert.equal((await restore(call, old)).status, 404)
  })

  test('an application: with its service principal, credentials, owners, grants and unique names', async () => {
    await using world = await openWorld()
    const call = await graphCall(world, ...keeper)
    const owner = await add(call, '/users', user('owner'))
    const uris = { identifierUris: ['https://fabrikam.example/orders'], uniqueName: 'orders' }
    const application = await call.expect(201, 'POST', '/applications', { displayName: 'Orders', ...uris })
    const { id, appId } = application
    const servicePrincipal = await add(call, '/servicePrincipals', { appId })
    await link(world, call, `/applications/${id}/owners`, owner)
    const { secretText } = await call.expect(200, 'POST', `/applications/${id}/addPassword`, {})
    await call.expect(201, 'POST', `/applications/${id}/federatedIdentityCredentials`, {
      name: 'builds',
      issuer: 'https://issuer.example',
      subject: 'main',
      audiences: ['api://AzureADTokenExchange'],
    })
    const graph = await call.expect(200, 'GET', "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")
    await call.expect(201, 'POST', `/servicePrincipals/${servicePrincipal}/appRoleAssignments`, {
      principalId: servicePrincipal,
      resourceId: graph.id,
      appRoleId: 'df021288-bdef-4463-88db-98f22de89214',
    })
    const client = { clientId: String(appId), clientSecret: String(secretText) }
    const reads = async () => (await world.send('GET', '/v1.0/users', { token: await world.token(client) })).status
    assert.equal(await reads(), 200)

    assert.equal((await call('DELETE', `/applications/${id}`)).status, 204)
    world.forgetTokens()
    await assert.rejects(world.token(client))
    world.forgetTokens()
    assert.equal((await call('GET', `/servicePrincipals/${servicePrincipal}`)).status, 404)

    const answer = await restore(call, String(id))
    assert.equal(answer.status, 200, answer.text)
    assert.equal(await reads(), 200)
    assert.deepEqual(idsOf(await call.list(`/applications/${id}/owners`)), [owner])
    assert.equal((await call.list(`/applications/${id}/federatedIdentityCredentials`)).length, 1)
    const found = await call.expect(200, 'GET', "/applications(uniqueName='orders')?$select=id,identifierUris")
    assert.deepEqual([found.id, found.identifierUris], [id, uris.identifierUris])
  })

  test('an application or group stays deleted while another one has what has to be unique', async () => {
    await using world = await openWorld()
    const call = await graphCall(world, ...keeper)
    const unique = { displayName: 'Orders', identifierUris: ['https://fabrikam.example/orders'] }
    const old = await add(call, '/applications', unique)
    assert.equal((await call('DELETE', `/applications/${old}`)).status, 204)
    const next = await add(call, '/applications', unique)
    assert.equal(refusalOf(await restore(call, old)).code, '400 Request_BadRequest')
    assert.equal((await call('PATCH', `/applications/${next}`, { identifierUris: [] })).status, 204)
    assert.equal((await restore(call, old)).status, 200)
    assert.equal((await call('PATCH', `/applications/${next}`, { identifierUris: unique.identifierUris })).status, 400)

    const team = await add(call, '/groups', group('team', true))
    assert.equal((await call('DELETE', `/groups/${team}`)).status, 204)
    const other = await add(call, '/groups', group('team', true))
    assert.equal(refusalOf(await restore(call, team)).code, '400 Request_BadRequest')
    assert.equal((await call('DELETE', `/groups/${other}`)).status, 204)
    assert.equal((await restore(call, team)).status, 200)
  })
})

test('deleted items of every type are gone after 30 days of the clock, and only then', async () => {
  await using world = await openWorld()
  const client = await world.addClient(keeper)
  const call = async (method: string, path: string, body?: Json) =>
    world.send(method, `/v1.0${path}`, {
      token: await world.token(client),
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
  const wishes = [
    ['/users', user('ann')],
    ['/groups', group('team', true)],
    ['/applications', { displayName: 'Orders' }],
  ] as const
  const ids: string[] = []
  for (const [path, body] of wishes) {
    const id = String((await call('POST', path, body)).json().id)
    assert.equal((await call('DELETE', `${path}/${id}`)).status, 204)
    ids.push(id)
  }
  const statuses = () => Promise.all(ids.map(async (id) => (await call('GET', `/directory/deletedItems/${id}`)).status))
  const dayMs = 86_400_000
  world.moveClock(29 * dayMs)
  await sleep(300)
  assert.deepEqual(await statuses(), [200, 200, 200])
  world.moveClock(2 * dayMs)
  for (let tries = 0; tries < 100 && (await statuses()).some((status) => status !== 404); tries += 1) await sleep(50)
  assert.deepEqual(await statuses(), [404, 404, 404])
  for (const [index, [path]] of wishes.entries()) assert.equal((await call('GET', `${path}/${ids[index]}`)).status, 404)
})

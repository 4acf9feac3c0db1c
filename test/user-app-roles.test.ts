import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { grantScopes, register, requestToken } from './applications.ts'
import { openWorld, type World } from './world.ts'

const [viewer, approver] = [randomUUID(), randomUUID()]
const allowedMemberTypes = ['User']
const appRoles = [
  { id: viewer, value: 'Viewer', isEnabled: true, allowedMemberTypes },
  { id: approver, value: 'Approver', isEnabled: true, allowedMemberTypes },
]
const scopes = [{ id: randomUUID(), value: 'Orders.Read', type: 'User', isEnabled: true }]
const redirectUri = 'http://localhost/orders'

/** An API of the tenant's own that people also sign in to, a user, and an administrator's ways of giving roles. */
async function open(world: World, properties: Readonly<Record<string, unknown>> = {}) {
  const api = await register(world, {
    displayName: 'Orders',
    identifierUris: ['api://orders'],
    secret: true,
    application: { appRoles, api: { oauth2PermissionScopes: scopes }, publicClient: { redirectUris: [redirectUri] } },
    servicePrincipal: properties,
  })
  await grantScopes(world, api.servicePrincipalId, ['User.Read', 'openid', 'profile', 'offline_access'])
  const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
  const token = await world.token(
    await world.addClient(['AppRoleAssignment.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.Read.All']),
  )
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await world.send('POST', `/v1.0${path}`, { token, headers, body: JSON.stringify(body) })
    assert.ok(answer.status < 300, answer.text)
    return answer.status === 204 ? {} : answer.json()
  }
  const assign = (set: 'users' | 'groups', principalId: string, appRoleId: string) =>
    post(`/${set}/${principalId}/appRoleAssignments`, { principalId, resourceId: api.servicePrincipalId, appRoleId })
  const group = async (...memberIds: readonly string[]) => {
    const displayName = `Team ${randomUUID().slice(0, 8)}`
    const wish = { displayName, mailNickname: displayName.replace(' ', '-'), mailEnabled: false, securityEnabled: true }
    const id = String((await post('/groups', wish)).id)
    const members = `${world.origin}/v1.0/directoryObjects`
    for (const member of memberIds) await post(`/groups/${id}/members/$ref`, { '@odata.id': `${members}/${member}` })
    return id
  }
  return { api, ada, assign, group }
}

describe('app roles of users', () => {
  test('are in access tokens for the API, by the user and by direct groups, and not in tokens for Graph', async () => {
    await using world = await openWorld()
    const { ada, assign, group } = await open(world)
    const inner = await group(ada.id)
    await assign('users', ada.id, viewer)
    await assign('groups', inner, approver)
    const { access_token } = await world.signIn(ada, { scope: 'api://orders/Orders.Read' })
    const { roles, scp, wids } = decodeJwt(access_token)
    assert.deepEqual([roles, scp, wids], [['Approver', 'Viewer'], 'Orders.Read', undefined])
    assert.equal(decodeJwt((await world.signIn(ada)).access_token).roles, undefined)
  })

  test('of a group within a group are not given', async () => {
    await using world = await openWorld()
    const { ada, assign, group } = await open(world)
    await assign('groups', await group(await group(ada.id)), approver)
    const { access_token } = await world.signIn(ada, { scope: 'api://orders/Orders.Read' })
    assert.equal(decodeJwt(access_token).roles, undefined)
  })

  test('are in the id_token of the application that they are roles of', async () => {
    await using world = await openWorld()
    const { api, ada, assign } = await open(world)
    await assign('users', ada.id, approver)
    const { clientId, clientSecret } = api
    const assertion = (await world.signIn(ada, { scope: 'api://orders/Orders.Read' })).access_token
    const answer = await requestToken(world, {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      requested_token_use: 'on_behalf_of',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'User.Read openid',
      assertion,
    })
    const { access_token, id_token } = answer.json()
    assert.deepEqual(decodeJwt(String(id_token)).roles, ['Approver'])
    assert.equal(decodeJwt(String(access_token)).roles, undefined)
  })

  test('an API that takes assigned users only refuses the others, and a disabled one everybody', async () => {
    await using world = await openWorld()
    const { api, ada, assign } = await open(world, { appRoleAssignmentRequired: true })
    const scope = 'api://orders/Orders.Read'
    await assert.rejects(world.signIn(ada, { scope }), /AADSTS50105/)
    await assign('users', ada.id, viewer)
    const { access_token } = await world.signIn(ada, { scope })
    assert.deepEqual(decodeJwt(access_token).roles, ['Viewer'])
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ accountEnabled: false })
    const token = await world.token(await world.addClient(['Application.ReadWrite.All']))
    const path = `/v1.0/servicePrincipals/${api.servicePrincipalId}`
    assert.equal((await world.send('PATCH', path, { token, headers, body })).status, 204)
    await assert.rejects(world.signIn(ada, { scope }), /AADSTS500011/)
  })
})

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { grantScopes, type Registered, register, requestToken, signInsOf } from './applications.ts'
import { openWorld, type World } from './world.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const read = { id: randomUUID(), value: 'Orders.Read', type: 'User', isEnabled: true }

/** An API that calls Graph for its users, and a user who has called it. */
async function open(world: World, scopes: readonly string[] = ['User.Read']) {
  const api = await register(world, {
    displayName: 'Orders',
    identifierUris: ['api://orders'],
    secret: true,
    application: { api: { oauth2PermissionScopes: [read] } },
  })
  if (scopes.length > 0) await grantScopes(world, api.servicePrincipalId, scopes)
  const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
  const { access_token: assertion, id_token } = await world.signIn(ada, { scope: 'api://orders/Orders.Read' })
  return { api, ada, assertion, idToken: id_token }
}

function pass(
  world: World,
  { clientId, clientSecret }: Pick<Registered, 'clientId' | 'clientSecret'>,
  fields: Readonly<Record<string, string>>,
  path?: string,
) {
  const client = { client_id: clientId, client_secret: clientSecret }
  const wish = { grant_type: grantType, requested_token_use: 'on_behalf_of', scope: 'User.Read' }
  return requestToken(world, { ...client, ...wish, ...fields }, path)
}

describe('on behalf of a user', () => {
  test('an API gets a token for Graph, which Graph answers as that user', async () => {
    await using world = await openWorld()
    const { api, ada, assertion } = await open(world)
    const answer = await pass(world, api, { assertion })
    assert.equal(answer.status, 200, answer.text)
    const { access_token, refresh_token, scope } = answer.json()
    const claims = decodeJwt(String(access_token))
    assert.deepEqual([claims.oid, claims.appid, claims.appidacr, claims.amr], [ada.id, api.clientId, '1', ['pwd']])
    assert.deepEqual([claims.scp, scope, refresh_token], ['User.Read', 'User.Read', undefined])
    const me = await world.send('GET', '/v1.0/me', { token: String(access_token) })
    assert.equal(me.json().userPrincipalName, ada.userPrincipalName)
  })

  test('the token names its tenant where the path names none; version 1 asks with resource', async () => {
    await using world = await openWorld()
    const { api, assertion } = await open(world)
    assert.equal((await pass(world, api, { assertion }, '/organizations/oauth2/v2.0/token')).status, 200)
    const resource = 'https://graph.microsoft.com'
    const old = await pass(world, api, { assertion, scope: '', resource }, `/${world.setUp.tenantId}/oauth2/token`)
    assert.equal(old.status, 200, old.text)
    assert.equal(old.json().resource, resource)
  })

  test('a refresh token is for those who consented to lasting access, an id_token for all that ask', async () => {
    await using world = await openWorld()
    const { api, ada, assertion } = await open(world)
    const scope = 'User.Read openid profile offline_access'
    const without = (await pass(world, api, { assertion, scope })).json()
    assert.equal(without.refresh_token, undefined)
    assert.equal(decodeJwt(String(without.id_token)).aud, api.clientId)
    await grantScopes(world, api.servicePrincipalId, ['offline_access'], { principalId: ada.id })
    const { refresh_token } = (await pass(world, api, { assertion, scope })).json()
    const again = { grant_type: 'refresh_token', refresh_token: String(refresh_token), scope: 'User.Read' }
    assert.equal((await pass(world, api, again)).status, 200)
  })

  test('what an API gets ends with the sign-in of the user, not a year after each token that it was called with', async () => {
    await using world = await openWorld({ clock: '+1d' })
    const { api, ada } = await open(world, ['User.Read', 'offline_access'])
    const signedIn = await world.signIn(ada, { scope: 'api://orders/Orders.Read' })
    const signedInAt = decodeJwt(signedIn.access_token).auth_time
    assert.equal(signedInAt, decodeJwt(signedIn.id_token).auth_time)
    world.moveClock(80 * 86_400_000)
    const renewal = {
      grant_type: 'refresh_token',
      refresh_token: signedIn.refresh_token,
      scope: 'api://orders/.default',
    }
    const client = { client_id: '14d82eec-204b-4c2f-b7e8-296a70dab67e' }
    const later = (await requestToken(world, { ...client, ...renewal })).json()
    const answer = await pass(world, api, { assertion: String(later.access_token), scope: 'User.Read offline_access' })
    assert.equal(answer.status, 200, answer.text)
    assert.equal(decodeJwt(String(answer.json().access_token)).auth_time, signedInAt)
    const passedOn = { grant_type: 'refresh_token', refresh_token: String(answer.json().refresh_token) }
    const renewed = await pass(world, api, passedOn)
    assert.equal(decodeJwt(String(renewed.json().access_token)).auth_time, signedInAt)
  })

  test('nobody is asked for consent, so what is missing is refused', async () => {
    await using world = await openWorld()
    const { api, assertion } = await open(world, [])
    const { error, error_codes, suberror } = (await pass(world, api, { assertion })).json()
    assert.deepEqual([error, error_codes, suberror], ['invalid_grant', [65001], 'consent_required'])
  })

  test('tokens that are not for the API, or no access tokens of a user, are refused', async () => {
    await using world = await openWorld()
    const { api, ada, idToken } = await open(world)
    const codes = async (fields: Readonly<Record<string, string>>) => {
      const { error, error_codes } = (await pass(world, api, fields)).json()
      return [error, Number([error_codes].flat()[0])]
    }
    const { access_token: forGraph } = await world.signIn(ada)
    assert.deepEqual(await codes({ assertion: forGraph }), ['invalid_grant', 500131])
    const other = await register(world, { secret: true })
    const { clientId, clientSecret } = other
    const fields = { client_id: clientId, client_secret: clientSecret, scope: 'api://orders/.default' }
    const appOnly = String((await requestToken(world, fields)).json().access_token)
    assert.deepEqual(await codes({ assertion: appOnly }), ['unauthorized_client', 7000114])
    assert.deepEqual(await codes({ assertion: idToken }), ['invalid_grant', 500131])
    assert.deepEqual(await codes({ assertion: 'no.token.atall' }), ['invalid_grant', 50013])
    assert.deepEqual(await codes({ assertion: `${forGraph.slice(0, -8)}AAAAAAAA` }), ['invalid_grant', 50013])
    assert.deepEqual(await codes({ assertion: '' }), ['invalid_request', 900144])
    assert.deepEqual(await codes({ assertion: forGraph, requested_token_use: '' }), ['invalid_request', 900144])
  })

  test('a token that has ended gives no new one, nor one from before the sign-ins of its user were ended', async () => {
    await using world = await openWorld({ clock: '+1d' })
    const { api, ada, assertion } = await open(world)
    const { clientId, clientSecret } = api
    world.moveClock(10_000)
    const administrator = await world.token(await world.addClient(['User.RevokeSessions.All']))
    const revoked = await world.send('POST', `/v1.0/users/${ada.id}/revokeSignInSessions`, { token: administrator })
    assert.equal(revoked.status, 200, revoked.text)
    assert.deepEqual((await pass(world, api, { assertion })).json().error_codes, [50173])
    world.moveClock(3_600_000)
    const { error, error_codes } = (await pass(world, { clientId, clientSecret }, { assertion })).json()
    assert.deepEqual([error, error_codes], ['invalid_grant', [500133]])
  })

  test('an application that proves nothing is refused, and so is another one', async () => {
    await using world = await openWorld()
    const { api, assertion } = await open(world)
    const { clientId } = api
    const open1 = await pass(world, { clientId, clientSecret: '' }, { assertion })
    assert.deepEqual([open1.status, open1.json().error_codes], [401, [7000218]])
    const published = { application: { isFallbackPublicClient: true } }
    const { clientId: publicClient } = await register(world, published)
    const open2 = await pass(world, { clientId: publicClient, clientSecret: '' }, { assertion })
    assert.deepEqual([open2.status, open2.json().error_codes], [401, [7000218]])
    const other = await register(world, { secret: true })
    assert.deepEqual((await pass(world, other, { assertion })).json().error_codes, [500131])
  })

  test('each attempt is in the log of sign-ins: for whom, by whom, at which API', async () => {
    await using world = await openWorld()
    const { api, ada, assertion } = await open(world)
    await pass(world, api, { assertion })
    await pass(world, api, { assertion, scope: 'Mail.Read' })
    await pass(world, api, { assertion: 'no.token.atall' })
    const administrator = await world.token(await world.addClient(['User.ReadWrite.All']))
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ accountEnabled: false })
    const disabled = await world.send('PATCH', `/v1.0/users/${ada.id}`, { token: administrator, headers, body })
    assert.equal(disabled.status, 204, disabled.text)
    await pass(world, api, { assertion })
    await world.restart()
    const told = (await signInsOf(world))
      .filter(({ properties }) => properties.appId === api.clientId)
      .map(({ properties: { userId, status, resourceDisplayName, isInteractive, signInEventTypes } }) => {
        return [userId, Object(status).errorCode, resourceDisplayName, isInteractive, String(signInEventTypes)]
      })
    assert.deepEqual(told.toSorted(), [
      ['', 50013, null, false, 'nonInteractiveUser'],
      [ada.id, 0, 'Microsoft Graph', false, 'nonInteractiveUser'],
      [ada.id, 50057, null, false, 'nonInteractiveUser'],
      [ada.id, 70011, null, false, 'nonInteractiveUser'],
    ])
  })
})

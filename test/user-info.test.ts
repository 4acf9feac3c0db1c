import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { openWorld, type World } from './world.ts'

const ask = (world: World, token: string | null, method = 'GET') => world.send(method, '/oidc/userinfo', { token })

describe('userinfo', () => {
  test('tells who the user is as far as the scopes of the token go, with the sub of the id_token', async () => {
    await using world = await openWorld()
    const properties = { mail: 'ada.l@fabrikam.example', givenName: 'Ada' }
    const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example', properties })
    const first = await world.signIn(ada)
    const { sub } = decodeJwt(first.id_token)
    const profile = { sub, name: 'ada@fabrikam.example', given_name: 'Ada', preferred_username: ada.userPrincipalName }
    for (const method of ['GET', 'POST']) {
      const answer = await ask(world, first.access_token, method)
      assert.equal(answer.status, 200, answer.text)
      assert.deepEqual(answer.json(), profile)
    }
    const second = await world.signIn(ada, { scope: 'User.Read email' })
    assert.deepEqual((await ask(world, second.access_token)).json(), { ...profile, email: properties.mail })
  })

  test('is where discovery says', async () => {
    await using world = await openWorld()
    const path = `/${world.setUp.tenantId}/v2.0/.well-known/openid-configuration`
    const { userinfo_endpoint } = (await world.send('GET', path, { token: null })).json()
    assert.equal(userinfo_endpoint, `${world.origin}/oidc/userinfo`)
  })

  test('refuses in the header, as RFC 6750 has it', async () => {
    await using world = await openWorld()
    const told = async (token: string | null) => {
      const { status, headers } = await ask(world, token)
      return [status, /error="([^"]*)"/.exec(String(headers['www-authenticate']))?.[1]]
    }
    assert.deepEqual(await told(null), [401, undefined])
    assert.deepEqual(await told('not.a.token'), [401, 'invalid_token'])
    assert.deepEqual(await told(await world.token()), [403, 'insufficient_scope'])
    assert.equal((await ask(world, null, 'DELETE')).status, 405)
  })
})

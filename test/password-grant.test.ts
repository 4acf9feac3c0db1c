import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openStore } from '../src/app/open-stores.ts'
import { grantScopes, type Registration, register, requestToken, signInsOf } from './applications.ts'
import { openWorld, type World } from './world.ts'

const azureCli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'

async function open(world: World, wish: Registration = { application: { isFallbackPublicClient: true } }) {
  const { clientId, servicePrincipalId } = await register(world, wish)
  await grantScopes(world, servicePrincipalId, ['User.Read'])
  const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
  const ask = (fields: Readonly<Record<string, string>> = {}) => {
    const user = { username: ada.userPrincipalName, password: ada.password }
    return requestToken(world, { grant_type: 'password', client_id: clientId, scope: 'User.Read', ...user, ...fields })
  }
  return { ada, ask, clientId }
}

describe('the password grant', () => {
  test('is closed, unless the registration says isFallbackPublicClient', async () => {
    await using world = await openWorld()
    const { ask } = await open(world)
    const allowed = await ask()
    assert.equal(allowed.status, 200, allowed.text)
    const redirects = { publicClient: { redirectUris: ['http://localhost'] } }
    const { clientId } = await register(world, { application: redirects })
    for (const client_id of [clientId, azureCli]) {
      const { status, json } = await ask({ client_id })
      assert.deepEqual([status, json().error_codes], [401, [7000218]])
    }
  })

  test('asks nobody: not for a second factor, not for a new password, not for consent', async () => {
    await using world = await openWorld()
    const { ada, ask } = await open(world)
    const codes = async (fields?: Readonly<Record<string, string>>) => (await ask(fields)).json().error_codes
    assert.deepEqual(await codes({ scope: 'User.ReadWrite' }), [65001])
    assert.deepEqual(await codes({ password: 'Wrong-1234' }), [50126])
    assert.deepEqual(await codes({ username: '' }), [900144])
    const store = await openStore(world.config.dataDirectory)
    const { totp } = store.forTenant(world.setUp.tenantId).identity
    await totp.put(ada.id, { secret: 'JBSWY3DPEHPK3PXP', lastStep: 0 })
    await store.close()
    const refused = await ask()
    assert.deepEqual([refused.json().error, refused.json().error_codes], ['interaction_required', [50076]])
  })

  test('leaves each attempt in the log of sign-ins', async () => {
    await using world = await openWorld()
    const { ada, ask, clientId } = await open(world)
    await ask()
    await ask({ password: 'Wrong-1234' })
    await ask({ scope: 'User.ReadWrite' })
    await world.restart()
    const told = (await signInsOf(world))
      .filter(({ properties }) => properties.appId === clientId)
      .map(({ properties: { userId, isInteractive, status } }) => [userId, isInteractive, Object(status).errorCode])
    assert.deepEqual(told.toSorted(), [
      [ada.id, false, 0],
      [ada.id, false, 50126],
      [ada.id, false, 65001],
    ])
  })
})

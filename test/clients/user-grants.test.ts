import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { grantScopes, register } from '../applications.ts'
import { openWorld, type World } from '../world.ts'
import { python, run, runClient, settingsOf, skipsPython } from './run-client.ts'

interface Result {
  readonly token?: string
  readonly failed?: string
  readonly account?: string
  readonly isKept?: boolean
}

async function nameOf(world: World, { token = '', failed }: Result): Promise<unknown> {
  assert.equal(failed, undefined)
  return (await world.send('GET', '/v1.0/me', { token })).json().userPrincipalName
}

/** A user, and an application that an administrator opened for names and passwords. */
async function withPassword(world: World) {
  const app = await register(world, { application: { isFallbackPublicClient: true } })
  await grantScopes(world, app.servicePrincipalId, ['User.Read'])
  const { userPrincipalName, password } = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
  return { CLIENT_ID: app.clientId, USER_NAME: userPrincipalName, PASSWORD: password }
}

describe('tokens for a user without a page, with unmodified clients', () => {
  for (const [way, account] of [
    ['on behalf of, with @azure/identity', undefined],
    ['on behalf of, with msal-node and its cache', 'ada@fabrikam.example'],
  ] as const) {
    test(way, async () => {
      await using world = await openWorld()
      const scope = { id: randomUUID(), value: 'Orders.Read', type: 'User', isEnabled: true }
      const application = { api: { oauth2PermissionScopes: [scope] } }
      const api = await register(world, { identifierUris: ['api://orders'], secret: true, application })
      await grantScopes(world, api.servicePrincipalId, ['User.Read'])
      const ada = await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
      const { access_token } = await world.signIn(ada, { scope: 'api://orders/Orders.Read' })
      const env = { CLIENT_ID: api.clientId, CLIENT_SECRET: api.clientSecret, ASSERTION: access_token }
      const result = await runClient<Result>(world, 'user-grants', [way], env)
      assert.equal(await nameOf(world, result), ada.userPrincipalName)
      assert.deepEqual([result.account, result.isKept ?? true], [account, true])
    })
  }

  test('name and password, with msal for Python, which asks for the user realm', { skip: skipsPython }, async () => {
    await using world = await openWorld()
    const env = await withPassword(world)
    const program = fileURLToPath(new URL('programs/user_grants.py', import.meta.url))
    const settings = { ...settingsOf(world), REQUESTS_CA_BUNDLE: world.setUp.caFile ?? '', ...env }
    const { code, out, err } = await run(python, [program], settings)
    assert.equal(code, 0, err)
    const result: Result = JSON.parse(out)
    assert.equal(await nameOf(world, result), env.USER_NAME)
    assert.deepEqual([result.account, result.isKept], [env.USER_NAME, true])
  })

  for (const [way, account] of [
    ['name and password, with @azure/identity', undefined],
    ['name and password, with msal-node and its cache', 'ada@fabrikam.example'],
  ] as const) {
    test(way, async () => {
      await using world = await openWorld()
      const env = await withPassword(world)
      const result = await runClient<Result>(world, 'user-grants', [way], env)
      assert.equal(await nameOf(world, result), env.USER_NAME)
      assert.deepEqual([result.account, result.isKept ?? true], [account, true])
    })
  }
})

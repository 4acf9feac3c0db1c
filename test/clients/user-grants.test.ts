import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { grantScopes, register } from '../applications.ts'
import { openWorld, type World } from '../world.ts'
import { runClient } from './run-client.ts'

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
})

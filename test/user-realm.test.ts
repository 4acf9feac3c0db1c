import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld } from './world.ts'

test('a user name is told to be managed here by its domain, whether there is such a user or not', async () => {
  await using world = await openWorld()
  await world.addUser({ userPrincipalName: 'ada@fabrikam.example' })
  const { host } = new URL(world.origin)
  const told = async (path: string) => (await world.send('GET', `${path}?api-version=1.0`, { token: null })).json()
  const managed = { ver: '1.0', account_type: 'Managed', domain_name: 'fabrikam.example', cloud_instance_name: host }
  for (const tenant of ['common', 'organizations', world.setUp.tenantId, 'Fabrikam.example']) {
    assert.deepEqual(await told(`/${tenant}/userrealm/ada@fabrikam.example`), managed)
    assert.deepEqual(await told(`/${tenant}/UserRealm/nobody%40FABRIKAM.example`), managed)
    for (const stranger of ['ada@contoso.example', 'ada', 'fabrikam.example', '%zz']) {
      assert.equal((await told(`/${tenant}/userrealm/${stranger}`)).account_type, 'Unknown')
    }
  }
  assert.deepEqual((await told('/contoso.example/userrealm/ada@fabrikam.example')).error_codes, [90002])
})

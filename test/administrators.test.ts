import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type RoleName, roleTemplates } from '../src/auth/role-templates.ts'
import { standingCacheSeconds } from '../src/auth/standing.ts'
import { openAuthorizationWorld } from './authorization-world.ts'
import { codeOf, type GraphClient, openGraphClient, provisionPeople } from './graph-client.ts'
import { type Answer, openWorld, type World } from './world.ts'

const global = `/directoryRoles(roleTemplateId='${roleTemplates['Global Administrator']}')`
const reference = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` })
const noTargets = { servicePrincipal: 0, application: 0, group: 0, deleted: 0 }

/** Of applications such things are known half a minute later at the latest. */
async function giveRole(world: World, client: GraphClient, role: RoleName): Promise<void> {
  assert.equal((await assign(client, client.servicePrincipalId, role)).status, 201)
  world.moveClock(standingCacheSeconds * 1000)
}

function assign(client: GraphClient, principalId: string, role: RoleName): Promise<Answer> {
  const roleDefinitionId = roleTemplates[role]
  const body = { principalId, roleDefinitionId, directoryScopeId: '/' }
  return client.post('/roleManagement/directory/roleAssignments', body)
}

describe('the last Global Administrator', () => {
  test('is neither deleted nor disabled; another one who may sign in is needed first', async () => {
    await using world = await openWorld()
    const client = await openGraphClient(world, ['RoleManagement.ReadWrite.Directory', 'User.ReadWrite.All'])
    await giveRole(world, client, 'Privileged Authentication Administrator')
    const [ann = '', bob = '', eve = ''] = await provisionPeople(world, ['A1', 'B1', 'E1'])
    assert.equal(
      (await client.patch(`/users/${bob}`, { accountEnabled: false })).status,
      204,
      'nobody has the role yet',
    )
    for (const id of [ann, bob]) {
      assert.equal((await client.post(`${global}/members/$ref`, reference(id))).status, 204)
    }
    const refused = [
      await client.delete(`/users/${ann}`),
      await client.patch(`/users/${ann}`, { accountEnabled: false, department: 'Sales' }),
      await client.delete(`${global}/members/${ann}/$ref`),
    ]
    for (const answer of refused) {
      assert.equal(codeOf(answer), '400 Request_BadRequest')
      assert.match(answer.text, /last Global Administrator/)
    }
    const read = await client.get(`/users/${ann}?$select=accountEnabled,department`)
    assert.deepEqual([read.json().accountEnabled, read.json().department], [true, null], 'nothing was changed')
    assert.equal((await client.patch(`/users/${ann}`, { department: 'Sales' })).status, 204)

    assert.equal((await client.post(`${global}/members/$ref`, reference(eve))).status, 204)
    assert.equal((await client.patch(`/users/${ann}`, { accountEnabled: false })).status, 204)
    assert.equal((await client.delete(`/users/${ann}`)).status, 204)
    assert.equal(codeOf(await client.delete(`/users/${eve}`)), '400 Request_BadRequest')
  })
})

describe('sensitive properties', () => {
  const scopes = ['User.ReadWrite.All', 'User-PasswordProfile.ReadWrite.All', 'User.ManageIdentities.All']

  test('of administrators are written by those ranked above, of others by lesser administrators too', async () => {
    await using world = await openWorld()
    const callers = await openAuthorizationWorld(world, noTargets)
    const ask = async (caller: RoleName | 'member', method: string, id: string, body?: object) => {
      const token = await callers.token({ kind: 'delegated', caller, permissions: scopes })
      const answer = await world.send(method, `/v1.0/users/${id}`, {
        token,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return answer.status
    }
    const changes = [
      { accountEnabled: false },
      { passwordProfile: { password: 'Tulip-Harbour-42' } },
      { mobilePhone: '+49 170 1' },
      { otherMails: ['a@contoso.example'] },
      { userPrincipalName: 'renamed@fabrikam.example' },
    ]
    const ranked = callers.idOf('Global Reader')
    for (const body of changes) {
      const shown = JSON.stringify(body)
      assert.equal(await ask('User Administrator', 'PATCH', ranked, body), 403, shown)
      assert.equal(await ask('Privileged Authentication Administrator', 'PATCH', ranked, body), 204, shown)
    }
    for (const body of changes.slice(0, 4)) {
      const shown = JSON.stringify(body)
      assert.equal(await ask('User Administrator', 'PATCH', callers.idOf('member'), body), 204, shown)
      assert.equal(await ask('Groups Administrator', 'PATCH', callers.idOf('guest'), body), 403, shown)
    }
    assert.equal(await ask('User Administrator', 'PATCH', ranked, { department: 'Sales' }), 204, 'not sensitive')
    assert.equal(await ask('User Administrator', 'DELETE', ranked), 403)
    assert.equal(await ask('Privileged Authentication Administrator', 'DELETE', ranked), 204)
    await callers.close()
  })

  test('passwords take a role of applications as well, and of administrators a high one', async () => {
    await using world = await openWorld()
    const password = { passwordProfile: { password: 'Tulip-Harbour-42' } }
    const client = await openGraphClient(world, [
      'RoleManagement.ReadWrite.Directory',
      'User.ReadWrite.All',
      'User-PasswordProfile.ReadWrite.All',
    ])
    const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
    assert.equal((await assign(client, bob, 'Helpdesk Administrator')).status, 201)
    assert.equal((await client.patch(`/users/${ann}`, password)).status, 403)
    await giveRole(world, client, 'Helpdesk Administrator')
    assert.equal((await client.patch(`/users/${ann}`, password)).status, 204)
    assert.equal((await client.patch(`/users/${bob}`, password)).status, 403)
    await giveRole(world, client, 'Privileged Authentication Administrator')
    assert.equal((await client.patch(`/users/${bob}`, password)).status, 204)
  })
})

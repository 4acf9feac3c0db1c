import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type CallerName, openAuthorizationWorld } from './authorization-world.ts'
import { type Json, openWorld } from './world.ts'

describe('PATCH /me', () => {
  const noTargets = { servicePrincipal: 0, application: 0, group: 0, deleted: 0 }

  test('lets people change their own contact fields, and administrators of users more of themselves', async () => {
    await using world = await openWorld()
    const callers = await openAuthorizationWorld(world, noTargets)
    const patch = async (caller: CallerName, body: Json, permissions: readonly string[] = ['User.ReadWrite']) =>
      world.send('PATCH', '/v1.0/me', {
        token: await callers.token({ kind: 'delegated', caller, permissions }),
        headers: { 'content-type': 'application/json', prefer: 'return=representation' },
        body: JSON.stringify(body),
      })
    const changed = await patch('member', { mobilePhone: '+49 170 1', city: 'Hamburg' })
    assert.equal(changed.status, 200, changed.text)
    assert.deepEqual([changed.json().id, changed.json().mobilePhone], [callers.idOf('member'), '+49 170 1'])
    for (const body of [{ department: 'Sales' }, { accountEnabled: false }, { city: 'Bonn', jobTitle: 'Director' }]) {
      assert.equal((await patch('member', body)).status, 403, JSON.stringify(body))
    }
    assert.equal((await patch('guest', { city: 'Bonn' })).status, 200)
    assert.equal((await patch('User Administrator', { department: 'Sales' })).status, 200)
    assert.equal((await patch('Groups Administrator', { department: 'Sales' })).status, 403)
    const manager = { 'manager@odata.bind': `https://graph.microsoft.com/v1.0/users/${callers.idOf('guest')}` }
    assert.equal((await patch('member', manager)).status, 403, 'nobody chooses whom to report to')
    assert.equal((await patch('member', { city: 'Bonn' }, ['User.Read'])).status, 403)
    await callers.close()
  })

  test('is nothing for applications', async () => {
    await using world = await openWorld()
    const client = await world.addClient(['User.ReadWrite.All'])
    const refused = await world.send('PATCH', '/v1.0/me', {
      token: await world.token(client),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ city: 'Bonn' }),
    })
    assert.equal(refused.status, 400)
    assert.match(refused.text, /only valid with delegated/)
  })
})

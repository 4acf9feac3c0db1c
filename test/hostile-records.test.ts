import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newcomer, openWorld, person } from './world.ts'

test('externalIds that differ in half a character are refused, not taken for one person', async () => {
  await using world = await openWorld()
  const { operations } = await world.provision(
    newcomer('E-\ud800', { userName: 'a@fabrikam.example' }),
    newcomer('E-\ud801', { userName: 'b@fabrikam.example' }),
    newcomer('E-\u{1f600}', { userName: 'c@fabrikam.example' }),
  )
  assert.deepEqual(
    operations.map(({ state }) => state),
    ['failed', 'failed', 'created'],
  )
})

test('NUL and names of the language in a record harm neither it nor its neighbours', async () => {
  await using world = await openWorld()
  const { operations } = await world.provision(
    newcomer('E-1\0a', { userName: 'a@fabrikam.example', title: 'x\0y', constructor: 'x', toString: { valueOf: 1 } }),
    newcomer('E-1\0b', { userName: 'b@fabrikam.example', enterprise: { manager: { value: 'E-1\0a' } } }),
    JSON.parse(JSON.stringify(newcomer('E-2', { hasOwnProperty: 1 })).replace('{', '{"__proto__":{"title":"x"},')),
  )
  assert.deepEqual(
    operations.map(({ state }) => state),
    ['created', 'created', 'created'],
  )
  const [a, b, c] = operations.map(({ targetId }) => targetId)
  const user = await world.get(`/users/${a}?$select=jobTitle,employeeId`)
  assert.deepEqual([user.jobTitle, user.employeeId], ['x\0y', 'E-1\0a'])
  assert.equal((await world.get(`/users/${b}/manager`)).id, a)
  assert.equal((await world.get(`/users/${c}?$select=jobTitle`)).jobTitle, null)
  const again = await world.provision(person('E-1\0b', { title: 'Clerk' }))
  assert.equal(again.operations[0]?.targetId, b)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Json, newcomer, openWorld } from './world.ts'

test('a person who is uploaded becomes an account, with a log entry that says why', async () => {
  await using world = await openWorld()
  const status = await world.provision(newcomer('E-1', { title: 'Clerk' }))
  assert.equal(status.status, 'completed')
  assert.deepEqual(
    status.operations.map(({ state }) => state),
    ['created'],
  )
  const { value } = await world.get<{ value: Json[] }>("/users?$filter=employeeId eq 'E-1'&$select=id,jobTitle")
  assert.deepEqual(value, [{ id: status.operations[0]?.targetId, jobTitle: 'Clerk' }])
  const [entry] = await world.logs()
  assert.equal(entry?.provisioningAction, 'create')
})

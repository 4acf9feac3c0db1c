import assert from 'node:assert/strict'
import { test } from 'node:test'
import { editSchema, eventually } from './journey.ts'
import { type Json, newcomer, openWorld, type World } from './world.ts'

/** Replaces the expression of one mapping of the job. */
const mapTo = (world: World, target: string, expression: string) =>
  editSchema(world, (schema) => schema.map(target, expression))

async function userNames(world: World): Promise<unknown[]> {
  const { value } = await world.get<{ value: Json[] }>('/users?$select=employeeId,userPrincipalName')
  return value.map((user) => [user.employeeId, user.userPrincipalName]).sort()
}

test('namesakes get counted user names, in one request and over time', async () => {
  await using world = await openWorld()
  const alias = 'ToLower(Join(".", [name.givenName], [name.familyName]), )'
  await mapTo(world, 'userPrincipalName', `X.UniqueValue(Join("", ${alias}, "{n}", "@", DefaultDomain()))`)
  const name = { givenName: 'Ana', familyName: 'Lima' }
  await world.provision(newcomer('E-1', { name }), newcomer('E-2', { name }))
  await world.provision(newcomer('E-3', { name }))
  const again = await world.provision(newcomer('E-1', { name }))
  assert.equal(again.operations[0]?.state, 'skipped')
  assert.deepEqual(await userNames(world), [
    ['E-1', 'ana.lima@fabrikam.example'],
    ['E-2', 'ana.lima2@fabrikam.example'],
    ['E-3', 'ana.lima3@fabrikam.example'],
  ])
})

test('when every rule of SelectUniqueValue is taken, the record fails and says which values were tried', async () => {
  await using world = await openWorld()
  await mapTo(
    world,
    'userPrincipalName',
    'SelectUniqueValue(Join("@", "a", DefaultDomain()), Join("@", "b", DefaultDomain()))',
  )
  const status = await world.provision(newcomer('E-1'), newcomer('E-2'), newcomer('E-3'))
  assert.deepEqual(
    status.operations.map(({ state }) => state),
    ['created', 'created', 'failed'],
  )
  const [entry] = await world.logs("sourceIdentity/id eq 'E-3'")
  assert.match(JSON.stringify(entry), /a@fabrikam\.example, b@fabrikam\.example/)
})

test('ten namesakes in one upload get ten names, whatever the letter case', async () => {
  await using world = await openWorld()
  await mapTo(
    world,
    'userPrincipalName',
    'Coalesce([title], X.UniqueValue(Join("", [name.givenName], "{n}", "@", DefaultDomain())))',
  )
  const people = Array.from({ length: 10 }, (_, index) =>
    newcomer(`E-${index}`, {
      name: { givenName: index % 2 === 0 ? 'Ana' : 'ANA', familyName: 'Lima' },
    }),
  )
  await world.provision(newcomer('E-own', { title: 'ana3@fabrikam.example' }), ...people)
  const names = (await userNames(world)).map((row) => String((row as unknown[])[1]).toLowerCase())
  assert.equal(new Set(names).size, 11)
  assert.ok(names.includes('ana@fabrikam.example'))
  assert.ok(
    names.includes('ana11@fabrikam.example'),
    'the tenth namesake goes past the name that another person brought',
  )
})

test('a unique name stays when the person changes, and is not looked for again', async () => {
  await using world = await openWorld()
  await mapTo(world, 'userPrincipalName', 'X.UniqueValue(Join("", [name.givenName], "{n}@", DefaultDomain()))')
  await world.provision(newcomer('E-1', { name: { givenName: 'Ana', familyName: 'Lima' } }))
  const moved = await world.provision(
    newcomer('E-1', { name: { givenName: 'Bea', familyName: 'Lima' }, title: 'Chief' }),
  )
  assert.equal(moved.operations[0]?.state, 'updated')
  assert.deepEqual(await userNames(world), [['E-1', 'Ana@fabrikam.example']])
})

test('people who are there get a unique value where they have none, and keep the one that they have', async () => {
  await using world = await openWorld()
  await world.provision(newcomer('E-1'), newcomer('E-2'))
  await editSchema(world, (schema) =>
    schema.map('extensionAttribute1', 'IIF([externalId]="E-2", "own", X.UniqueValue("badge-{n}"))', {
      flowType: 'AttributeAddOnly',
    }),
  )
  const badges = async () => {
    const { value } = await world.get<{ value: Json[] }>('/users?$select=employeeId,onPremisesExtensionAttributes')
    return Object.fromEntries(
      value.map((user) => [
        user.employeeId,
        (user.onPremisesExtensionAttributes as Json | null)?.extensionAttribute1 ?? null,
      ]),
    )
  }
  const wanted = { 'E-1': 'badge-', 'E-2': 'own' }
  assert.deepEqual(await eventually(badges, (found) => found['E-1'] !== null && found['E-2'] !== null), wanted)
  await world.provision(newcomer('E-3'), newcomer('E-1', { title: 'Lead' }))
  assert.deepEqual(await badges(), { ...wanted, 'E-3': 'badge-2' })
})

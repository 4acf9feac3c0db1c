import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EditableSchema, editSchema, readSchema } from './journey.ts'
import { type Json, newcomer, openWorld, type World } from './world.ts'

interface Report {
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly byAttribute: Readonly<Record<string, number>>
  readonly threshold: { readonly limit: number; readonly wouldDisableOrDelete: number; readonly exceeded: boolean }
  readonly details: Readonly<Record<string, readonly Json[]>>
}

async function ask(world: World, edit: (schema: EditableSchema) => void): Promise<Report> {
  const schema = await readSchema(world)
  edit(schema)
  const answer = await world.send('POST', `/v1.0${world.jobPath}/schema/simulate`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schema: schema.json, detailMax: 5 }),
  })
  assert.equal(answer.status, 200, answer.text)
  return answer.json<Report>()
}

test('a schema is tried on everybody before it is saved: counts, attributes, old and new values, threshold', async () => {
  await using world = await openWorld()
  const people = ['E-1', 'E-2', 'E-3'].map((id) =>
    newcomer(id, { title: 'clerk', userType: id === 'E-3' ? 'Guest' : 'Staff' }),
  )
  await world.provision(...people)
  const before = await world.logs()
  const edit = (schema: EditableSchema) => {
    schema.map('jobTitle', 'Append([title], "!")')
    schema.scope(['userType', 'EQUALS', 'Staff'])
  }
  const report = await ask(world, edit)
  assert.deepEqual(report.counts, { update: { success: 2 }, disable: { success: 1 } })
  assert.deepEqual(report.byAttribute, { jobTitle: 2, accountEnabled: 1 })
  assert.deepEqual(report.threshold, { limit: 500, wouldDisableOrDelete: 1, exceeded: false })
  const [first] = report.details.updated ?? []
  assert.deepEqual(first?.changes, [{ attribute: 'jobTitle', oldValue: 'clerk', newValue: 'clerk!' }])
  assert.deepEqual(await world.logs(), before, 'nothing was written')

  await editSchema(world, edit)
  const actions = (await world.logs()).slice(0, 2).map(({ provisioningAction }) => provisioningAction)
  assert.deepEqual(actions, ['update', 'update'])
})

test('a schema that would be refused is refused here, too', async () => {
  await using world = await openWorld()
  const schema = await readSchema(world)
  schema.map('jobTitle', 'Nothing([title])')
  const answer = await world.send('POST', `/v1.0${world.jobPath}/schema/simulate`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schema: schema.json }),
  })
  assert.equal(answer.status, 400)
  assert.equal(answer.json<{ error: Json }>().error.code, 'SchemaInvalid')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Json, newcomer, openWorld, person } from './world.ts'

interface Mapping extends Json {
  readonly targetAttributeName: string
  readonly matchingPriority: number
}
interface Schema extends Json {
  readonly synchronizationRules: readonly {
    readonly objectMappings: readonly { readonly attributeMappings: readonly Mapping[] }[]
  }[]
}

/** The schema with each mapping changed. */
function withMappings(schema: Schema, change: (mapping: Mapping) => Mapping): string {
  return JSON.stringify({
    ...schema,
    synchronizationRules: schema.synchronizationRules.map((rule) => ({
      ...rule,
      objectMappings: rule.objectMappings.map((mapping) => ({
        ...mapping,
        attributeMappings: mapping.attributeMappings.map(change),
      })),
    })),
  })
}

test('people match by an attribute that the directory keeps as the only element of a list', async () => {
  await using world = await openWorld()
  const phoneNumbers = [{ type: 'work', value: '+1 555 0100' }]
  await world.provision(newcomer('E-1', { phoneNumbers }))
  const schema = await world.get<Schema>(`${world.jobPath}/schema`)
  const body = withMappings(schema, (mapping) => ({
    ...mapping,
    matchingPriority: mapping.targetAttributeName === 'telephoneNumber' ? 1 : 0,
  }))
  const headers = { 'content-type': 'application/json' }
  assert.equal((await world.send('PUT', `/v1.0${world.jobPath}/schema`, { headers, body })).status, 204)
  const { operations } = await world.provision(newcomer('F-1', { phoneNumbers, title: 'Clerk' }))
  assert.equal(operations[0]?.state, 'updated')
})

test('a job whose mapping leaves a required attribute empty fails those newcomers and goes on', async () => {
  await using world = await openWorld()
  const schema = await world.get<Schema>(`${world.jobPath}/schema`)
  const body = withMappings(schema, (mapping) =>
    mapping.targetAttributeName === 'userPrincipalName' ? { ...mapping, source: { name: 'nickName' } } : mapping,
  )
  const headers = { 'content-type': 'application/json' }
  assert.equal((await world.send('PUT', `/v1.0${world.jobPath}/schema`, { headers, body })).status, 204)
  const { operations } = await world.provision(newcomer('E-1'))
  assert.equal(operations[0]?.state, 'failed')
  const [entry] = await world.logs()
  assert.match(JSON.stringify(entry), /MandatoryFieldsMissing.*userPrincipalName/)
})

test('two persons who are linked to one account both leave their changes on it', async () => {
  await using world = await openWorld()
  const schema = await world.get<Schema>(`${world.jobPath}/schema`)
  const body = withMappings(schema, (mapping) => ({
    ...mapping,
    matchingPriority: mapping.targetAttributeName === 'mail' ? 1 : 0,
  }))
  const headers = { 'content-type': 'application/json' }
  assert.equal((await world.send('PUT', `/v1.0${world.jobPath}/schema`, { headers, body })).status, 204)
  const mail = (value: string) => ({ emails: [{ type: 'work', value }] })
  await world.provision(newcomer('E-1', mail('one@fabrikam.example')))
  const { operations } = await world.provision(newcomer('F-1', mail('one@fabrikam.example')))
  const id = operations[0]?.targetId
  await world.provision(
    person('E-1', { ...mail('two@fabrikam.example'), title: 'Clerk' }),
    person('F-1', { ...mail('three@fabrikam.example'), name: { givenName: 'Ana' } }),
  )
  const user = await world.get(`/users/${id}?$select=jobTitle,givenName`)
  assert.deepEqual([user.jobTitle, user.givenName], ['Clerk', 'Ana'])
})

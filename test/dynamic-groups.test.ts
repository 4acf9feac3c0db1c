import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf, type GraphClient, openGraphClient, provisionPeople } from './graph-client.ts'
import { type Json, newcomer, openWorld, type World } from './world.ts'

const everything = [
  'AdministrativeUnit.ReadWrite.All',
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'Directory.Read.All',
  'RoleManagement.ReadWrite.Directory',
  'User.ReadWrite.All',
] as const

const admin = (world: World) => openGraphClient(world, everything)
const reference = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` })
const sales = 'user.department -eq "Sales"'

const bodyOf = (membershipRule: string | undefined, rest: Json = {}) => ({
  displayName: 'Dynamic',
  mailEnabled: false,
  mailNickname: 'dynamic',
  securityEnabled: true,
  groupTypes: ['DynamicMembership'],
  ...(membershipRule !== undefined && { membershipRule }),
  membershipRuleProcessingState: 'On',
  ...rest,
})

async function create(client: GraphClient, membershipRule: string, rest: Json = {}): Promise<string> {
  const made = await client.post('/groups', bodyOf(membershipRule, rest))
  assert.equal(made.status, 201, made.text)
  return made.json<{ id: string }>().id
}

const triesMax = 100
const betweenTriesMs = 100

/** Rules are followed in the background, a moment later. */
async function becomes(client: GraphClient, group: string, expected: readonly string[]): Promise<void> {
  await membersBecome(client, `/groups/${group}/members`, expected)
}

async function membersBecome(client: GraphClient, path: string, expected: readonly string[]): Promise<void> {
  const wanted = expected.toSorted()
  for (let tries = 0; tries < triesMax; tries += 1) {
    if (JSON.stringify((await client.list(path)).map(String).toSorted()) === JSON.stringify(wanted)) return
    await sleep(betweenTriesMs)
  }
  assert.deepEqual((await client.list(path)).toSorted(), wanted)
}

describe('a group with dynamic membership', () => {
  test('has the users that fulfil its rule, and follows them as they change, come and go', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
    await client.patch(`/users/${ann}`, { department: 'Sales' })
    const group = await create(client, sales)
    const shown = (await client.get(`/groups/${group}`)).json()
    assert.deepEqual([shown.membershipRule, shown.membershipRuleProcessingState], [sales, 'On'])
    await becomes(client, group, [ann])
    assert.deepEqual(await client.list(`/users/${ann}/memberOf`), [group])

    await client.patch(`/users/${bob}`, { department: 'sales' })
    await becomes(client, group, [ann, bob])
    await client.patch(`/users/${ann}`, { department: 'Support' })
    await becomes(client, group, [bob])
    await client.delete(`/users/${bob}`)
    await becomes(client, group, [])
    await client.post(`/directory/deletedItems/${bob}/restore`)
    await becomes(client, group, [bob])
  })

  test('follows what provisioning writes', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const everybody = await create(client, 'user.objectId -ne null')
    const enabled = await create(client, 'user.accountEnabled -eq true', { mailNickname: 'enabled' })
    const { operations } = await world.provision(newcomer('A1'), newcomer('B1', { active: false }))
    const [ann = '', bob = ''] = operations.map(({ targetId }) => String(targetId))
    await becomes(client, enabled, [ann])
    await becomes(client, everybody, [ann, bob])
  })

  test('is asked anew of everybody when its rule changes, and not while it is paused', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
    await client.patch(`/users/${ann}`, { department: 'Sales' })
    const group = await create(client, sales, { membershipRuleProcessingState: 'Paused' })
    const control = await create(client, 'user.city -eq "Oslo"', { mailNickname: 'control' })
    await client.patch(`/users/${bob}`, { city: 'Oslo' })
    await becomes(client, control, [bob])
    await becomes(client, group, [])
    assert.equal((await client.patch(`/groups/${group}`, { membershipRuleProcessingState: 'On' })).status, 204)
    await becomes(client, group, [ann])
    const rule = 'user.userPrincipalName -startsWith "b1@"'
    assert.equal((await client.patch(`/groups/${group}`, { membershipRule: rule })).status, 204)
    await becomes(client, group, [bob])
  })

  test('is right again after a restart', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const group = await create(client, sales)
    await client.patch(`/users/${ann}`, { department: 'Sales' })
    await world.restart()
    await becomes(client, group, [ann])
  })

  test('tells delta queries who came and who went', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const group = await create(client, sales)
    const latest = (await client.get('/groups/delta?$deltatoken=latest')).json<{ '@odata.deltaLink': string }>()
    await client.patch(`/users/${ann}`, { department: 'Sales' })
    await becomes(client, group, [ann])
    const came = (await client.get(latest['@odata.deltaLink'])).json<{ value: Json[]; '@odata.deltaLink': string }>()
    const user = { '@odata.type': '#microsoft.graph.user', id: ann }
    assert.deepEqual(came.value, [{ id: group, 'members@delta': [user] }])
    await client.patch(`/users/${ann}`, { department: null })
    await becomes(client, group, [])
    const went = (await client.get(came['@odata.deltaLink'])).json<{ value: Json[] }>()
    assert.deepEqual(went.value, [{ id: group, 'members@delta': [{ ...user, '@removed': { reason: 'deleted' } }] }])
  })

  test('takes members from nobody else', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
    await client.patch(`/users/${ann}`, { department: 'Sales' })
    const group = await create(client, sales)
    await becomes(client, group, [ann])
    const refused = [
      await client.post(`/groups/${group}/members/$ref`, reference(bob)),
      await client.delete(`/groups/${group}/members/${ann}/$ref`),
      await client.patch(`/groups/${group}`, { 'members@odata.bind': [reference(bob)['@odata.id']] }),
      await client.post('/groups', bodyOf(sales, { 'members@odata.bind': [reference(bob)['@odata.id']] })),
    ]
    for (const answer of refused) {
      assert.equal(codeOf(answer), '403 Authorization_RequestDenied')
      assert.match(answer.text, /membershipRule/)
    }
    const owner = await client.post(`/groups/${group}/owners/$ref`, reference(bob))
    assert.equal(owner.status, 204, owner.text)
  })

  test('can have been a group of any members, of whom users stay, and become one again', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
    await client.patch(`/users/${ann}`, { department: 'Sales' })
    const plain = { displayName: 'Plain', mailEnabled: false, securityEnabled: true }
    const made = await client.post('/groups', { ...plain, mailNickname: 'plain' })
    const { id: group } = made.json<{ id: string }>()
    const { id: nested } = (await client.post('/groups', { ...plain, mailNickname: 'nested' })).json<{ id: string }>()
    for (const id of [bob, nested, client.servicePrincipalId]) {
      const added = await client.post(`/groups/${group}/members/$ref`, reference(id))
      assert.equal(added.status, 204, added.text)
    }
    const toDynamic = { groupTypes: ['DynamicMembership'], membershipRule: sales }
    const converted = await client.patch(`/groups/${group}`, toDynamic)
    assert.equal(converted.status, 204, converted.text)
    await becomes(client, group, [ann])

    const toStatic = await client.patch(`/groups/${group}`, { groupTypes: [], membershipRuleProcessingState: 'Paused' })
    assert.equal(toStatic.status, 204, toStatic.text)
    const unified = await client.patch(`/groups/${group}`, { groupTypes: ['Unified'], mailEnabled: true })
    assert.match(unified.text, /with or without 'Unified'/)
    assert.equal((await client.post(`/groups/${group}/members/$ref`, reference(nested))).status, 204)
    assert.deepEqual((await client.list(`/groups/${group}/members`)).toSorted(), [ann, nested].toSorted())
  })

  test('is refused when its rule or its properties do not fit, with the place', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const bodies: readonly (readonly [Json, RegExp])[] = [
      [bodyOf(undefined), /takes a rule/],
      [bodyOf('user.department -eq Sales'), /at character 20/],
      [bodyOf('device.model -eq "x"'), /devices are not evaluated/],
      [bodyOf(sales, { membershipRuleProcessingState: 'Off' }), /On or Paused/],
      [bodyOf(sales, { isAssignableToRole: true, visibility: 'Private' }), /assigned by hand/],
      [bodyOf(sales, { groupTypes: [] }), /DynamicMembership/],
      [bodyOf(sales, { groupTypes: ['Other'] }), /groupTypes/],
    ]
    for (const [body, message] of bodies) {
      const answer = await client.post('/groups', body)
      assert.equal(codeOf(answer), '400 Request_BadRequest')
      assert.match(answer.text, message)
    }
    const group = await create(client, sales)
    const broken = await client.patch(`/groups/${group}`, { membershipRule: 'user.department -eq' })
    assert.equal(codeOf(broken), '400 Request_BadRequest')
    const unified = { groupTypes: ['Unified', 'DynamicMembership'], mailEnabled: true, mailNickname: 'unified' }
    await create(client, sales, unified)
  })
})

test('an administrative unit with dynamic membership has the users that fulfil its rule', async () => {
  await using world = await openWorld()
  const client = await admin(world)
  const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
  await client.patch(`/users/${ann}`, { department: 'Sales' })
  const units = '/directory/administrativeUnits'
  const body = { displayName: 'Sales', membershipType: 'Dynamic', membershipRule: sales }
  const unit = (await client.post(units, body)).json<{ id: string } & Json>()
  assert.equal(unit.membershipRuleProcessingState, 'On')
  const members = `${units}/${unit.id}/members`
  await membersBecome(client, members, [ann])
  assert.equal(codeOf(await client.post(`${members}/$ref`, reference(bob))), '403 Authorization_RequestDenied')
  assert.equal(codeOf(await client.delete(`${members}/${ann}/$ref`)), '403 Authorization_RequestDenied')

  const assigned = (await client.post(units, { displayName: 'West' })).json<{ id: string }>().id
  const group = await create(client, 'user.city -eq "Oslo"', { mailNickname: 'oslo' })
  for (const id of [bob, group]) await client.post(`${units}/${assigned}/members/$ref`, reference(id))
  const { displayName: _, ...rule } = body
  assert.equal((await client.patch(`${units}/${assigned}`, rule)).status, 204)
  await membersBecome(client, `${units}/${assigned}/members`, [ann])
})

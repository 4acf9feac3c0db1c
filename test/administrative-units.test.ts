import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { roleTemplates } from '../src/auth/role-templates.ts'
import { codeOf, eventual, type GraphClient, openGraphClient, provisionPeople } from './graph-client.ts'
import { type Json, openWorld, type World } from './world.ts'

const everything = [
  'AdministrativeUnit.ReadWrite.All',
  'Application.ReadWrite.All',
  'Directory.Read.All',
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'RoleManagement.ReadWrite.Directory',
  'User.ReadWrite.All',
] as const

const units = '/directory/administrativeUnits'
const nobody = '00000000-0000-4000-8000-000000000000'
const admin = (world: World) => openGraphClient(world, everything)
const reference = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` })

async function createUnit(client: GraphClient, displayName: string, rest: Json = {}): Promise<string> {
  const made = await client.post(units, { displayName, ...rest })
  assert.equal(made.status, 201, made.text)
  return made.json<{ id: string }>().id
}

async function createGroup(client: GraphClient, mailNickname: string): Promise<string> {
  const body = { displayName: mailNickname, mailEnabled: false, mailNickname, securityEnabled: true }
  return (await client.post('/groups', body)).json<{ id: string }>().id
}

async function addMembers(client: GraphClient, unit: string, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const answer = await client.post(`${units}/${unit}/members/$ref`, reference(id))
    assert.equal(answer.status, 204, answer.text)
  }
}

describe('administrative units', () => {
  test('are created, shown, changed and deleted, and the audit log tells of it', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const made = await client.post(units, { displayName: 'West', description: 'West coast' })
    const unit = made.json()
    assert.equal(made.status, 201)
    assert.equal(made.headers.location, `${world.origin}/v1.0${units}/${unit.id}`)
    assert.deepEqual(
      [unit.displayName, unit.description, unit.visibility, unit.isMemberManagementRestricted, unit.membershipType],
      ['West', 'West coast', null, null, null],
    )
    assert.equal((await client.patch(`${units}/${unit.id}`, { displayName: 'West coast' })).status, 204)
    assert.equal((await client.get(`${units}/${unit.id}`)).json().displayName, 'West coast')
    assert.equal((await client.get(`/beta/administrativeUnits/${unit.id}`)).json().displayName, 'West coast')
    assert.equal(codeOf(await client.get(`/administrativeUnits/${unit.id}`)), '400 BadRequest')
    assert.equal((await client.delete(`${units}/${unit.id}`)).status, 204)
    assert.equal(codeOf(await client.get(`${units}/${unit.id}`)), '404 Request_ResourceNotFound')
    const activities = (await world.audits()).map(({ activityDisplayName, category }) => [
      activityDisplayName,
      category,
    ])
    for (const verb of ['Add', 'Update', 'Delete']) {
      assert.ok(
        activities.some(([name, area]) => name === `${verb} administrative unit` && area === 'AdministrativeUnit'),
      )
    }
  })

  test('refuse what does not fit', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const bodies = [
      {},
      { displayName: ' ' },
      { displayName: 'x', visibility: 'Secret' },
      { displayName: 'x', membershipType: 'Dynamic', membershipRule: 'true', membershipRuleProcessingState: 'On' },
      { displayName: 'x', membershipType: 'Dynamic' },
      { displayName: 'x', membershipRule: 'user.city -eq "Oslo"' },
      { displayName: 'x', unknown: 1 },
    ]
    for (const body of bodies) assert.equal(codeOf(await client.post(units, body)), '400 Request_BadRequest')
    const unit = await createUnit(client, 'West')
    const frozen = await client.patch(`${units}/${unit}`, { isMemberManagementRestricted: true })
    assert.equal(codeOf(frozen), '400 Request_BadRequest')
  })

  test('are filtered, searched, ordered, counted and expanded', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const west = await createUnit(client, 'West coast')
    await createUnit(client, 'East coast')
    await addMembers(client, west, ann)
    const names = (query: string) => client.list(`${units}?${query}`, 'displayName', eventual)
    assert.deepEqual(await names("$count=true&$filter=startsWith(displayName,'west')"), ['West coast'])
    assert.deepEqual(await names('$count=true&$search="displayName:east"'), ['East coast'])
    assert.deepEqual(await names('$orderby=displayName'), ['East coast', 'West coast'])
    assert.equal((await client.get(`${units}/$count`, eventual)).text, '2')
    const shown = (await client.get(`${units}/${west}?$expand=members($select=id)`)).json<{ members: Json[] }>()
    assert.deepEqual(shown.members, [{ '@odata.type': '#microsoft.graph.user', id: ann }])
  })

  test('take directory extensions that were declared for them', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const application = (await client.post('/applications', { displayName: 'Regions' })).json<{ id: string }>()
    const declare = { name: 'region', dataType: 'String', targetObjects: ['AdministrativeUnit'] }
    const path = `/applications/${application.id}/extensionProperties`
    const { name } = (await client.post(path, declare)).json<{ name: string }>()
    const unit = await createUnit(client, 'West', { [name]: 'NA' })
    await createUnit(client, 'East')
    assert.equal((await client.get(`${units}/${unit}?$select=${name}`)).json()[name], 'NA')
    const found = await client.list(`${units}?$count=true&$filter=${name} eq 'NA'`, 'id', eventual)
    assert.deepEqual(found, [unit])
    assert.equal((await client.post(units, { displayName: 'x', [`${name}x`]: 'y' })).status, 400)
  })

  test('go to the deleted items and come back with their members', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const unit = await createUnit(client, 'West')
    await addMembers(client, unit, ann)
    await client.delete(`${units}/${unit}`)
    assert.deepEqual(await client.list('/directory/deletedItems/microsoft.graph.administrativeUnit'), [unit])
    assert.deepEqual(await client.list(`/users/${ann}/memberOf`), [])
    assert.equal((await client.post(`/directory/deletedItems/${unit}/restore`)).status, 200)
    assert.deepEqual(await client.list(`${units}/${unit}/members`), [ann])
    await client.delete(`${units}/${unit}`)
    assert.equal((await client.delete(`/directory/deletedItems/${unit}`)).status, 204)
    assert.equal((await client.get(`/directory/deletedItems/${unit}`)).status, 404)
  })

  test('are followed by delta queries, members included', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const unit = await createUnit(client, 'West')
    const first = (await client.get(`${units}/delta`)).json<{ value: Json[]; '@odata.deltaLink': string }>()
    assert.deepEqual(
      first.value.map(({ id }) => id),
      [unit],
    )
    await addMembers(client, unit, ann)
    const second = (await client.get(first['@odata.deltaLink'])).json<{ value: Json[]; '@odata.deltaLink': string }>()
    assert.deepEqual(second.value, [
      { id: unit, 'members@delta': [{ '@odata.type': '#microsoft.graph.user', id: ann }] },
    ])
    await client.delete(`${units}/${unit}`)
    const third = (await client.get(second['@odata.deltaLink'])).json<{ value: Json[] }>()
    assert.deepEqual(third.value, [{ id: unit, '@removed': { reason: 'changed' } }])
  })

  test('are opened by their permissions, and to signed-in users by roles', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const unit = await createUnit(client, 'West')
    const reader = await openGraphClient(world, ['AdministrativeUnit.Read.All'])
    assert.deepEqual(await reader.list(units), [unit])
    assert.equal(codeOf(await reader.post(units, { displayName: 'x' })), '403 Authorization_RequestDenied')
    assert.equal(codeOf(await reader.delete(`${units}/${unit}`)), '403 Authorization_RequestDenied')
    const stranger = await openGraphClient(world, ['User.Read.All'])
    assert.equal(codeOf(await stranger.get(units)), '403 Authorization_RequestDenied')
  })
})

describe('members of administrative units', () => {
  test('are users and groups, added, listed, cast and removed', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const group = await createGroup(client, 'sales')
    const unit = await createUnit(client, 'West')
    const members = `${units}/${unit}/members`
    await addMembers(client, unit, ann, group)
    assert.equal(codeOf(await client.post(`${members}/$ref`, reference(ann))), '400 Request_BadRequest')
    assert.equal(codeOf(await client.post(`${members}/$ref`, reference(nobody))), '404 Request_ResourceNotFound')
    const application = await client.post(`${members}/$ref`, reference(client.servicePrincipalId))
    assert.equal(codeOf(application), '400 Request_BadRequest')

    assert.deepEqual((await client.list(members)).toSorted(), [ann, group].toSorted())
    assert.deepEqual(await client.list(`${members}/microsoft.graph.user`), [ann])
    assert.equal((await client.get(`${members}/$count`, eventual)).text, '2')
    assert.equal((await client.get(`${members}/${group}`)).json()['@odata.type'], '#microsoft.graph.group')
    assert.equal((await client.get(`${members}/${nobody}`)).status, 404)
    assert.equal((await client.get(`${members}/$ref`)).json<{ value: Json[] }>().value.length, 2)

    assert.equal((await client.delete(`${members}/${ann}/$ref`)).status, 204)
    assert.equal(codeOf(await client.delete(`${members}/${ann}/$ref`)), '404 Request_ResourceNotFound')
    assert.deepEqual(await client.list(members), [group])
  })

  test('say themselves which units they are in; a group does not bring its members along', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
    const group = await createGroup(client, 'sales')
    await client.post(`/groups/${group}/members/$ref`, reference(bob))
    const unit = await createUnit(client, 'West')
    await addMembers(client, unit, ann, group)
    assert.deepEqual(await client.list(`/users/${ann}/memberOf`), [unit])
    assert.deepEqual(await client.list(`/users/${ann}/memberOf/microsoft.graph.administrativeUnit`, 'displayName'), [
      'West',
    ])
    assert.deepEqual(await client.list(`/groups/${group}/memberOf`), [unit])
    assert.deepEqual(await client.list(`/users/${bob}/transitiveMemberOf`), [group])
  })

  test('can be groups that are created in the unit', async () => {
    await using world = await openWorld()
    const maker = await openGraphClient(world, ['Group.Create', 'AdministrativeUnit.Read.All'])
    const client = await admin(world)
    const unit = await createUnit(client, 'West')
    const body = {
      '@odata.type': '#microsoft.graph.group',
      displayName: 'Sales',
      mailEnabled: false,
      mailNickname: 'sales',
      securityEnabled: true,
    }
    const made = await maker.post(`${units}/${unit}/members`, body)
    const group = made.json<{ id: string }>()
    assert.deepEqual([made.status, made.headers.location], [201, `${world.origin}/v1.0/groups/${group.id}`])
    assert.deepEqual(await client.list(`${units}/${unit}/members`), [group.id])
    const alone = await openGraphClient(world, ['Group.Create'])
    assert.equal((await alone.post(`${units}/${unit}/members`, body)).status, 403)
  })

  test('stay hidden from whoever may not see hidden members', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const unit = await createUnit(client, 'West', { visibility: 'HiddenMembership' })
    await addMembers(client, unit, ann)
    const refused = await client.get(`${units}/${unit}/members`)
    assert.equal(codeOf(refused), '403 Authorization_RequestDenied')
    assert.match(refused.text, /Member\.Read\.Hidden/)
    assert.deepEqual((await client.get(`${units}/${unit}?$expand=members`)).json().members, [])
    assert.deepEqual(await client.list(`/users/${ann}/memberOf`), [])
    const delta = (await client.get(`${units}/delta`)).json<{ value: Json[] }>()
    assert.equal('members@delta' in (delta.value[0] ?? {}), false)

    const trusted = await openGraphClient(world, [...everything, 'Member.Read.Hidden'])
    assert.deepEqual(await trusted.list(`${units}/${unit}/members`), [ann])
    assert.deepEqual(await trusted.list(`/users/${ann}/memberOf`), [unit])
  })
})

describe('roles over administrative units', () => {
  test('are the role assignments of that scope, in their older form', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const unit = await createUnit(client, 'West')
    const path = `${units}/${unit}/scopedRoleMembers`
    const template = roleTemplates['User Administrator']
    const role = (await client.post('/directoryRoles', { roleTemplateId: template })).json<{ id: string }>()
    const made = await client.post(path, { roleId: role.id, roleMemberInfo: { id: ann } })
    const membership = made.json<{ id: string } & Json>()
    assert.equal(made.status, 201, made.text)
    assert.deepEqual([membership.administrativeUnitId, membership.roleId], [unit, role.id])
    assert.equal((membership.roleMemberInfo as Json).userPrincipalName, 'a1@fabrikam.example')
    assert.equal((await client.post(path, { roleId: template, roleMemberInfo: { id: ann } })).status, 400)
    assert.equal((await client.post(path, { roleId: nobody, roleMemberInfo: { id: ann } })).status, 404)
    assert.equal((await client.post(path, { roleId: role.id, roleMemberInfo: {} })).status, 400)

    const lists = [path, `/users/${ann}/scopedRoleMemberOf`, `/directoryRoles/${role.id}/scopedMembers`]
    for (const list of lists) assert.deepEqual(await client.list(list), [membership.id])
    const assignment = (await client.get(`/roleManagement/directory/roleAssignments/${membership.id}`)).json()
    assert.equal(assignment.directoryScopeId, `/administrativeUnits/${unit}`)
    assert.equal((await client.get(`${path}/${membership.id}`)).json().id, membership.id)
    assert.deepEqual(await client.list(`/directoryRoles/${role.id}/members`), [])

    assert.equal((await client.delete(`${path}/${membership.id}`)).status, 204)
    assert.deepEqual(await client.list(path), [])
    const activities = (await world.audits()).map(({ activityDisplayName }) => activityDisplayName)
    assert.ok(activities.includes('Add scoped member to role') && activities.includes('Remove scoped member from role'))
  })

  test('go with the unit when it is gone for good', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const unit = await createUnit(client, 'West')
    const roleId = roleTemplates['Groups Administrator']
    await client.post(`${units}/${unit}/scopedRoleMembers`, { roleId, roleMemberInfo: { id: ann } })
    await client.delete(`${units}/${unit}`)
    await client.delete(`/directory/deletedItems/${unit}`)
    const left = await client.list(`/roleManagement/directory/roleAssignments?$filter=principalId eq '${ann}'`)
    assert.deepEqual(left, [])
  })

  test('need a unit that exists as their scope', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const roleDefinitionId = roleTemplates['User Administrator']
    for (const id of [nobody, ann]) {
      const body = { principalId: ann, roleDefinitionId, directoryScopeId: `/administrativeUnits/${id}` }
      assert.equal((await client.post('/roleManagement/directory/roleAssignments', body)).status, 404)
    }
  })
})

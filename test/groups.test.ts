import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { codeOf, eventual, type GraphClient, openGraphClient, provisionPeople } from './graph-client.ts'
import { type Json, openWorld, type World } from './world.ts'

const everything = [
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'RoleManagement.ReadWrite.Directory',
  'Directory.ReadWrite.All',
  'User.ReadWrite.All',
  'AuditLog.Read.All',
] as const

const admin = (world: World) => openGraphClient(world, everything)

function security(mailNickname: string, rest: Json = {}): Json {
  return { displayName: `Group ${mailNickname}`, mailEnabled: false, mailNickname, securityEnabled: true, ...rest }
}

function unified(mailNickname: string, rest: Json = {}): Json {
  return security(mailNickname, { mailEnabled: true, groupTypes: ['Unified'], ...rest })
}

async function create(client: GraphClient, body: Json): Promise<string> {
  const answer = await client.post('/groups', body)
  assert.equal(answer.status, 201, answer.text)
  return answer.json<{ id: string }>().id
}

const reference = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` })

async function auditsOf(world: World, activity: string): Promise<readonly Json[]> {
  const { store } = await openAudits(world)
  try {
    const entries = await store.forTenant(world.setUp.tenantId).audits.list('directoryAudit', { limit: 100 })
    return entries
      .map(({ properties }) => properties)
      .filter(({ activityDisplayName }) => activityDisplayName === activity)
  } finally {
    await store.close()
  }
}

async function openAudits(world: World) {
  const { openStore } = await import('../src/app/open-stores.ts')
  return { store: await openStore(world.config.dataDirectory) }
}

describe('a group', () => {
  test('is created, read, found by its unique name, changed and deleted, and the audit log tells of it', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const answer = await client.post(
      '/groups',
      security('staff', { uniqueName: 'staff-2026', description: 'All staff' }),
    )
    const group = answer.json()
    assert.equal(answer.status, 201)
    assert.equal(answer.headers.location, `${world.origin}/v1.0/groups/${group.id}`)
    assert.match(String(group['@odata.context']), /\$metadata#groups\/\$entity$/)
    assert.deepEqual(
      [group.groupTypes, group.mail, group.proxyAddresses, group.visibility, group.isAssignableToRole],
      [[], null, [], null, null],
    )
    assert.match(String(group.securityIdentifier), /^S-1-12-1(-\d+){4}$/)

    const byName = await client.get("/groups(uniqueName='staff-2026')?$select=id,displayName")
    assert.deepEqual(byName.json(), {
      '@odata.context': `${world.origin}/v1.0/$metadata#groups(id,displayName)/$entity`,
      id: group.id,
      displayName: 'Group staff',
    })

    assert.equal((await client.patch(`/groups/${group.id}`, { displayName: 'Staff', description: null })).status, 204)
    const { displayName, description } = (await client.get(`/groups/${group.id}`)).json()
    assert.deepEqual([displayName, description], ['Staff', null])

    assert.equal((await client.delete(`/groups/${group.id}`)).status, 204)
    assert.equal(codeOf(await client.get(`/groups/${group.id}`)), '404 Request_ResourceNotFound')
    assert.equal(codeOf(await client.delete(`/groups/${group.id}`)), '404 Request_ResourceNotFound')
    for (const activity of ['Add group', 'Update group', 'Delete group']) {
      const [entry] = await auditsOf(world, activity)
      assert.equal(entry?.category, 'GroupManagement', activity)
    }
  })

  test('needs a name, a mail nickname and its two switches', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    for (const missing of ['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled']) {
      const { [missing]: _, ...body } = security('staff')
      const answer = await client.post('/groups', body)
      assert.equal(codeOf(answer), '400 Request_BadRequest', missing)
      const { error } = answer.json<{ error: { message: string; details: { target: string }[] } }>()
      assert.equal(error.message, `A value is required for property '${missing}' of resource 'Group'.`)
      assert.equal(error.details[0]?.target, missing)
    }
  })

  test('is refused when its properties do not go together', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const refused: readonly [what: string, body: Json, target: string][] = [
      ['an empty name', security('a', { displayName: ' ' }), 'displayName'],
      ['a name of 257 characters', security('a', { displayName: 'x'.repeat(257) }), 'displayName'],
      ['a mail nickname with a blank', security('a b'), 'mailNickname'],
      ['a mail nickname with an @', security('a@b'), 'mailNickname'],
      ['a mail nickname with an accent', security('é'), 'mailNickname'],
      ['a mail nickname of 65 characters', security('x'.repeat(65)), 'mailNickname'],
      ['a security group with mail', security('a', { mailEnabled: true }), 'mailEnabled'],
      ['a Microsoft 365 group without mail', unified('a', { mailEnabled: false }), 'mailEnabled'],
      ['a group that is neither', security('a', { securityEnabled: false }), 'securityEnabled'],
      ['an unknown group type', security('a', { groupTypes: ['Mystery'] }), 'groupTypes'],
      ['a rule of membership', security('a', { membershipRule: 'user.city -eq "x"' }), 'membershipRule'],
      ['an unknown visibility', security('a', { visibility: 'Secret' }), 'visibility'],
      ['hidden members of a security group', security('a', { visibility: 'HiddenMembership' }), 'visibility'],
      [
        'a role-assignable group that is public',
        security('a', { isAssignableToRole: true, visibility: 'Public' }),
        'visibility',
      ],
      [
        'a role-assignable group without security',
        unified('a', { securityEnabled: false, isAssignableToRole: true }),
        'securityEnabled',
      ],
      ['a read-only property', security('a', { mail: 'a@fabrikam.example' }), 'mail'],
      ['an unknown property', security('a', { colour: 'red' }), 'colour'],
    ]
    for (const [what, body, target] of refused) {
      const answer = await client.post('/groups', body)
      assert.equal(answer.status, 400, `${what}: ${answer.text}`)
      assert.equal(answer.json<{ error: { details: { target: string }[] } }>().error.details[0]?.target, target, what)
    }
    assert.deepEqual(await client.list('/groups'), [])
  })

  test('of Microsoft 365 has an address by its mail nickname, which no other of them has, and is deleted softly', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const id = await create(client, unified('news'))
    const group = (await client.get(`/groups/${id}`)).json()
    assert.deepEqual(
      [group.mail, group.proxyAddresses, group.visibility],
      ['news@fabrikam.example', ['SMTP:news@fabrikam.example'], 'Public'],
    )
    assert.equal(codeOf(await client.post('/groups', unified('NEWS'))), '400 Request_BadRequest')
    await create(client, security('news'))

    await client.patch(`/groups/${id}`, { mailNickname: 'bulletin' })
    const renamed = (await client.get(`/groups/${id}?$select=mail,proxyAddresses`)).json()
    assert.equal(renamed.mail, 'bulletin@fabrikam.example')
    assert.deepEqual(renamed.proxyAddresses, ['SMTP:bulletin@fabrikam.example', 'smtp:news@fabrikam.example'])

    assert.equal((await client.delete(`/groups/${id}`)).status, 204)
    assert.equal((await client.get(`/groups/${id}`)).status, 404)
    const { store } = await openAudits(world)
    const deleted = await store.forTenant(world.setUp.tenantId).objects.findDeleted(id)
    await store.close()
    assert.equal(deleted?.id, id)
  })

  test('keeps what was decided when it was made', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const id = await create(client, security('staff', { uniqueName: 'staff' }))
    for (const change of [
      { uniqueName: 'other' },
      { isAssignableToRole: true },
      { groupTypes: ['Unified'] },
      { mailEnabled: true },
      { securityEnabled: false },
      { displayName: null },
      { mailNickname: null },
    ]) {
      assert.equal(
        codeOf(await client.patch(`/groups/${id}`, change)),
        '400 Request_BadRequest',
        JSON.stringify(change),
      )
    }
    assert.equal(codeOf(await client.post('/groups', security('b', { uniqueName: 'STAFF' }))), '400 Request_BadRequest')
  })

  test('is made by PATCH with its unique name when the caller prefers so', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const path = "/groups(uniqueName='field')"
    assert.equal((await client.patch(path, security('field'))).status, 404)
    const made = await client.patch(path, security('field'), { Prefer: 'create-if-missing' })
    assert.equal(made.status, 201)
    assert.equal(made.json().uniqueName, 'field')
    assert.equal((await client.patch(path, { description: 'x' }, { Prefer: 'create-if-missing' })).status, 204)
    const shown = await client.patch(path, { description: 'y' }, { Prefer: 'return=representation' })
    assert.deepEqual([shown.status, shown.json().description], [200, 'y'])
    assert.deepEqual(await client.list('/groups', 'description'), ['y'])
  })

  test('binds members and owners when it is made, all or nothing, at most twenty', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
    const id = await create(
      client,
      security('staff', {
        'members@odata.bind': [`https://graph.microsoft.com/v1.0/users/${ann}`, `directoryObjects('${bob}')`],
        'owners@odata.bind': [`${world.origin}/v1.0/users/${ann}`],
      }),
    )
    assert.deepEqual((await client.list(`/groups/${id}/members`)).toSorted(), [ann, bob].toSorted())
    assert.deepEqual(await client.list(`/groups/${id}/owners`), [ann])

    const nobody = '00000000-0000-4000-8000-000000000000'
    const missing = await client.post(
      '/groups',
      security('b', { 'members@odata.bind': [reference(nobody)['@odata.id']] }),
    )
    assert.equal(codeOf(missing), '404 Request_ResourceNotFound')
    const many = Array.from({ length: 21 }, () => reference(ann)['@odata.id'])
    assert.equal(
      codeOf(await client.post('/groups', security('b', { 'members@odata.bind': many }))),
      '400 Request_BadRequest',
    )
    const twice = [reference(ann)['@odata.id'], reference(ann)['@odata.id']]
    assert.equal(
      codeOf(await client.post('/groups', security('b', { 'members@odata.bind': twice }))),
      '400 Request_BadRequest',
    )
    assert.deepEqual(await client.list('/groups'), [id])

    const other = await create(client, security('other'))
    await client.patch(`/groups/${other}`, { 'members@odata.bind': [reference(bob)['@odata.id']] })
    assert.deepEqual(await client.list(`/groups/${other}/members`), [bob])
  })
})

describe('the list of groups', () => {
  test('is filtered, searched, ordered, counted and paged', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    for (const name of ['alpha', 'beta', 'gamma']) await create(client, security(name))
    await create(client, unified('delta', { 'owners@odata.bind': [reference(ann)['@odata.id']] }))
    const names = (path: string, headers = {}) => client.list(path, 'mailNickname', headers)
    assert.deepEqual(await names("/groups?$filter=mailNickname eq 'BETA'"), ['beta'])
    assert.deepEqual(await names("/groups?$filter=startsWith(displayName,'group g')"), ['gamma'])
    assert.deepEqual(await names("/groups?$filter=groupTypes/any(c:c eq 'Unified')"), ['delta'])
    assert.deepEqual(await names('/groups?$filter=mailEnabled eq true'), ['delta'])
    assert.deepEqual(await names('/groups?$search="displayName:gam"', eventual), ['gamma'])
    assert.deepEqual(await names('/groups?$orderby=displayName'), ['alpha', 'beta', 'delta', 'gamma'])
    assert.deepEqual(await names('/groups?$filter=owners/$count eq 1&$count=true', eventual), ['delta'])
    assert.equal((await names('/groups?$filter=owners/$count eq 0&$count=true', eventual)).length, 3)
    assert.equal((await client.get('/groups/$count', eventual)).text, '4')
    assert.equal(codeOf(await client.get('/groups/$count')), '400 Request_BadRequest')
    assert.equal(codeOf(await client.get("/groups?$filter=displayName ne 'x'")), '400 Request_UnsupportedQuery')
    assert.equal(codeOf(await client.get("/groups?$filter=visibility eq 'Public'")), '400 Request_UnsupportedQuery')

    const first = (await client.get('/groups?$top=3&$orderby=displayName')).json<{
      value: Json[]
      '@odata.nextLink': string
    }>()
    assert.equal(first.value.length, 3)
    assert.deepEqual(await names(first['@odata.nextLink']), ['gamma'])
  })

  test('expands members and owners, twenty at most', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const id = await create(client, security('staff', { 'members@odata.bind': [reference(ann)['@odata.id']] }))
    for (let index = 0; index < 21; index += 1) {
      const child = await create(client, security(`child${index}`))
      await client.post(`/groups/${id}/members/$ref`, reference(child))
    }
    const { members } = (await client.get(`/groups/${id}?$expand=members`)).json<{ members: Json[] }>()
    assert.equal(members.length, 20)
    const small = await create(client, security('small', { 'members@odata.bind': [reference(ann)['@odata.id']] }))
    const shown = (await client.get(`/groups/${small}?$select=id&$expand=members($select=id,displayName)`)).json()
    assert.deepEqual(shown.members, [{ '@odata.type': '#microsoft.graph.user', id: ann, displayName: 'Person A1' }])
  })
})

describe('a group with hidden members', () => {
  test('shows them to members, owners and whoever may read hidden members, by no other way', async () => {
    await using world = await openWorld()
    const permissions = ['Group.ReadWrite.All', 'Directory.Read.All', 'AdministrativeUnit.ReadWrite.All'] as const
    const plain = await openGraphClient(world, permissions)
    const trusted = await openGraphClient(world, [...permissions, 'Member.Read.Hidden'])
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const unified = { groupTypes: ['Unified'], mailEnabled: true, securityEnabled: true, mailNickname: 'secret' }
    const hidden = { displayName: 'Secret', visibility: 'HiddenMembership' }
    const { id } = (await plain.post('/groups', { ...hidden, ...unified })).json<{ id: string }>()
    const reference = (end: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${end}` })
    assert.equal((await plain.post(`/groups/${id}/members/$ref`, reference(ann))).status, 204)
    const unit = (await plain.post('/directory/administrativeUnits', hidden)).json<{ id: string }>().id
    assert.equal((await plain.post(`/directory/administrativeUnits/${unit}/members/$ref`, reference(id))).status, 204)
    for (const path of ['members', 'members/$ref', 'members/microsoft.graph.user', 'transitiveMembers']) {
      assert.equal(codeOf(await plain.get(`/groups/${id}/${path}`)), '403 Authorization_RequestDenied', path)
      assert.equal((await trusted.get(`/groups/${id}/${path}`)).status, 200, path)
    }
    const expanded = async (client: GraphClient, link: string) => {
      const list = (await client.get(`/groups/${id}?$expand=${link}`)).json<Record<string, readonly Json[]>>()[link]
      return list?.map((end) => end.id)
    }
    assert.deepEqual([await expanded(plain, 'members'), await expanded(trusted, 'members')], [[], [ann]])
    assert.deepEqual([await expanded(plain, 'memberOf'), await expanded(trusted, 'memberOf')], [[], [unit]])
    const inDelta = async (client: GraphClient) => (await client.get('/groups/delta')).text.includes(ann)
    assert.deepEqual([await inDelta(plain), await inDelta(trusted)], [false, true])
    const groupsOf = (client: GraphClient) => client.list(`/users/${ann}/memberOf`)
    assert.deepEqual([await groupsOf(plain), await groupsOf(trusted)], [[], [id]])
  })
})

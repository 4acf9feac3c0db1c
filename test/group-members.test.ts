import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { codeOf, eventual, type GraphClient, openGraphClient, provisionPeople } from './graph-client.ts'
import { type Json, openWorld, type World } from './world.ts'

const everything = [
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'RoleManagement.ReadWrite.Directory',
  'Directory.ReadWrite.All',
  'Application.Read.All',
  'User.ReadWrite.All',
] as const

const admin = (world: World) => openGraphClient(world, everything)

async function create(client: GraphClient, mailNickname: string, rest: Json = {}): Promise<string> {
  const body = {
    displayName: `Group ${mailNickname}`,
    mailEnabled: false,
    mailNickname,
    securityEnabled: true,
    ...rest,
  }
  const answer = await client.post('/groups', body)
  assert.equal(answer.status, 201, answer.text)
  return answer.json<{ id: string }>().id
}

const reference = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` })
const nobody = '00000000-0000-4000-8000-000000000000'

async function add(client: GraphClient, group: string, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const answer = await client.post(`/groups/${group}/members/$ref`, reference(id))
    assert.equal(answer.status, 204, answer.text)
  }
}

describe('members of a group', () => {
  test('are added and removed by reference', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const group = await create(client, 'staff')
    const path = `/groups/${group}/members`
    assert.equal((await client.post(`${path}/$ref`, reference(ann))).status, 204)
    const again = await client.post(`${path}/$ref`, reference(ann))
    assert.equal(codeOf(again), '400 Request_BadRequest')
    assert.match(again.text, /already exist for the following modified properties: 'members'/)
    assert.equal(codeOf(await client.post(`${path}/$ref`, reference(nobody))), '404 Request_ResourceNotFound')
    assert.equal(codeOf(await client.post(`${path}/$ref`, { '@odata.id': 'nonsense' })), '400 BadRequest')
    assert.equal(codeOf(await client.post(`${path}/$ref`, {})), '400 BadRequest')
    assert.deepEqual((await client.get(`${path}/$ref`)).json().value, [
      { '@odata.id': `${world.origin}/v1.0/directoryObjects/${ann}` },
    ])

    const naive = await client.delete(`${path}/${ann}`)
    assert.ok(naive.status === 400 || naive.status === 405, naive.text)
    assert.equal((await client.get(`/users/${ann}`)).status, 200)

    assert.equal((await client.delete(`${path}/${ann}/$ref`)).status, 204)
    assert.equal(codeOf(await client.delete(`${path}/${ann}/$ref`)), '404 Request_ResourceNotFound')
    assert.equal(codeOf(await client.delete(`${path}/${nobody}/$ref`)), '404 Request_ResourceNotFound')
    assert.deepEqual(await client.list(path), [])
  })

  test('are listed with their types, by type, and counted', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
    const group = await create(client, 'staff')
    const child = await create(client, 'child')
    await add(client, group, ann, bob, child, client.servicePrincipalId)
    const path = `/groups/${group}/members`
    const all = (await client.get(path)).json<{ value: Json[]; '@odata.context': string }>()
    assert.match(all['@odata.context'], /\$metadata#directoryObjects$/)
    assert.deepEqual(
      all.value.map((item) => item['@odata.type']).toSorted(),
      ['group', 'servicePrincipal', 'user', 'user'].map((type) => `#microsoft.graph.${type}`),
    )
    assert.deepEqual((await client.list(`${path}/microsoft.graph.user`)).toSorted(), [ann, bob].toSorted())
    assert.deepEqual(await client.list(`${path}/graph.group`), [child])
    assert.deepEqual(await client.list(`${path}/microsoft.graph.servicePrincipal`), [client.servicePrincipalId])
    assert.equal((await client.get(`${path}/microsoft.graph.nothing`)).status, 400)
    assert.equal((await client.get(`${path}/$count`, eventual)).text, '4')
    assert.equal((await client.get(`${path}/microsoft.graph.user/$count`, eventual)).text, '2')
    assert.equal(codeOf(await client.get(`${path}/$count`)), '400 Request_BadRequest')
    assert.deepEqual(
      (await client.get(`${path}?$select=id,userPrincipalName`))
        .json<{ value: Json[] }>()
        .value.find(({ id }) => id === ann),
      {
        '@odata.type': '#microsoft.graph.user',
        id: ann,
        userPrincipalName: 'a1@fabrikam.example',
      },
    )
  })

  test('are filtered, searched and ordered in the advanced mode only', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
    const group = await create(client, 'staff')
    await add(client, group, ann, bob)
    const path = `/groups/${group}/members`
    const filter = "$filter=startsWith(displayName,'Person A')"
    for (const query of [
      `${path}?${filter}`,
      `${path}/microsoft.graph.user?${filter}`,
      `${path}?$search="displayName:A1"`,
      `${path}/microsoft.graph.user?$count=true`,
      `${path}?$orderby=displayName`,
    ]) {
      assert.equal(codeOf(await client.get(query)), '400 Request_UnsupportedQuery', query)
    }
    assert.deepEqual(await client.list(`${path}?${filter}&$count=true`, 'id', eventual), [ann])
    assert.deepEqual(await client.list(`${path}/microsoft.graph.user?${filter}&$count=true`, 'id', eventual), [ann])
    assert.deepEqual(await client.list(`${path}?$search="displayName:B1"`, 'id', eventual), [bob])
    const counted = (await client.get(`${path}?$count=true&$top=1`, eventual)).json<{ value: Json[] }>()
    assert.deepEqual([counted['@odata.count' as keyof typeof counted], counted.value.length], [2, 1])
    const descending = `${path}?$orderby=displayName desc&$count=true`
    assert.deepEqual(await client.list(descending, 'id', eventual), [bob, ann])
  })

  test('come in pages', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const people = await provisionPeople(world, ['A1', 'B1', 'C1'])
    const group = await create(client, 'staff')
    await add(client, group, ...people)
    const first = (await client.get(`/groups/${group}/members?$top=2`)).json<{
      value: Json[]
      '@odata.nextLink': string
    }>()
    const second = (await client.get(first['@odata.nextLink'])).json<{ value: Json[] }>()
    assert.deepEqual([...first.value, ...second.value].map(({ id }) => id).toSorted(), people.toSorted())
    assert.equal('@odata.nextLink' in second, false)
  })

  test('that the caller may not read are shown as type and id', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const group = await create(client, 'staff')
    const child = await create(client, 'child')
    await add(client, group, ann, child, client.servicePrincipalId)
    const reader = await openGraphClient(world, ['GroupMember.Read.All'])
    const { value } = (await reader.get(`/groups/${group}/members`)).json<{ value: Json[] }>()
    const shown = Object.fromEntries(value.map((item) => [String(item.id), item]))
    assert.equal(shown[child]?.displayName, 'Group child')
    for (const [id, type] of [
      [ann, 'user'],
      [client.servicePrincipalId, 'servicePrincipal'],
    ] as const) {
      assert.equal(shown[id]?.['@odata.type'], `#microsoft.graph.${type}`)
      assert.equal(shown[id]?.displayName, null)
    }
    const search = `/groups/${group}/members?$filter=startsWith(displayName,'Person')&$count=true`
    assert.deepEqual(await reader.list(search, 'id', eventual), [])
  })

  test('are users, groups and service principals; a Microsoft 365 group has only users; no group contains itself', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const group = await create(client, 'staff')
    const news = await create(client, 'news', { mailEnabled: true, groupTypes: ['Unified'] })
    const link = (id: string, to: string) => client.post(`/groups/${id}/members/$ref`, reference(to))
    assert.equal(codeOf(await link(group, group)), '400 Request_BadRequest')
    assert.equal(codeOf(await link(news, group)), '400 Request_BadRequest')
    assert.equal(codeOf(await link(news, client.servicePrincipalId)), '400 Request_BadRequest')
    assert.equal((await link(group, news)).status, 204)
    const owner = await client.post(`/groups/${group}/owners/$ref`, reference(news))
    assert.equal(codeOf(owner), '400 Request_BadRequest')
  })

  test('leave the lists when they are deleted', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const group = await create(client, 'staff')
    const child = await create(client, 'child')
    const news = await create(client, 'news', { mailEnabled: true, groupTypes: ['Unified'] })
    await add(client, group, child, news)
    await client.delete(`/groups/${child}`)
    await client.delete(`/groups/${news}`)
    assert.deepEqual(await client.list(`/groups/${group}/members`), [])
    assert.equal((await client.get(`/groups/${group}/members/$count`, eventual)).text, '0')
  })

  test('are changed by those who may: reading does not do', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const group = await create(client, 'staff')
    const reader = await openGraphClient(world, ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'])
    const refused = [
      await reader.post(`/groups/${group}/members/$ref`, reference(ann)),
      await reader.delete(`/groups/${group}/members/${ann}/$ref`),
      await reader.post(`/groups/${group}/owners/$ref`, reference(ann)),
      await reader.patch(`/groups/${group}`, { displayName: 'x' }),
      await reader.delete(`/groups/${group}`),
    ]
    for (const answer of refused) assert.equal(codeOf(answer), '403 Authorization_RequestDenied')
  })
})

describe('owners of a group', () => {
  test('are added, listed and removed, but not the last user among them', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
    const group = await create(client, 'staff')
    const path = `/groups/${group}/owners`
    await client.post(`${path}/$ref`, reference(ann))
    assert.equal(codeOf(await client.post(`${path}/$ref`, reference(ann))), '400 Request_BadRequest')
    await client.post(`${path}/$ref`, reference(client.servicePrincipalId))
    assert.deepEqual(await client.list(`${path}/microsoft.graph.user`), [ann])
    assert.equal((await client.get(`${path}/$count`, eventual)).text, '2')
    assert.equal(codeOf(await client.delete(`${path}/${ann}/$ref`)), '400 Request_BadRequest')
    await client.post(`${path}/$ref`, reference(bob))
    assert.equal((await client.delete(`${path}/${ann}/$ref`)).status, 204)
    assert.deepEqual(await client.list(`/users/${bob}/ownedObjects`), [group])
    assert.deepEqual(await client.list(`/users/${ann}/ownedObjects`), [])
  })
})

describe('membership', () => {
  test('is followed through groups in groups, in both directions', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
    const company = await create(client, 'company')
    const staff = await create(client, 'staff')
    await add(client, company, staff, bob)
    await add(client, staff, ann, company)
    const sorted = async (path: string) => (await client.list(path)).toSorted()
    assert.deepEqual(await sorted(`/users/${ann}/memberOf`), [staff])
    assert.deepEqual(await sorted(`/users/a1@fabrikam.example/transitiveMemberOf`), [company, staff].toSorted())
    assert.deepEqual(await sorted(`/groups/${staff}/memberOf`), [company])
    assert.deepEqual(await sorted(`/groups/${staff}/transitiveMemberOf`), [company])
    assert.deepEqual(await sorted(`/groups/${company}/transitiveMembers`), [ann, bob, staff].toSorted())
    assert.deepEqual(await sorted(`/groups/${company}/transitiveMembers/microsoft.graph.user`), [ann, bob].toSorted())
    assert.equal((await client.get(`/groups/${company}/transitiveMembers/$count`, eventual)).text, '3')
    assert.equal(
      (await client.get(`/users/${ann}/transitiveMemberOf/microsoft.graph.group/$count`, eventual)).text,
      '2',
    )
    assert.deepEqual(await client.list(`/servicePrincipals/${client.servicePrincipalId}/memberOf`), [])
    const made = await client.list(`/servicePrincipals/${client.servicePrincipalId}/createdObjects`)
    assert.deepEqual(made.toSorted(), [company, staff].toSorted())
  })

  test('is asked for and checked by ids', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const company = await create(client, 'company')
    const staff = await create(client, 'staff')
    const news = await create(client, 'news', { mailEnabled: true, securityEnabled: false, groupTypes: ['Unified'] })
    await add(client, company, staff)
    await add(client, staff, ann)
    await add(client, news, ann)
    const ask = async (path: string, body: Json) => {
      const answer = await client.post(path, body)
      assert.equal(answer.status, 200, answer.text)
      assert.match(answer.text, /\$metadata#Collection\(Edm\.String\)/)
      return answer.json<{ value: string[] }>().value.toSorted()
    }
    const user = `/users/${ann}`
    assert.deepEqual(
      await ask(`${user}/getMemberGroups`, { securityEnabledOnly: false }),
      [company, staff, news].toSorted(),
    )
    assert.deepEqual(await ask(`${user}/getMemberGroups`, { securityEnabledOnly: true }), [company, staff].toSorted())
    assert.deepEqual(
      await ask(`${user}/getMemberObjects`, { securityEnabledOnly: false }),
      [company, staff, news].toSorted(),
    )
    assert.deepEqual(await ask(`${user}/checkMemberGroups`, { groupIds: [company.toUpperCase(), nobody] }), [company])
    assert.deepEqual(await ask(`${user}/microsoft.graph.checkMemberObjects`, { ids: [staff, nobody] }), [staff])
    assert.deepEqual(await ask(`/groups/${staff}/getMemberGroups`, { securityEnabledOnly: false }), [company])
    assert.deepEqual(await ask(`/directoryObjects/${staff}/checkMemberGroups`, { groupIds: [company] }), [company])
    assert.equal((await client.post(`${user}/getMemberGroups`, {})).status, 400)
    assert.equal((await client.post(`${user}/checkMemberGroups`, { groupIds: [] })).status, 400)
    const many = Array.from({ length: 21 }, () => staff)
    assert.equal((await client.post(`${user}/checkMemberGroups`, { groupIds: many })).status, 400)
    assert.equal(
      codeOf(await client.post(`/users/${nobody}/getMemberGroups`, { securityEnabledOnly: true })),
      '404 Request_ResourceNotFound',
    )
  })
})

describe('a group that directory roles can be assigned to', () => {
  const assignable = { isAssignableToRole: true }

  test('is private, keeps groups out, and needs the permission to manage roles for every change', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const limited = await openGraphClient(world, ['Group.ReadWrite.All', 'GroupMember.ReadWrite.All'])
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const group = await create(client, 'admins', assignable)
    assert.equal((await client.get(`/groups/${group}`)).json().visibility, 'Private')
    await add(client, group, ann)
    const child = await create(client, 'child')
    assert.equal(codeOf(await client.post(`/groups/${group}/members/$ref`, reference(child))), '400 Request_BadRequest')
    const body = { displayName: 'x', mailEnabled: false, mailNickname: 'x', securityEnabled: true }
    const refused = [
      await limited.post('/groups', { ...body, ...assignable }),
      await limited.patch(`/groups/${group}`, { displayName: 'x' }),
      await limited.post(`/groups/${group}/members/$ref`, reference(ann)),
      await limited.delete(`/groups/${group}/members/${ann}/$ref`),
      await limited.post(`/groups/${group}/owners/$ref`, reference(ann)),
      await limited.delete(`/groups/${group}`),
    ]
    for (const answer of refused) assert.equal(codeOf(answer), '403 Authorization_RequestDenied')
    assert.deepEqual(await client.list(`/groups/${group}/members`), [ann])
  })
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { roleTemplates } from '../src/auth/role-templates.ts'
import { codeOf, eventual, type GraphClient, openGraphClient, provisionPeople } from './graph-client.ts'
import { type Json, openWorld, type World } from './world.ts'

const everything = [
  'RoleManagement.ReadWrite.Directory',
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'Directory.Read.All',
  'User.Read.All',
  'AuditLog.Read.All',
] as const

const admin = (world: World) => openGraphClient(world, everything)
const global = `/directoryRoles(roleTemplateId='${roleTemplates['Global Administrator']}')`
const readers = roleTemplates['Directory Readers']
const nobody = '00000000-0000-4000-8000-000000000000'
const reference = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` })
const assignments = '/roleManagement/directory/roleAssignments'

async function createGroup(client: GraphClient, mailNickname: string, rest: Json = {}): Promise<string> {
  const body = { displayName: mailNickname, mailEnabled: false, mailNickname, securityEnabled: true, ...rest }
  return (await client.post('/groups', body)).json<{ id: string }>().id
}

const assign = (client: GraphClient, principalId: string, roleDefinitionId: string, directoryScopeId = '/') =>
  client.post(assignments, { principalId, roleDefinitionId, directoryScopeId })

describe('directory roles', () => {
  test('are listed once they are activated; Global Administrator always is', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    assert.deepEqual(await client.list('/directoryRoles', 'displayName'), ['Global Administrator'])
    assert.equal((await client.get(`${global}?$select=displayName`)).json().displayName, 'Global Administrator')
    const inactive = await client.get(`/directoryRoles(roleTemplateId='${readers}')`)
    assert.equal(codeOf(inactive), '404 Request_ResourceNotFound')

    const made = await client.post('/directoryRoles', { roleTemplateId: readers })
    const role = made.json<{ id: string; displayName: string; roleTemplateId: string }>()
    assert.deepEqual([made.status, role.displayName, role.roleTemplateId], [201, 'Directory Readers', readers])
    assert.equal(made.headers.location, `${world.origin}/v1.0/directoryRoles/${role.id}`)
    assert.equal((await client.get(`/directoryRoles(roleTemplateId='${readers}')`)).json().id, role.id)
    assert.equal(codeOf(await client.post('/directoryRoles', { roleTemplateId: readers })), '400 Request_BadRequest')
    assert.equal(
      codeOf(await client.post('/directoryRoles', { roleTemplateId: nobody })),
      '404 Request_ResourceNotFound',
    )
    assert.equal(codeOf(await client.post('/directoryRoles', {})), '400 Request_BadRequest')
    assert.deepEqual(await client.list("/directoryRoles?$filter=displayName eq 'directory readers'"), [role.id])
  })

  test('are taken from a catalogue that says what each is for', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const templates = (await client.get('/directoryRoleTemplates')).json<{ value: Json[] }>().value
    assert.deepEqual(templates.map(({ id }) => id).toSorted(), Object.values(roleTemplates).toSorted())
    assert.ok(templates.every(({ description }) => String(description).length > 10))
    assert.equal((await client.get(`/directoryRoleTemplates/${readers}`)).json().displayName, 'Directory Readers')
    assert.equal((await client.get(`/directoryRoleTemplates/${nobody}`)).status, 404)

    const definitions = '/roleManagement/directory/roleDefinitions'
    const definition = (await client.get(`${definitions}/${readers}`)).json<{ rolePermissions: Json[] } & Json>()
    assert.deepEqual([definition.id, definition.templateId, definition.isBuiltIn], [readers, readers, true])
    assert.ok(Array.isArray(definition.rolePermissions[0]?.allowedResourceActions))
    assert.equal('isPrivileged' in definition, false)
    assert.equal((await client.get(`/beta${definitions}/${readers}`)).json().isPrivileged, false)
    assert.deepEqual(await client.list(`${definitions}?$filter=displayName eq 'Directory Readers'`), [readers])
  })

  test('are given and taken by reference, and the audit log tells of it', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
    assert.equal((await client.post(`${global}/members/$ref`, reference(ann))).status, 204)
    assert.equal(codeOf(await client.post(`${global}/members/$ref`, reference(ann))), '400 Request_BadRequest')
    assert.equal(codeOf(await client.post(`${global}/members/$ref`, reference(nobody))), '404 Request_ResourceNotFound')
    assert.deepEqual(await client.list(`${global}/members`), [ann])
    assert.deepEqual(await client.list(`/users/${ann}/memberOf`, '@odata.type'), ['#microsoft.graph.directoryRole'])
    assert.deepEqual(await client.list(`/users/${ann}/memberOf/microsoft.graph.directoryRole`, 'displayName'), [
      'Global Administrator',
    ])

    await client.post(`${global}/members/$ref`, reference(bob))
    assert.equal((await client.delete(`${global}/members/${ann}/$ref`)).status, 204)
    assert.equal(codeOf(await client.delete(`${global}/members/${ann}/$ref`)), '404 Request_ResourceNotFound')
    const { openStore } = await import('../src/app/open-stores.ts')
    const store = await openStore(world.config.dataDirectory)
    const entries = await store.forTenant(world.setUp.tenantId).audits.list('directoryAudit', { limit: 100 })
    await store.close()
    const activities = entries.map(({ properties }) => properties.activityDisplayName)
    assert.equal(activities.filter((name) => name === 'Add member to role').length, 2)
    assert.equal(activities.filter((name) => name === 'Remove member from role').length, 1)
  })

  test('are for users, service principals and role-assignable groups', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const plain = await createGroup(client, 'plain')
    const admins = await createGroup(client, 'admins', { isAssignableToRole: true })
    assert.equal(codeOf(await client.post(`${global}/members/$ref`, reference(plain))), '400 Request_BadRequest')
    assert.equal((await client.post(`${global}/members/$ref`, reference(admins))).status, 204)
    assert.equal((await client.post(`${global}/members/$ref`, reference(client.servicePrincipalId))).status, 204)
  })

  test('keep one Global Administrator: the last user is not removed, directly or with a group', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
    await client.post(`${global}/members/$ref`, reference(ann))
    await client.post(`${global}/members/$ref`, reference(client.servicePrincipalId))
    const last = await client.delete(`${global}/members/${ann}/$ref`)
    assert.equal(codeOf(last), '400 Request_BadRequest')
    assert.match(last.text, /last Global Administrator/)

    const admins = await createGroup(client, 'admins', { isAssignableToRole: true })
    await client.post(`/groups/${admins}/members/$ref`, reference(bob))
    await client.post(`${global}/members/$ref`, reference(admins))
    assert.equal((await client.delete(`${global}/members/${ann}/$ref`)).status, 204)
    const refused = [
      await client.delete(`/groups/${admins}/members/${bob}/$ref`),
      await client.delete(`/groups/${admins}`),
      await client.delete(`${global}/members/${admins}/$ref`),
    ]
    for (const answer of refused) assert.equal(codeOf(answer), '400 Request_BadRequest')
    assert.equal((await client.delete(`${global}/members/${client.servicePrincipalId}/$ref`)).status, 204)
    assert.deepEqual(await client.list(`${global}/members`), [admins])
  })

  test('are changed only with the permission to manage roles', async () => {
    await using world = await openWorld()
    const reader = await openGraphClient(world, ['RoleManagement.Read.Directory', 'Directory.ReadWrite.All'])
    const refused = [
      await reader.post('/directoryRoles', { roleTemplateId: readers }),
      await reader.post(`${global}/members/$ref`, reference(reader.servicePrincipalId)),
      await assign(reader, reader.servicePrincipalId, readers),
    ]
    for (const answer of refused) assert.equal(codeOf(answer), '403 Authorization_RequestDenied')
  })
})

describe('role assignments', () => {
  test('in the whole tenant are the members of the role, in both views', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const made = await assign(client, ann, readers)
    const assignment = made.json<{ id: string }>()
    assert.equal(made.status, 201, made.text)
    assert.equal(made.headers.location, `${world.origin}/v1.0${assignments}/${assignment.id}`)
    assert.deepEqual(await client.list(`/directoryRoles(roleTemplateId='${readers}')/members`), [ann])
    assert.equal(codeOf(await assign(client, ann, readers)), '400 Request_BadRequest')

    await client.post(`${global}/members/$ref`, reference(ann))
    const ids = await client.list(`${assignments}?$filter=principalId eq '${ann}'`, 'roleDefinitionId')
    assert.deepEqual(ids.toSorted(), [roleTemplates['Global Administrator'], readers].toSorted())
    const one = `${assignments}?$filter=roleDefinitionId eq '${readers}'`
    assert.deepEqual(await client.list(one), [assignment.id])

    const shown = (await client.get(`${assignments}/${assignment.id}?$expand=principal($select=id,displayName)`)).json()
    assert.deepEqual(
      [shown.principalId, shown.roleDefinitionId, shown.directoryScopeId, shown.principal],
      [ann, readers, '/', { '@odata.type': '#microsoft.graph.user', id: ann, displayName: 'Person A1' }],
    )
    const { value } = (await client.get(`${one}&$expand=roleDefinition`)).json<{ value: { roleDefinition: Json }[] }>()
    assert.equal(value[0]?.roleDefinition.displayName, 'Directory Readers')

    assert.equal((await client.delete(`${assignments}/${assignment.id}`)).status, 204)
    assert.deepEqual(await client.list(`/directoryRoles(roleTemplateId='${readers}')/members`), [])
    assert.equal(codeOf(await client.delete(`${assignments}/${assignment.id}`)), '404 Request_ResourceNotFound')
    assert.equal(codeOf(await client.get(`${assignments}/${nobody}`)), '404 Request_ResourceNotFound')
  })

  test('do not take the role from the last Global Administrator', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const { id } = (await assign(client, ann, roleTemplates['Global Administrator'])).json<{ id: string }>()
    assert.equal(codeOf(await client.delete(`${assignments}/${id}`)), '400 Request_BadRequest')
  })

  test('with another scope are kept apart and give no membership', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const group = await createGroup(client, 'staff')
    const made = await assign(client, ann, roleTemplates['Groups Administrator'], `/${group}`)
    const { id, directoryScopeId } = made.json<{ id: string; directoryScopeId: string }>()
    assert.deepEqual([made.status, directoryScopeId], [201, `/${group}`])
    assert.equal(
      codeOf(await assign(client, ann, roleTemplates['Groups Administrator'], `/${group}`)),
      '400 Request_BadRequest',
    )
    assert.deepEqual(await client.list(`/users/${ann}/memberOf`), [])
    assert.deepEqual(await client.list(`${assignments}?$filter=principalId eq '${ann}'`), [id])
    const shown = (await client.get(`${assignments}/${id}?$expand=directoryScope($select=id)`)).json()
    assert.deepEqual(shown.directoryScope, { '@odata.type': '#microsoft.graph.group', id: group })
    assert.equal((await client.delete(`${assignments}/${id}`)).status, 204)
    assert.deepEqual(await client.list(assignments), [])
  })

  test('are refused for what does not exist or is not supported', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    assert.equal((await assign(client, nobody, readers)).status, 404)
    assert.equal((await assign(client, ann, nobody)).status, 404)
    assert.equal((await assign(client, ann, readers, `/${nobody}`)).status, 404)
    assert.equal((await assign(client, ann, readers, 'everywhere')).status, 400)
    assert.equal((await client.post(assignments, { principalId: ann, roleDefinitionId: readers })).status, 400)
    assert.equal((await client.post(assignments, { roleDefinitionId: readers, directoryScopeId: '/' })).status, 400)
  })

  test('are found through groups in beta, in the advanced mode only', async () => {
    await using world = await openWorld()
    const client = await admin(world)
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const admins = await createGroup(client, 'admins', { isAssignableToRole: true })
    await client.post(`/groups/${admins}/members/$ref`, reference(ann))
    await assign(client, admins, readers)
    await assign(client, ann, roleTemplates['Reports Reader'])
    const path = `/roleManagement/directory/transitiveRoleAssignments?$filter=principalId eq '${ann}'&$count=true`
    const found = await client.list(`/beta${path}`, 'principalId', eventual)
    assert.deepEqual(found.toSorted(), [admins, ann].toSorted())
    assert.equal(codeOf(await client.get(`/beta${path}`)), '400 Request_UnsupportedQuery')
    const everybody = '/beta/roleManagement/directory/transitiveRoleAssignments?$count=true'
    assert.equal(codeOf(await client.get(everybody, eventual)), '400 Request_UnsupportedQuery')
    assert.notEqual((await client.get(path, eventual)).status, 200)
    assert.deepEqual(
      await client.list(`/users/${ann}/transitiveMemberOf/microsoft.graph.directoryRole`, 'displayName'),
      ['Directory Readers', 'Reports Reader'],
    )
  })
})

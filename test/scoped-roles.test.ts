import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Permission } from '../src/auth/permissions.ts'
import { type RoleName, roleTemplates } from '../src/auth/role-templates.ts'
import { register } from './applications.ts'
import { type AuthorizationWorld, type CallerName, openAuthorizationWorld } from './authorization-world.ts'
import { codeOf, type GraphClient, openGraphClient, provisionPeople } from './graph-client.ts'
import { type Json, openWorld, type World } from './world.ts'

const everything = [
  'AdministrativeUnit.ReadWrite.All',
  'Application.ReadWrite.All',
  'AuditLog.Read.All',
  'Directory.Read.All',
  'Group.ReadWrite.All',
  'RoleManagement.ReadWrite.Directory',
] as const
const scopes: readonly Permission[] = [
  'AdministrativeUnit.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Group.ReadWrite.All',
  'Synchronization.Read.All',
  'User.ReadWrite.All',
  'User-PasswordProfile.ReadWrite.All',
]
const assignments = '/roleManagement/directory/roleAssignments'
const denied = '403 Authorization_RequestDenied'

interface Scene {
  readonly world: World
  readonly callers: AuthorizationWorld
  readonly admin: GraphClient
  /** Sends as the user without any role in the whole tenant, or as a guest. */
  readonly as: (caller: 'member' | 'guest', method: string, path: string, body?: unknown) => ReturnType<World['send']>
  readonly assign: (caller: 'member' | 'guest', role: RoleName, scope: string) => Promise<string>
}

async function inScene(play: (scene: Scene) => Promise<void>): Promise<void> {
  await using world = await openWorld()
  const callers = await openAuthorizationWorld(world, { servicePrincipal: 0, application: 0, group: 0, deleted: 0 })
  const admin = await openGraphClient(world, everything)
  const as: Scene['as'] = async (caller, method, path, body) => {
    const token = await callers.token({ kind: 'delegated', caller, permissions: scopes })
    const content =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    return world.send(method, `/v1.0${path}`, { token, ...content })
  }
  const assign: Scene['assign'] = async (caller, role, directoryScopeId) => {
    const body = { principalId: callers.idOf(caller), roleDefinitionId: roleTemplates[role], directoryScopeId }
    const made = await admin.post(assignments, body)
    assert.equal(made.status, 201, made.text)
    return made.json<{ id: string }>().id
  }
  await play({ world, callers, admin, as, assign })
  await callers.close()
}

async function createUnit(admin: GraphClient, ...memberIds: readonly string[]): Promise<string> {
  const { id } = (await admin.post('/directory/administrativeUnits', { displayName: 'West' })).json<{ id: string }>()
  for (const memberId of memberIds) await addTo(admin, id, memberId)
  return id
}

async function addTo(admin: GraphClient, unit: string, memberId: string): Promise<void> {
  const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${memberId}` }
  const answer = await admin.post(`/directory/administrativeUnits/${unit}/members/$ref`, reference)
  assert.equal(answer.status, 204, answer.text)
}

async function createGroup(admin: GraphClient, mailNickname: string): Promise<string> {
  const body = { displayName: mailNickname, mailEnabled: false, mailNickname, securityEnabled: true }
  return (await admin.post('/groups', body)).json<{ id: string }>().id
}

describe('a role over an administrative unit', () => {
  test('reaches the members of the unit, and nobody else', () =>
    inScene(async ({ world, admin, as, assign }) => {
      const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
      const unit = await createUnit(admin, ann)
      const change = { jobTitle: 'Clerk', accountEnabled: false }
      assert.equal(codeOf(await as('member', 'PATCH', `/users/${ann}`, change)), denied)
      const assignment = await assign('member', 'User Administrator', `/administrativeUnits/${unit}`)
      assert.equal((await as('member', 'PATCH', `/users/${ann}`, change)).status, 204)
      assert.equal((await as('member', 'PATCH', '/users/a1@fabrikam.example', change)).status, 204)
      const refused = await as('member', 'PATCH', `/users/${bob}`, change)
      assert.equal(codeOf(refused), denied)
      assert.match(
        refused.text,
        new RegExp(`User Administrator over '/administrativeUnits/${unit}' does not reach this`),
      )
      const create = { displayName: 'x', userPrincipalName: 'x@fabrikam.example', accountEnabled: true }
      assert.equal(codeOf(await as('member', 'POST', '/users', create)), denied)

      await addTo(admin, unit, bob)
      assert.equal((await as('member', 'PATCH', `/users/${bob}`, change)).status, 204)
      await admin.delete(`/directory/administrativeUnits/${unit}/members/${ann}/$ref`)
      assert.equal(codeOf(await as('member', 'PATCH', `/users/${ann}`, change)), denied)
      await admin.delete(`${assignments}/${assignment}`)
      assert.equal(codeOf(await as('member', 'PATCH', `/users/${bob}`, change)), denied)
    }))

  test('counts beside what the property asks for', () =>
    inScene(async ({ world, admin, as, assign }) => {
      const [ann = ''] = await provisionPeople(world, ['A1'])
      const unit = await createUnit(admin, ann)
      await assign('member', 'Helpdesk Administrator', `/administrativeUnits/${unit}`)
      const passwordProfile = { password: 'Xq7!mmeadow-lantern', forceChangePasswordNextSignIn: false }
      assert.equal((await as('member', 'PATCH', `/users/${ann}`, { passwordProfile })).status, 204)
      assert.equal(codeOf(await as('member', 'PATCH', `/users/${ann}`, { accountEnabled: false })), denied)
    }))

  test('reaches groups in the unit, their members, and new groups in it', () =>
    inScene(async ({ world, admin, as, assign }) => {
      const [ann = ''] = await provisionPeople(world, ['A1'])
      const sales = await createGroup(admin, 'sales')
      const other = await createGroup(admin, 'other')
      const unit = await createUnit(admin, sales)
      await assign('member', 'Groups Administrator', `/administrativeUnits/${unit}`)
      const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${ann}` }
      assert.equal((await as('member', 'POST', `/groups/${sales}/members/$ref`, reference)).status, 204)
      assert.equal(codeOf(await as('member', 'POST', `/groups/${other}/members/$ref`, reference)), denied)
      const body = { displayName: 'New', mailEnabled: false, mailNickname: 'new', securityEnabled: true }
      const units = '/directory/administrativeUnits'
      assert.equal((await as('member', 'POST', `${units}/${unit}/members`, body)).status, 201)
      assert.equal(codeOf(await as('member', 'POST', '/groups', body)), denied)
      assert.equal(codeOf(await as('member', 'PATCH', `${units}/${unit}`, { displayName: 'x' })), denied)
      assert.equal(codeOf(await as('member', 'POST', `${units}/${await createUnit(admin)}/members`, body)), denied)
    }))

  test('lets a guest see the members', () =>
    inScene(async ({ world, admin, as, assign }) => {
      const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
      const unit = await createUnit(admin, ann)
      await assign('guest', 'User Administrator', `/administrativeUnits/${unit}`)
      assert.equal((await as('guest', 'GET', `/users/${ann}`)).status, 200)
      assert.equal(codeOf(await as('guest', 'GET', `/users/${bob}`)), denied)
    }))

  test('comes from a role-assignable group as well, and ends while the unit lies in the deleted items', () =>
    inScene(async ({ world, callers, admin, as }) => {
      const [ann = ''] = await provisionPeople(world, ['A1'])
      const unit = await createUnit(admin, ann)
      const body = { displayName: 'Desk', mailEnabled: false, mailNickname: 'desk', securityEnabled: true }
      const group = (await admin.post('/groups', { ...body, isAssignableToRole: true })).json<{ id: string }>()
      const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/users/${callers.idOf('member')}` }
      await admin.post(`/groups/${group.id}/members/$ref`, reference)
      const roleDefinitionId = roleTemplates['User Administrator']
      const directoryScopeId = `/administrativeUnits/${unit}`
      await admin.post(assignments, { principalId: group.id, roleDefinitionId, directoryScopeId })
      const change = () => as('member', 'PATCH', `/users/${ann}`, { jobTitle: 'Clerk' })
      assert.equal((await change()).status, 204)
      await admin.delete(`/directory/administrativeUnits/${unit}`)
      assert.equal(codeOf(await change()), denied)
    }))

  test('gives nothing that cannot be administered in parts', () =>
    inScene(async ({ world, admin, as, assign }) => {
      const [ann = ''] = await provisionPeople(world, ['A1'])
      const unit = await createUnit(admin, ann)
      await assign('member', 'Global Administrator', `/administrativeUnits/${unit}`)
      await assign('member', 'Privileged Role Administrator', `/administrativeUnits/${unit}`)
      assert.equal(codeOf(await as('member', 'PATCH', `/users/${ann}`, { jobTitle: 'Clerk' })), denied)
      assert.equal(codeOf(await as('member', 'DELETE', `/directory/administrativeUnits/${unit}`)), denied)
    }))

  test('makes its holder an administrator, whom only higher ranks reset', () =>
    inScene(async ({ world, callers, admin }) => {
      const [ann = ''] = await provisionPeople(world, ['A1'])
      const unit = await createUnit(admin)
      const roleDefinitionId = roleTemplates['User Administrator']
      const directoryScopeId = `/administrativeUnits/${unit}`
      const token = await callers.token({ kind: 'delegated', caller: 'Helpdesk Administrator', permissions: scopes })
      const reset = () =>
        world.send('PATCH', `/v1.0/users/${ann}`, {
          token,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ passwordProfile: { password: 'Xq7!mmeadow-lantern' } }),
        })
      assert.equal((await reset()).status, 204)
      await admin.post(assignments, { principalId: ann, roleDefinitionId, directoryScopeId })
      assert.equal(codeOf(await reset()), denied)
    }))
})

describe('a role over one object', () => {
  test('reaches that application, and no other', () =>
    inScene(async ({ admin, as, assign }) => {
      const create = async (displayName: string) =>
        (await admin.post('/applications', { displayName })).json<{ id: string; appId: string }>()
      const one = await create('One')
      const two = await create('Two')
      await assign('member', 'Cloud Application Administrator', `/${one.id}`)
      const change = { displayName: 'Renamed' }
      assert.equal((await as('member', 'PATCH', `/applications/${one.id}`, change)).status, 204)
      assert.equal((await as('member', 'PATCH', `/applications(appId='${one.appId}')`, change)).status, 204)
      assert.equal((await as('member', 'POST', `/applications/${one.id}/addPassword`, {})).status, 200)
      assert.equal(codeOf(await as('member', 'PATCH', `/applications/${two.id}`, change)), denied)
      assert.equal(codeOf(await as('member', 'DELETE', `/applications/${two.id}`)), denied)
    }))

  test('opens the jobs of one service principal where the role opens jobs', () =>
    inScene(async ({ world, as, assign }) => {
      const jobs = `/servicePrincipals/${world.setUp.servicePrincipalId}/synchronization/jobs`
      assert.equal(codeOf(await as('guest', 'GET', jobs)), denied)
      await assign('guest', 'Application Administrator', `/${world.setUp.servicePrincipalId}`)
      assert.equal((await as('guest', 'GET', jobs)).status, 200)
    }))

  test('gives roles of that application to others, and not those of others to it', () =>
    inScene(async ({ world, as, assign }) => {
      const own = await register(world, {})
      const other = await register(world, {})
      await assign('member', 'Application Administrator', `/${own.servicePrincipalId}`)
      const give = (side: string, resourceId: string, principalId: string) => {
        const appRoleId = '00000000-0000-0000-0000-000000000000'
        const path = `/servicePrincipals/${own.servicePrincipalId}/${side}`
        return as('member', 'POST', path, { resourceId, principalId, appRoleId })
      }
      const taken = await give('appRoleAssignments', other.servicePrincipalId, own.servicePrincipalId)
      assert.equal(codeOf(taken), denied)
      const given = await give('appRoleAssignedTo', own.servicePrincipalId, other.servicePrincipalId)
      assert.equal(given.status, 201, given.text)
      assert.equal(
        (await as('member', 'GET', `/servicePrincipals/${own.servicePrincipalId}/appRoleAssignments`)).status,
        200,
      )
    }))

  test('reaches one group', () =>
    inScene(async ({ admin, as, assign }) => {
      const sales = await createGroup(admin, 'sales')
      const other = await createGroup(admin, 'other')
      await assign('member', 'Groups Administrator', `/${sales}`)
      assert.equal((await as('member', 'PATCH', `/groups/${sales}`, { description: 'x' })).status, 204)
      assert.equal(codeOf(await as('member', 'PATCH', `/groups/${other}`, { description: 'x' })), denied)
    }))
})

test('why a scoped administrator was refused is told with its scopes', () =>
  inScene(async ({ world, admin, as, assign }) => {
    const [ann = ''] = await provisionPeople(world, ['A1'])
    const unit = await createUnit(admin)
    await assign('member', 'User Administrator', `/administrativeUnits/${unit}`)
    const refused = await as('member', 'PATCH', `/users/${ann}`, { jobTitle: 'x' })
    const told = await admin.get(`/auditLogs/refusals/${String(refused.headers['request-id'])}`)
    const { caller } = told.json<{ caller: Json }>()
    assert.deepEqual(caller.scopedRoles, [`User Administrator over /administrativeUnits/${unit}`])
  }))

describe('a unit of restricted management', () => {
  const restricted = { displayName: 'Executives', isMemberManagementRestricted: true }

  test('keeps its members from administrators of the whole tenant, until they leave it', () =>
    inScene(async ({ world, callers, admin, as, assign }) => {
      const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
      const unit = (await admin.post('/directory/administrativeUnits', restricted)).json<{ id: string }>().id
      await addTo(admin, unit, ann)
      const change = (caller: RoleName, id: string) => asRole({ world, callers }, caller, 'PATCH', `/users/${id}`)
      const refused = await change('Global Administrator', ann)
      assert.equal(codeOf(refused), denied)
      assert.match(refused.text, new RegExp(`restricted management administrative unit '${unit}'`))
      assert.equal(codeOf(await change('User Administrator', ann)), denied)
      assert.equal((await change('User Administrator', bob)).status, 204)
      assert.equal((await as('member', 'GET', `/users/${ann}`)).status, 200)

      await assign('member', 'User Administrator', `/${ann}`)
      assert.equal(codeOf(await as('member', 'PATCH', `/users/${ann}`, { jobTitle: 'x' })), denied)
      await assign('member', 'User Administrator', `/administrativeUnits/${unit}`)
      assert.equal((await as('member', 'PATCH', `/users/${ann}`, { jobTitle: 'x' })).status, 204)
      assert.equal((await as('member', 'PATCH', '/users/a1@fabrikam.example', { jobTitle: 'y' })).status, 204)

      await admin.delete(`/directory/administrativeUnits/${unit}/members/${ann}/$ref`)
      assert.equal((await change('User Administrator', ann)).status, 204)
      await addTo(admin, unit, ann)
      assert.equal(codeOf(await change('User Administrator', ann)), denied)
      await admin.delete(`/directory/administrativeUnits/${unit}`)
      assert.equal((await change('User Administrator', ann)).status, 204)
    }))

  test('lets its members change of themselves what everybody may, whatever roles they have elsewhere', () =>
    inScene(async ({ world, callers, admin, assign }) => {
      const unit = (await admin.post('/directory/administrativeUnits', restricted)).json<{ id: string }>().id
      await addTo(admin, unit, callers.idOf('User Administrator'))
      await addTo(admin, unit, callers.idOf('member'))
      const change = async (caller: CallerName, body: Json) =>
        world.send('PATCH', '/v1.0/me', {
          token: await callers.token({ kind: 'delegated', caller, permissions: scopes }),
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      assert.equal((await change('User Administrator', { city: 'Bonn' })).status, 204)
      assert.equal(codeOf(await change('User Administrator', { jobTitle: 'x' })), denied)
      assert.equal(codeOf(await change('member', { jobTitle: 'x' })), denied)
      await assign('member', 'User Administrator', `/administrativeUnits/${unit}`)
      assert.equal((await change('member', { jobTitle: 'x' })).status, 204)
    }))

  test('shares a member with another one: administrators of either change it', () =>
    inScene(async ({ world, admin, as, assign }) => {
      const [ann = ''] = await provisionPeople(world, ['A1'])
      for (const caller of ['member', 'guest'] as const) {
        const unit = (await admin.post('/directory/administrativeUnits', restricted)).json<{ id: string }>().id
        await addTo(admin, unit, ann)
        await assign(caller, 'User Administrator', `/administrativeUnits/${unit}`)
      }
      for (const caller of ['member', 'guest'] as const) {
        assert.equal((await as(caller, 'PATCH', `/users/${ann}`, { jobTitle: caller })).status, 204, caller)
      }
    }))

  test('keeps its members from applications without the permission for it', () =>
    inScene(async ({ world, admin }) => {
      const [ann = ''] = await provisionPeople(world, ['A1'])
      const sales = await createGroup(admin, 'sales')
      const unit = (await admin.post('/directory/administrativeUnits', restricted)).json<{ id: string }>().id
      await addTo(admin, unit, ann)
      await addTo(admin, unit, sales)
      const writer = await openGraphClient(world, ['User.ReadWrite.All', 'Group.ReadWrite.All'])
      const refused = await writer.patch(`/users/${ann}`, { jobTitle: 'x' })
      assert.equal(codeOf(refused), denied)
      assert.match(refused.text, /Directory\.Write\.Restricted/)
      assert.equal(codeOf(await writer.delete(`/groups/${sales}`)), denied)
      assert.equal((await writer.post(`/users/${ann}/getMemberGroups`, { securityEnabledOnly: false })).status, 200)
      const trusted = await openGraphClient(world, ['User.ReadWrite.All', 'Directory.Write.Restricted'])
      assert.equal((await trusted.patch(`/users/${ann}`, { jobTitle: 'x' })).status, 204)
    }))

  test('is told of by its members, users and groups', () =>
    inScene(async ({ world, admin }) => {
      const [ann = '', bob = ''] = await provisionPeople(world, ['A1', 'B1'])
      const [sales, others] = [await createGroup(admin, 'sales'), await createGroup(admin, 'others')]
      const unit = (await admin.post('/directory/administrativeUnits', restricted)).json<{ id: string }>().id
      const open = await createUnit(admin, bob, others)
      for (const id of [ann, sales]) await addTo(admin, unit, id)
      const told = async (path: string) => (await admin.get(path)).json().isManagementRestricted
      const among = async (path: string) => {
        const { value } = (await admin.get(path)).json<{ value: Json[] }>()
        return value.filter(({ isManagementRestricted }) => isManagementRestricted === true).map(({ id }) => id)
      }
      for (const [set, within, outside] of [
        ['users', ann, bob],
        ['groups', sales, others],
      ]) {
        const select = '$select=id,isManagementRestricted'
        assert.equal(await told(`/${set}/${within}?${select}`), true, set)
        assert.equal(await told(`/${set}/${outside}?${select}`), null, set)
        assert.deepEqual(await among(`/${set}?${select}`), [within])
      }
      assert.deepEqual(await among('/beta/users'), [ann], 'beta sends it by itself')
      assert.equal((await admin.get(`/users/${ann}/isManagementRestricted`)).json().value, true)
      await admin.delete(`/directory/administrativeUnits/${unit}/members/${ann}/$ref`)
      await addTo(admin, open, ann)
      assert.deepEqual(await among('/beta/users'), [])
    }))

  test('takes no Microsoft 365 groups', () =>
    inScene(async ({ admin }) => {
      const unit = (await admin.post('/directory/administrativeUnits', restricted)).json<{ id: string }>().id
      const names = { displayName: 'Team', mailNickname: 'team' }
      const body = { ...names, groupTypes: ['Unified'], mailEnabled: true, securityEnabled: false }
      const made = await admin.post(`/directory/administrativeUnits/${unit}/members`, body)
      assert.equal(codeOf(made), '400 Request_BadRequest')
      const group = (await admin.post('/groups', body)).json<{ id: string }>().id
      const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/groups/${group}` }
      const added = await admin.post(`/directory/administrativeUnits/${unit}/members/$ref`, reference)
      assert.equal(codeOf(added), '400 Request_BadRequest')
    }))
})

async function asRole(
  { world, callers }: Pick<Scene, 'world' | 'callers'>,
  caller: RoleName,
  method: string,
  path: string,
) {
  const token = await callers.token({ kind: 'delegated', caller, permissions: scopes })
  const headers = { 'content-type': 'application/json' }
  return world.send(method, `/v1.0${path}`, { token, headers, body: JSON.stringify({ jobTitle: 'Clerk' }) })
}

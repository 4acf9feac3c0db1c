import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Permission } from '../src/auth/permissions.ts'
import { type AuthorizationWorld, type CallerName, openAuthorizationWorld } from './authorization-world.ts'
import { type Answer, type Json, openWorld, type World } from './world.ts'

/** What a signed-in user tries, and what has to come of it. */
interface Attempt {
  readonly what: string
  readonly caller: CallerName
  readonly scopes: readonly Permission[]
  readonly method: string
  readonly path: () => string
  readonly body?: () => Json
  readonly status: number
}

describe('what a directory role does not give', () => {
  let world: World
  let callers: AuthorizationWorld
  /** An ordinary user, one that is deleted, and an administrator that is deleted. */
  let victim = ''
  let deletedUser = ''
  let deletedAdministrator = ''
  let deletedRoleGroup = ''
  let partAdministrator = ''
  let deletedApplication = ''

  const idOf = (caller: CallerName) => callers.idOf(caller)

  async function send(attempt: Omit<Attempt, 'what' | 'status'>): Promise<Answer> {
    const { caller, scopes, method, path, body } = attempt
    return world.send(method, `/v1.0${path()}`, {
      token: await callers.token({ kind: 'delegated', caller, permissions: scopes }),
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body()) }),
    })
  }

  async function asAdministrator(method: string, path: string, body?: Json): Promise<Json> {
    const scopes: readonly Permission[] = [
      'User.ReadWrite.All',
      'Group.ReadWrite.All',
      'RoleManagement.ReadWrite.Directory',
    ]
    const request = { caller: 'Global Administrator', scopes, method, path: () => path } as const
    const answer = await send({ ...request, ...(body && { body: () => body }) })
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.text === '' ? {} : answer.json()
  }

  async function addUser(name: string): Promise<string> {
    const user = await asAdministrator('POST', '/users', {
      accountEnabled: true,
      displayName: name,
      mailNickname: name,
      userPrincipalName: `${name}@fabrikam.example`,
      passwordProfile: { password: 'Regen-2026-Sommer!' },
    })
    return String(user.id)
  }

  before(async () => {
    world = await openWorld()
    callers = await openAuthorizationWorld(world, { servicePrincipal: 0, application: 0, group: 0, deleted: 1 })
    victim = await addUser('victim')
    deletedUser = await addUser('leaver')
    deletedAdministrator = await addUser('former-administrator')
    const reader = { roleTemplateId: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451' }
    const roles = await asAdministrator('GET', `/directoryRoles?$filter=roleTemplateId eq '${reader.roleTemplateId}'`)
    const [role] = roles.value as readonly Json[]
    const reference = { '@odata.id': `${world.origin}/v1.0/users/${deletedAdministrator}` }
    await asAdministrator('POST', `/directoryRoles/${role?.id}/members/$ref`, reference)
    partAdministrator = await addUser('part-administrator')
    await asAdministrator('POST', '/roleManagement/directory/roleAssignments', {
      principalId: partAdministrator,
      roleDefinitionId: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
      directoryScopeId: `/${victim}`,
    })
    for (const id of [deletedUser, deletedAdministrator]) await asAdministrator('DELETE', `/users/${id}`)
    const group = await asAdministrator('POST', '/groups', {
      displayName: 'Administrators',
      mailEnabled: true,
      mailNickname: 'administrators',
      securityEnabled: true,
      groupTypes: ['Unified'],
      visibility: 'Private',
      isAssignableToRole: true,
    })
    deletedRoleGroup = String(group.id)
    await asAdministrator('DELETE', `/groups/${deletedRoleGroup}`)
    deletedApplication = callers.target('deleted')
  })

  after(async () => {
    await callers.close()
    await world[Symbol.asyncDispose]()
  })

  const helpdesk = { caller: 'Helpdesk Administrator', scopes: ['User.ReadWrite.All'] } as const
  const ordinary = { caller: 'member', scopes: ['User.ReadWrite', 'User.ReadWrite.All'] } as const
  const ofVictim = () => `/users/${victim}`
  const bindManager = () => ({ 'manager@odata.bind': `${world.origin}/v1.0/users/${victim}` })

  const attempts: readonly Attempt[] = [
    {
      what: 'an ordinary user does not choose its own manager',
      ...ordinary,
      method: 'PATCH',
      path: () => `/users/${idOf('member')}`,
      body: bindManager,
      status: 403,
    },
    {
      what: 'an ordinary user does not name its own department',
      ...ordinary,
      method: 'PATCH',
      path: () => `/users/${idOf('member')}`,
      body: () => ({ city: 'Ulm', department: 'Board' }),
      status: 403,
    },
    {
      what: 'a scope that only deletes users does not show them',
      caller: 'member',
      scopes: ['User.Read', 'User.DeleteRestore.All', 'User-Phone.ReadWrite.All'],
      method: 'GET',
      path: ofVictim,
      status: 403,
    },
    {
      what: 'an ordinary user writes its own contact fields',
      ...ordinary,
      method: 'PATCH',
      path: () => `/users/${idOf('member')}`,
      body: () => ({ city: 'Ulm', mobilePhone: '+49 1' }),
      status: 204,
    },
    {
      what: 'an administrator without rights over users writes its own contact fields as everybody does',
      caller: 'Authentication Administrator',
      scopes: ['User.ReadWrite'],
      method: 'PATCH',
      path: () => `/users/${idOf('Authentication Administrator')}`,
      body: () => ({ city: 'Ulm' }),
      status: 204,
    },
    {
      what: 'an ordinary user does not delete itself',
      ...ordinary,
      method: 'DELETE',
      path: () => `/users/${idOf('member')}`,
      status: 403,
    },
    {
      what: 'a Helpdesk Administrator does not rename people',
      ...helpdesk,
      method: 'PATCH',
      path: ofVictim,
      body: () => ({ displayName: 'Somebody else' }),
      status: 403,
    },
    {
      what: 'a Helpdesk Administrator does not change by which name people sign in',
      ...helpdesk,
      method: 'PATCH',
      path: ofVictim,
      body: () => ({ userPrincipalName: 'other@fabrikam.example' }),
      status: 403,
    },
    {
      what: 'a Helpdesk Administrator does not set managers, not in a body either',
      ...helpdesk,
      method: 'PATCH',
      path: ofVictim,
      body: bindManager,
      status: 403,
    },
    {
      what: 'a Helpdesk Administrator does not delete people',
      ...helpdesk,
      method: 'DELETE',
      path: ofVictim,
      status: 403,
    },
    {
      what: 'a Helpdesk Administrator resets the password of an ordinary user',
      caller: 'Helpdesk Administrator',
      scopes: ['User-PasswordProfile.ReadWrite.All'],
      method: 'PATCH',
      path: ofVictim,
      body: () => ({ passwordProfile: { password: 'Regen-2026-Herbst!' } }),
      status: 204,
    },
    {
      what: 'a Helpdesk Administrator does not reset the password of an administrator',
      caller: 'Helpdesk Administrator',
      scopes: ['User-PasswordProfile.ReadWrite.All'],
      method: 'PATCH',
      path: () => `/users/${idOf('Global Reader')}`,
      body: () => ({ passwordProfile: { password: 'Regen-2026-Herbst!' } }),
      status: 403,
    },
    {
      what: 'Directory Writers write people and do not delete them',
      caller: 'Directory Writers',
      scopes: ['User.ReadWrite.All'],
      method: 'DELETE',
      path: ofVictim,
      status: 403,
    },
    {
      what: 'a User Administrator does not end the sessions of an administrator',
      caller: 'User Administrator',
      scopes: ['User.RevokeSessions.All'],
      method: 'POST',
      path: () => `/users/${idOf('Global Reader')}/revokeSignInSessions`,
      status: 403,
    },
    {
      what: 'a User Administrator does not delete who administers a part of the tenant',
      caller: 'User Administrator',
      scopes: ['User.ReadWrite.All'],
      method: 'DELETE',
      path: () => `/users/${partAdministrator}`,
      status: 403,
    },
    {
      what: 'an administrator ends its own sessions',
      caller: 'Reports Reader',
      scopes: ['User.RevokeSessions.All'],
      method: 'POST',
      path: () => `/users/${idOf('Reports Reader')}/revokeSignInSessions`,
      status: 200,
    },
    {
      what: 'a Groups Administrator does not bring users back',
      caller: 'Groups Administrator',
      scopes: ['User.ReadWrite.All', 'Group.ReadWrite.All'],
      method: 'POST',
      path: () => `/directory/deletedItems/${deletedUser}/restore`,
      status: 403,
    },
    {
      what: 'an Application Administrator does not end users for good',
      caller: 'Application Administrator',
      scopes: ['User.ReadWrite.All', 'Application.ReadWrite.All'],
      method: 'DELETE',
      path: () => `/directory/deletedItems/${deletedUser}`,
      status: 403,
    },
    {
      what: 'a User Administrator does not bring an administrator back',
      caller: 'User Administrator',
      scopes: ['User.ReadWrite.All'],
      method: 'POST',
      path: () => `/directory/deletedItems/${deletedAdministrator}/restore`,
      status: 403,
    },
    {
      what: 'a User Administrator does not end applications for good',
      caller: 'User Administrator',
      scopes: ['User.ReadWrite.All', 'Application.ReadWrite.All'],
      method: 'DELETE',
      path: () => `/directory/deletedItems/${deletedApplication}`,
      status: 403,
    },
    {
      what: 'a Groups Administrator does not bring back a group that has directory roles',
      caller: 'Groups Administrator',
      scopes: ['Group.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
      method: 'POST',
      path: () => `/directory/deletedItems/${deletedRoleGroup}/restore`,
      status: 403,
    },
    {
      what: 'a User Administrator brings an ordinary user back',
      caller: 'User Administrator',
      scopes: ['User.ReadWrite.All'],
      method: 'POST',
      path: () => `/directory/deletedItems/${deletedUser}/restore`,
      status: 200,
    },
    {
      what: 'nobody deletes the last Global Administrator, not even itself',
      caller: 'Global Administrator',
      scopes: ['User.ReadWrite.All'],
      method: 'DELETE',
      path: () => `/users/${idOf('Global Administrator')}`,
      status: 400,
    },
  ]
  for (const { what, status, ...attempt } of attempts) {
    test(what, async () => {
      const answer = await send(attempt)
      assert.equal(answer.status, status, answer.text)
    })
  }
})

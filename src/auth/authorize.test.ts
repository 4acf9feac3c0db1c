import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Admission } from '../http/server.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import { EntrainError } from '../model/error.ts'
import type { Principal } from '../model/principal.ts'
import { createAuthorize } from './authorize.ts'
import { createIsSelf, createOwns } from './ownership.ts'
import type { Permission } from './permissions.ts'
import { createFindReach } from './reach.ts'
import { roleTemplates } from './role-templates.ts'

const owned: DirectoryObject = {
  id: 'sp-1',
  type: 'servicePrincipal',
  version: 1,
  deletedDateTime: null,
  properties: { appId: 'app-1' },
}
const tenantOf = (tenantId: string) => ({
  objects: {
    find: async (id: string) => (tenantId === 't' && id === owned.id ? owned : undefined),
    findDeleted: async () => undefined,
    findByKey: async (type: string, { name, value }: { name: string; value: string }) =>
      tenantId === 't' && `${type} ${name} ${value}` === 'servicePrincipal appId app-1' ? owned : undefined,
    isLinked: async (relation: string, fromId: string, toId: string) =>
      relation === 'owners' && fromId === 'sp-1' && ['caller', 'u'].includes(toId),
  },
  directory: { findUserByPrincipalName: async () => undefined },
})
const authorize = createAuthorize({
  owns: createOwns(tenantOf),
  isSelf: createIsSelf(tenantOf),
  findReach: createFindReach({ tenantOf, findRestrictedUnits: async () => new Set() }),
})

const upload = {
  method: 'POST' as const,
  path: '/servicePrincipals/{id}/synchronization/jobs/{jobId}/bulkUpload',
  permissions: {
    application: ['SynchronizationData-User.Upload', 'SynchronizationData-User.Upload.OwnedBy'] as Permission[],
    delegated: ['SynchronizationData-User.Upload'] as Permission[],
    delegatedRoles: [roleTemplates['Global Administrator']],
  },
}
const logs = {
  method: 'GET' as const,
  path: '/auditLogs/provisioning',
  permissions: {
    application: ['ProvisioningLog.Read.All', 'AuditLog.Read.All'] as Permission[],
    delegated: ['ProvisioningLog.Read.All'] as Permission[],
    delegatedRoles: [roleTemplates['Reports Reader']],
  },
}

const application = (...roles: string[]): Principal => ({
  kind: 'application',
  tenantId: 't',
  appId: 'a',
  servicePrincipalId: 'caller',
  roles,
})
const user = (scopes: string[], directoryRoles: string[]): Principal => ({
  kind: 'user',
  tenantId: 't',
  appId: 'a',
  userId: 'u',
  scopes,
  directoryRoles,
})

/** `allowed`, or the code of the refusal and of what is missing. */
async function ask(principal: Principal, route: Admission<Permission>['route'], id = 'sp-1'): Promise<string> {
  try {
    await authorize({ principal, route, params: { id, jobId: 'j' } })
    return 'allowed'
  } catch (error) {
    if (!(error instanceof EntrainError)) throw error
    return [error.code, ...error.details.map((detail) => detail.code)].join(' ')
  }
}

describe('authorize', () => {
  test('an application passes with one of the permissions of the route', async () => {
    assert.equal(await ask(application('SynchronizationData-User.Upload'), upload, 'any'), 'allowed')
    assert.equal(await ask(application('AuditLog.Read.All'), logs), 'allowed')
  })

  test('an application without any of them is refused and told what is missing', async () => {
    assert.equal(await ask(application(), upload), 'accessDenied PermissionMissing')
    assert.equal(await ask(application('Synchronization.ReadWrite.All'), upload), 'accessDenied PermissionMissing')
  })

  test('an OwnedBy permission holds for owned service principals only, by object id and by client id', async () => {
    const caller = application('SynchronizationData-User.Upload.OwnedBy')
    assert.equal(await ask(caller, upload, 'sp-1'), 'allowed')
    assert.equal(await ask(caller, upload, 'appId=app-1'), 'allowed')
    assert.equal(await ask(caller, upload, 'sp-2'), 'accessDenied OwnershipMissing')
    assert.equal(await ask({ ...caller, tenantId: 'other' }, upload, 'sp-1'), 'accessDenied OwnershipMissing')
  })

  test('a user needs the scope and one of the roles', async () => {
    const scope = ['SynchronizationData-User.Upload']
    const administrator = roleTemplates['Global Administrator']
    assert.equal(await ask(user(scope, [administrator]), upload), 'allowed')
    assert.equal(
      await ask(user(scope, [roleTemplates['Application Administrator']]), upload),
      'accessDenied DirectoryRoleMissing',
    )
    assert.equal(await ask(user(['User.Read'], [administrator]), upload), 'accessDenied PermissionMissing')
    const reader = [roleTemplates['Reports Reader']]
    assert.equal(await ask(user(['ProvisioningLog.Read.All'], reader), logs), 'allowed')
  })

  test('a route for every valid token asks a user for no role', async () => {
    const batch = {
      method: 'POST',
      path: '/$batch',
      permissions: { application: 'any', delegated: 'any', delegatedRoles: [] },
    } as const
    assert.equal(await ask(user([], []), batch), 'allowed')
    assert.equal(await ask(application(), batch), 'allowed')
  })

  test('the scopes of a user token open nothing for applications, and the other way round', async () => {
    assert.equal(await ask(user(['AuditLog.Read.All'], []), logs), 'permissionMissing PermissionMissing')
  })

  test('below auditLogs the refusal names the permissions that would do', async () => {
    const call = authorize({ principal: application('User.Read.All'), route: logs, params: {} })
    await assert.rejects(call, (error: unknown) => {
      assert.ok(error instanceof EntrainError)
      assert.equal(error.code, 'permissionMissing')
      assert.match(error.message, /ProvisioningLog\.Read\.All, AuditLog\.Read\.All/)
      return true
    })
  })

  const row = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, permission: Permission) => ({
    method,
    path,
    permissions: { application: [permission], delegated: [permission], delegatedRoles: [] },
  })
  const change = row('PATCH', '/servicePrincipals/{id}', 'Application.ReadWrite.All')
  const writer = ['Application.ReadWrite.All']

  test('a member reads most of the directory, writes what it owns and needs a role for the rest', async () => {
    assert.equal(await ask(user(['User.Read.All'], []), row('GET', '/users/{id}', 'User.Read.All')), 'allowed')
    assert.equal(await ask(user(writer, []), change, 'sp-2'), 'accessDenied DirectoryRoleMissing')
    assert.equal(await ask(user(writer, []), change, 'sp-1'), 'allowed')
    const administrator = [roleTemplates['Cloud Application Administrator']]
    assert.equal(await ask(user(writer, administrator), change, 'sp-2'), 'allowed')
    assert.equal(await ask(user(writer, []), row('POST', '/applications', 'Application.ReadWrite.All')), 'allowed')
  })

  test('a guest sees itself and nobody else, unless a role says so', async () => {
    const one = row('GET', '/users/{id}', 'User.Read.All')
    const guest = { ...user(['User.Read.All'], []), isGuest: true }
    assert.equal(await ask(guest, one, 'U'), 'allowed')
    assert.equal(await ask(guest, one, 'other'), 'accessDenied DirectoryRoleMissing')
    assert.equal(await ask({ ...guest, directoryRoles: [roleTemplates['Directory Readers']] }, one, 'other'), 'allowed')
  })

  test('a Global Administrator has no say in custom security attributes', async () => {
    const sets = row('GET', '/directory/attributeSets', 'CustomSecAttributeDefinition.Read.All')
    const scope = ['CustomSecAttributeDefinition.Read.All']
    const ask1 = (role: keyof typeof roleTemplates) => ask(user(scope, [roleTemplates[role]]), sets)
    assert.equal(await ask1('Global Administrator'), 'accessDenied DirectoryRoleMissing')
    assert.equal(await ask1('Attribute Definition Reader'), 'allowed')
  })

  test('an application is told that /me is for signed-in users', async () => {
    assert.equal(await ask(application('User.Read.All'), row('GET', '/me', 'User.Read')), 'badRequest')
  })

  test('what an OwnedBy permission opens without naming an object reaches over what is owned only', async () => {
    const params = {}
    const route = row('GET', '/servicePrincipals', 'Application.ReadWrite.OwnedBy')
    const principal = application('Application.ReadWrite.OwnedBy')
    assert.deepEqual(await authorize({ principal, route, params }), { ownedOnly: true })
  })
})

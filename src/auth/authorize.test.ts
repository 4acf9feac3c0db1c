import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ServicePrincipal } from '../model/application.ts'
import { EntrainError } from '../model/error.ts'
import type { Principal } from '../model/principal.ts'
import { createAuthorize } from './authorize.ts'
import { createOwns } from './ownership.ts'
import type { Permission } from './permissions.ts'
import { roleTemplates } from './role-templates.ts'

const owned: ServicePrincipal = {
  id: 'sp-1',
  appId: 'app-1',
  displayName: 'HR inbound',
  accountEnabled: true,
  tags: [],
  ownerIds: ['CALLER'],
}
const authorize = createAuthorize({
  owns: createOwns((tenantId) => ({
    findServicePrincipal: async (id) => (tenantId === 't' && id === owned.id ? owned : undefined),
    findServicePrincipalByAppId: async (id) => (tenantId === 't' && id === owned.appId ? owned : undefined),
  })),
})

const upload = {
  path: '/servicePrincipals/{id}/synchronization/jobs/{jobId}/bulkUpload',
  permissions: {
    application: ['SynchronizationData-User.Upload', 'SynchronizationData-User.Upload.OwnedBy'] as Permission[],
    delegated: ['SynchronizationData-User.Upload'] as Permission[],
    delegatedRoles: [roleTemplates['Global Administrator']],
  },
}
const logs = {
  path: '/auditLogs/provisioning',
  permissions: {
    application: ['ProvisioningLog.Read.All', 'AuditLog.Read.All'] as Permission[],
    delegated: ['ProvisioningLog.Read.All'] as Permission[],
    delegatedRoles: [],
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
async function ask(principal: Principal, route: typeof upload | typeof logs, id = 'sp-1'): Promise<string> {
  try {
    await authorize({ principal, route, params: route === upload ? { id, jobId: 'j' } : {} })
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
    assert.equal(await ask(user(['ProvisioningLog.Read.All'], []), logs), 'allowed')
  })

  test('the scopes of a user token open nothing for applications, and the other way round', async () => {
    assert.equal(await ask(user(['AuditLog.Read.All'], []), logs), 'permissionMissing')
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
})

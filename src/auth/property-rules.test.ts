import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Principal } from '../model/principal.ts'
import type { Permission } from './permissions.ts'
import { mayRead, mayWrite } from './property-rules.ts'
import { type RoleName, roleTemplates } from './role-templates.ts'

const application = (roles: Permission[], ...names: RoleName[]): Principal => ({
  kind: 'application',
  tenantId: 't',
  appId: 'a',
  servicePrincipalId: 's',
  roles,
  directoryRoles: names.map((name) => roleTemplates[name]),
})
const user = (scopes: Permission[], ...names: RoleName[]): Principal => ({
  kind: 'user',
  tenantId: 't',
  appId: 'a',
  userId: 'u',
  scopes,
  directoryRoles: names.map((name) => roleTemplates[name]),
})
const everything: Permission[] = ['User.ReadWrite.All', 'Directory.ReadWrite.All']

describe('property rules', () => {
  test('what has no rule is open to whom the route lets in', () => {
    assert.equal(mayRead(application([]), 'user', 'displayName'), true)
    assert.equal(mayWrite(application([]), 'user', 'displayName'), true)
  })

  test('custom security attributes need their own permission, and a signed-in user an attribute role', () => {
    const path = 'customSecurityAttributes/Engineering/Project'
    assert.equal(mayRead(application(everything), 'user', path), false)
    assert.equal(mayRead(application(['CustomSecAttributeAssignment.Read.All']), 'user', path), true)
    const scopes: Permission[] = ['CustomSecAttributeAssignment.ReadWrite.All']
    assert.equal(mayRead(user(scopes, 'Global Administrator'), 'user', path), false)
    assert.equal(mayRead(user(scopes, 'Attribute Assignment Reader'), 'user', path), true)
    assert.equal(mayWrite(user(scopes, 'Attribute Assignment Reader'), 'user', path), false)
    assert.equal(mayWrite(user(scopes, 'Attribute Assignment Administrator'), 'servicePrincipal', path), true)
    assert.equal(mayWrite(application(everything), 'user', path, { on: 'create' }), false)
  })

  test('the leave date is read and written by different roles', () => {
    const scopes: Permission[] = ['User-LifeCycleInfo.ReadWrite.All']
    assert.equal(mayRead(user(scopes, 'Global Reader'), 'user', 'employeeLeaveDateTime'), true)
    assert.equal(mayWrite(user(scopes, 'Global Reader'), 'user', 'employeeLeaveDateTime'), false)
    assert.equal(mayWrite(user(scopes, 'Global Administrator'), 'user', 'employeeLeaveDateTime'), true)
  })

  test('sign-in activity is read with the permission for logs and written by nobody', () => {
    assert.equal(mayRead(application(['User.Read.All']), 'user', 'signInActivity'), false)
    assert.equal(mayRead(application(['AuditLog.Read.All']), 'user', 'signInActivity'), true)
    assert.equal(mayWrite(application(everything), 'user', 'signInActivity'), false)
  })

  test('an application resets passwords with the permission and a role that may; a new user brings its password', () => {
    const permission: Permission[] = ['User-PasswordProfile.ReadWrite.All']
    assert.equal(mayWrite(application(permission), 'user', 'passwordProfile'), false)
    assert.equal(mayWrite(application(permission, 'Helpdesk Administrator'), 'user', 'passwordProfile'), true)
    assert.equal(mayWrite(application(everything, 'User Administrator'), 'user', 'passwordProfile'), false)
    assert.equal(mayWrite(application(everything), 'user', 'passwordProfile', { on: 'create' }), true)
  })

  test('sensitive properties of an administrator are for privileged roles', () => {
    const targetRoles = [roleTemplates['Application Administrator']]
    const write = (name: RoleName) =>
      mayWrite(user(everything, name), 'user', 'accountEnabled', { on: 'update', targetRoles })
    assert.equal(write('User Administrator'), false)
    assert.equal(write('Global Administrator'), true)
    assert.equal(mayWrite(user(everything, 'User Administrator'), 'user', 'accountEnabled'), true)
  })

  test('an ordinary user changes its contact fields and nothing else of itself', () => {
    const self = { on: 'update', isSelf: true } as const
    assert.equal(mayWrite(user(everything), 'user', 'mobilePhone', self), true)
    assert.equal(mayWrite(user(everything), 'user', 'jobTitle', self), false)
    assert.equal(mayWrite(user(everything), 'user', 'accountEnabled', self), false)
    assert.equal(mayWrite(user(everything, 'User Administrator'), 'user', 'jobTitle', self), true)
  })
})

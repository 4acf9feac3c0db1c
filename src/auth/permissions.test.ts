import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isOwnedBy, isPermission, permissionOfAppRole, permissions } from './permissions.ts'
import { roleTemplates } from './role-templates.ts'

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

describe('permissions', () => {
  test('every id is a GUID of its own', () => {
    const ids = Object.values(permissions).flatMap(({ application, delegated }) => [application, delegated])
    const given = ids.filter((id) => id !== null)
    assert.equal(new Set(given).size, given.length)
    for (const id of given) assert.match(id, guid)
  })

  test('every permission has at least one form', () => {
    for (const { application, delegated } of Object.values(permissions)) assert.ok(application ?? delegated)
  })

  test('what holds only for owned objects exists for applications only', () => {
    const owned = Object.keys(permissions).filter(isPermission).filter(isOwnedBy)
    assert.deepEqual(owned, ['SynchronizationData-User.Upload.OwnedBy', 'Application.ReadWrite.OwnedBy'])
    for (const name of owned) assert.equal(permissions[name].delegated, null)
  })

  test('an app role id leads back to its permission, in any letter case', () => {
    assert.equal(permissionOfAppRole('DB31E92A-B9EA-4D87-BF6A-75A37A9CA35A'), 'SynchronizationData-User.Upload')
    assert.equal(permissionOfAppRole('1a2e7420-4e92-4d2b-94cb-fb2952e9ddf7'), undefined)
    assert.equal(isPermission('toString'), false)
  })

  test('role templates have ids of their own', () => {
    const ids = Object.values(roleTemplates)
    assert.equal(new Set(ids).size, ids.length)
    for (const id of ids) assert.match(id, guid)
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { permissions } from '../../auth/permissions.ts'
import { describePermission } from './describe-permission.ts'

test('every permission is described in words, none as another', () => {
  const descriptions = Object.keys(permissions).map((name) => [name, describePermission(name)] as const)
  for (const [name, description] of descriptions) {
    assert.notEqual(description, name)
    assert.doesNotMatch(description, /\.|undefined/, name)
  }
  assert.equal(new Set(descriptions.map(([, description]) => description)).size, descriptions.length)
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { DirectoryObject, ObjectType } from '../model/directory-object.ts'
import { readDirectoryRoles, toRoleNames } from './directory-roles.ts'
import { roleTemplates } from './role-templates.ts'

const object = (id: string, type: ObjectType, properties: DirectoryObject['properties']): DirectoryObject => ({
  id,
  type,
  version: 1,
  deletedDateTime: null,
  properties,
})

/** `memberOf` names the objects that a member belongs to. */
function directory(objects: readonly DirectoryObject[], memberOf: Readonly<Record<string, readonly string[]>>) {
  return {
    listLinking: async (
      _relation: string,
      id: string,
      { limit, afterId = '' }: { limit: number; afterId?: string | undefined },
    ) => (memberOf[id] ?? []).filter((each) => each > afterId).slice(0, limit),
    findMany: async (ids: readonly string[]) => ids.map((id) => objects.find((each) => each.id === id)),
  }
}

const global = roleTemplates['Global Administrator']
const role = object('r', 'directoryRole', { roleTemplateId: global.toUpperCase() })
const assignable = object('g1', 'group', { isAssignableToRole: true })
const ordinary = object('g2', 'group', {})

describe('readDirectoryRoles', () => {
  test('a member of a role holds it', async () => {
    assert.deepEqual(await readDirectoryRoles(directory([role], { u: ['r'] }), 'u'), [global])
    assert.deepEqual(await readDirectoryRoles(directory([role], { u: [] }), 'u'), [])
  })

  test('so does a direct member of a role-assignable group, and of no other group', async () => {
    const objects = [role, assignable, ordinary]
    assert.deepEqual(await readDirectoryRoles(directory(objects, { u: ['g1'], g1: ['r'] }), 'u'), [global])
    assert.deepEqual(await readDirectoryRoles(directory(objects, { u: ['g2'], g2: ['r'] }), 'u'), [])
    assert.deepEqual(await readDirectoryRoles(directory(objects, { u: ['g2'], g2: ['g1'], g1: ['r'] }), 'u'), [])
  })

  test('a role is found behind hundreds of groups', async () => {
    const ids = Array.from({ length: 1_200 }, (_, index) => `a${String(index).padStart(4, '0')}`)
    const groups = ids.map((id) => object(id, 'group', {}))
    assert.deepEqual(await readDirectoryRoles(directory([...groups, role], { u: [...ids, 'r'] }), 'u'), [global])
  })

  test('roles have names for people to read', () => {
    assert.deepEqual(toRoleNames([global, 'unknown']), ['Global Administrator', 'unknown'])
  })
})

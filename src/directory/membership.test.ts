import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { DirectoryObject } from '../model/directory-object.ts'
import { listMemberOf, listTransitiveMemberIds, listTransitiveMemberOf, type MembershipReader } from './membership.ts'

/** Objects by id, and who is a member of what: `{ staff: ['ann', 'clerks'] }`. Pages are as long as asked for. */
function directory(members: Record<string, readonly string[]>, assignable: readonly string[] = []): MembershipReader {
  const find = (id: string): DirectoryObject | undefined => {
    if (!Object.hasOwn(members, id)) return undefined
    const isRole = id.startsWith('role')
    const properties = isRole
      ? { roleTemplateId: `template of ${id}` }
      : { isAssignableToRole: assignable.includes(id) }
    return { id, type: isRole ? 'directoryRole' : 'group', version: 1, deletedDateTime: null, properties }
  }
  const page = (ids: readonly string[], { limit, afterId = '' }: { limit: number; afterId?: string | undefined }) =>
    ids
      .toSorted()
      .filter((id) => id > afterId)
      .slice(0, limit)
  return {
    findMany: async (ids) => ids.map(find),
    listLinked: async (_, fromId, wanted) => page(members[fromId] ?? [], wanted),
    listLinking: async (_, toId, wanted) =>
      page(
        Object.keys(members).filter((id) => members[id]?.includes(toId)),
        wanted,
      ),
  }
}

const ids = (objects: readonly DirectoryObject[]) => objects.map(({ id }) => id)

describe('membership', () => {
  test('of an object is in groups and roles that name it', async () => {
    const reader = directory({ staff: ['ann'], clerks: ['bob'], roleReaders: ['ann'] })
    assert.deepEqual(ids(await listMemberOf(reader, 'ann')), ['roleReaders', 'staff'])
  })

  test('goes through groups in groups, once each, also when they contain each other', async () => {
    const reader = directory({ clerks: ['ann', 'everybody'], staff: ['clerks'], everybody: ['staff', 'clerks'] })
    assert.deepEqual(ids(await listTransitiveMemberOf(reader, 'ann')), ['clerks', 'everybody', 'staff'])
    assert.deepEqual(ids(await listTransitiveMemberOf(reader, 'clerks')), ['everybody', 'staff'])
    assert.deepEqual(await listTransitiveMemberIds(reader, 'everybody'), ['ann', 'clerks', 'staff'])
  })

  test('leaves out what lies in the deleted items, and whatever is reached through it', async () => {
    const reader = directory({ staff: ['clerks'], clerks: ['ann'] })
    const withoutClerks: MembershipReader = {
      ...reader,
      findMany: async (wanted) =>
        (await reader.findMany(wanted)).map((found) => (found?.id === 'clerks' ? undefined : found)),
    }
    assert.deepEqual(ids(await listTransitiveMemberOf(withoutClerks, 'ann')), [])
  })

  test('reads lists that are longer than a page of the store', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) => `user${String(index).padStart(4, '0')}`)
    assert.deepEqual(await listTransitiveMemberIds(directory({ staff: many }), 'staff'), many)
  })
})

describe('directory roles among the memberships of a principal', () => {
  test('are its own and those of role-assignable groups', async () => {
    const reader = directory({ roleA: ['ann'], roleB: ['admins'], admins: ['ann'] }, ['admins'])
    assert.deepEqual(ids(await listTransitiveMemberOf(reader, 'ann')), ['admins', 'roleA', 'roleB'])
  })

  test('are not those of nested groups, nor of groups that are not role-assignable', async () => {
    const members = { roleA: ['admins'], admins: ['clerks'], clerks: ['ann'], roleB: ['clerks'] }
    const reader = directory(members, ['admins'])
    assert.deepEqual(ids(await listTransitiveMemberOf(reader, 'ann')), ['admins', 'clerks'])
  })
})

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { createSampleTenant, type OpenStore, sampleUser } from './sample-data.conformance.ts'
import type { TenantStore } from './store.ts'
import type { NewObject, ObjectsWriter } from './store-objects.ts'

const all = { limit: 100 }

function sampleGroup(name: string): NewObject {
  const properties = { displayName: name, uniqueName: name }
  return { id: randomUUID(), type: 'group', properties, keys: [{ name: 'uniqueName', value: name }] }
}

function write<T>({ provisioning }: TenantStore, work: (objects: ObjectsWriter) => Promise<T>): Promise<T> {
  return provisioning.transaction(({ objects }) => work(objects))
}

export function objectsConformance(open: OpenStore): void {
  const tenantTest = (name: string, body: (tenant: TenantStore) => Promise<void>) =>
    test(name, async () => {
      const store = await open()
      await body(await createSampleTenant(store))
      await store.close()
    })

  describe('objects of the directory', () => {
    tenantTest('are found by id and by key, letter case ignored', async (tenant) => {
      const group = sampleGroup('Payroll')
      await write(tenant, (objects) => objects.insert(group))
      const found = await tenant.objects.find(group.id.toUpperCase())
      assert.deepEqual(found, {
        id: group.id,
        type: 'group',
        version: 1,
        deletedDateTime: null,
        properties: group.properties,
      })
      assert.deepEqual(await tenant.objects.findByKey('group', { name: 'uniqueName', value: 'PAYROLL' }), found)
      assert.deepEqual(await tenant.objects.findMany([randomUUID(), group.id]), [undefined, found])
    })

    tenantTest(
      'a key belongs to one living object of a type, and is free again when that is deleted',
      async (tenant) => {
        const [first, second] = [sampleGroup('One'), sampleGroup('one')]
        await write(tenant, async (objects) => {
          assert.deepEqual(await objects.insert(first), { kind: 'written' })
          assert.deepEqual(await objects.insert(second), { kind: 'taken', property: 'uniqueName' })
          assert.deepEqual(await objects.softDelete(first.id, '2026-01-05T08:00:00Z'), { kind: 'written' })
          assert.deepEqual(await objects.insert(second), { kind: 'written' })
          assert.deepEqual(await objects.restore(first.id), { kind: 'taken', property: 'uniqueName' })
          await objects.purge(second.id)
          assert.deepEqual(await objects.restore(first.id), { kind: 'written' })
        })
        assert.equal((await tenant.objects.find(first.id))?.version, 3)
        assert.equal(await tenant.objects.find(second.id), undefined)
      },
    )

    tenantTest('a deleted object is found among the deleted ones only', async (tenant) => {
      const group = sampleGroup('Gone')
      await write(tenant, async (objects) => {
        await objects.insert(group)
        await objects.softDelete(group.id, '2026-01-05T08:00:00Z')
        assert.deepEqual(await objects.softDelete(group.id, '2026-01-06T08:00:00Z'), { kind: 'gone' })
      })
      assert.equal(await tenant.objects.find(group.id), undefined)
      assert.equal((await tenant.objects.findDeleted(group.id))?.deletedDateTime, '2026-01-05T08:00:00Z')
      assert.deepEqual(await tenant.objects.list('group', all), [])
      assert.equal((await tenant.objects.list('group', { ...all, isDeleted: true })).length, 1)
    })

    tenantTest('are listed by id, page by page', async (tenant) => {
      const groups = Array.from({ length: 5 }, (_, index) => sampleGroup(`Group ${index}`))
      await write(tenant, async (objects) => {
        for (const group of groups) await objects.insert(group)
      })
      const ids = groups.map(({ id }) => id).toSorted()
      const first = await tenant.objects.list('group', { limit: 3 })
      const rest = await tenant.objects.list('group', { limit: 3, afterId: first.at(-1)?.id })
      assert.deepEqual(
        [...first, ...rest].map(({ id }) => id),
        ids,
      )
    })

    tenantTest('are linked both ways; purging one removes its links', async (tenant) => {
      const [group, member] = [sampleGroup('Outer'), sampleGroup('Inner')]
      await write(tenant, async (objects) => {
        await objects.insert(group)
        await objects.insert(member)
        assert.equal(await objects.link('members', group.id, member.id), true)
        assert.equal(await objects.link('members', group.id.toUpperCase(), member.id), false)
      })
      assert.deepEqual(await tenant.objects.listLinked('members', group.id, all), [member.id])
      assert.deepEqual(await tenant.objects.listLinking('members', member.id, all), [group.id])
      assert.equal(await tenant.objects.isLinked('members', group.id, member.id), true)
      assert.equal(await tenant.objects.countLinked('members', group.id), 1)
      await write(tenant, (objects) => objects.purge(member.id))
      assert.equal(await tenant.objects.countLinked('members', group.id), 0)
    })

    tenantTest('a change of a user concerns that user and nobody else', async (tenant) => {
      const [user, other] = [sampleUser(), sampleUser()]
      await tenant.provisioning.transaction(({ users }) => users.insert([other]))
      const before = await tenant.changes.latest()
      assert.equal(await tenant.changes.concerns(user.id, before), false)
      await tenant.provisioning.transaction(({ users }) => users.insert([user]))
      assert.equal(await tenant.changes.concerns(user.id.toUpperCase(), before), true)
      assert.equal(await tenant.changes.concerns(other.id, before), false)
    })

    tenantTest('every change is in the feed: objects, links and users', async (tenant) => {
      const [group, member] = [sampleGroup('Watched'), sampleGroup('Member')]
      const before = await tenant.changes.latest()
      await write(tenant, async (objects) => {
        await objects.insert(group)
        await objects.insert(member)
        await objects.link('members', group.id, member.id)
        await objects.replace({ ...group, properties: { displayName: 'Renamed' } })
      })
      const changes = await tenant.changes.list('group', { after: before, limit: 10 })
      assert.deepEqual(
        changes.map(({ id, link }) => [id, link]),
        [
          [group.id, null],
          [member.id, null],
          [group.id, { relation: 'members', otherId: member.id }],
          [group.id, null],
        ],
      )
      assert.deepEqual(await tenant.changes.list('user', { after: before, limit: 10 }), [])
      assert.equal(await tenant.changes.concerns(randomUUID(), before), true)
    })
  })

  describe('the feed', () => {
    const named = async ({ changes }: TenantStore, type: 'user' | 'group', after: number) =>
      (await changes.list(type, { after, limit: 20 })).map(({ id, changed }) => [id, changed?.toSorted() ?? null])

    tenantTest('tells which properties of an object an update has changed, and only an update', async (tenant) => {
      const group = sampleGroup('Named')
      const before = await tenant.changes.latest()
      await write(tenant, async (objects) => {
        await objects.insert(group)
        await objects.replace({ ...group, properties: { displayName: 'Renamed', rules: { a: [1] }, note: '1' } })
        await objects.replace({ ...group, properties: { displayName: 'Renamed', rules: { a: [2] }, note: '1' } })
        await objects.replace({ ...group, properties: { displayName: 'Renamed', rules: { a: [2] }, note: '1' } })
        await objects.softDelete(group.id, '2026-01-05T08:00:00Z')
        await objects.restore(group.id)
        await objects.link('members', group.id, randomUUID())
      })
      assert.deepEqual(
        await named(tenant, 'group', before),
        [null, ['displayName', 'note', 'rules', 'uniqueName'], ['rules'], [], null, null, null].map((names) => [
          group.id,
          names,
        ]),
      )
    })

    tenantTest('tells which properties of a user an update has changed, as far as its writer knows', async (tenant) => {
      const [ann, bo, boss] = [sampleUser(), sampleUser(), sampleUser()]
      const before = await tenant.changes.latest()
      await tenant.provisioning.transaction(async ({ users }) => {
        await users.insert([ann, bo, boss])
        const user = { ...ann, version: 1 }
        await users.replace([{ ...user, changed: ['jobTitle', 'city'] }])
        await users.setManagers([{ id: ann.id, managerId: boss.id }])
        await users.replace([user, { ...bo, version: 1, managerId: boss.id, changed: [] }])
        await users.remove([boss], 1_000)
      })
      assert.deepEqual(await named(tenant, 'user', before), [
        [ann.id, null],
        [bo.id, null],
        [boss.id, null],
        [ann.id, ['city', 'jobTitle']],
        [ann.id, ['manager']],
        [ann.id, null],
        [bo.id, []],
        [bo.id, ['manager']],
        [boss.id, null],
      ])
      await tenant.provisioning.transaction(({ deletedUsers }) => deletedUsers.restore(boss))
      const back = (await named(tenant, 'user', before)).slice(9)
      assert.ok(back.length > 0 && back.every(([id, names]) => id === boss.id && names === null))
    })
  })

  describe('the audit log', () => {
    tenantTest('is read newest first, by time and page by page', async (tenant) => {
      const entries = [3, 1, 2].map(
        (at) => ({ kind: 'directoryAudit', id: randomUUID(), at, properties: { at } }) as const,
      )
      await tenant.provisioning.transaction(({ audits }) => audits.append(entries))
      const times = async (page: Parameters<TenantStore['audits']['list']>[1]) =>
        (await tenant.audits.list('directoryAudit', page)).map(({ at }) => at)
      assert.deepEqual(await times(all), [3, 2, 1])
      assert.deepEqual(await times({ ...all, from: 2, until: 2 }), [2])
      const [newest] = await tenant.audits.list('directoryAudit', { limit: 1 })
      assert.deepEqual(await times({ ...all, afterId: newest?.id }), [2, 1])
      assert.deepEqual(await tenant.audits.find('directoryAudit', entries[0]?.id ?? ''), entries[0])
      assert.equal(await tenant.audits.find('signIn', entries[0]?.id ?? ''), undefined)
      assert.deepEqual(await times({ ...all, oldestFirst: true }), [1, 2, 3])
      const [oldest] = await tenant.audits.list('directoryAudit', { limit: 1, oldestFirst: true })
      assert.deepEqual(await times({ ...all, oldestFirst: true, afterId: oldest?.id }), [2, 3])
    })

    tenantTest('is purged by age, piece by piece', async (tenant) => {
      const entries = [1, 2, 3, 4].map(
        (at) => ({ kind: 'directoryAudit', id: randomUUID(), at, properties: { at } }) as const,
      )
      await tenant.provisioning.transaction(({ audits }) => audits.append(entries))
      assert.equal(await tenant.audits.purge(4, 2), 2)
      assert.equal(await tenant.audits.purge(4, 2), 1)
      assert.equal(await tenant.audits.purge(4, 2), 0)
      assert.deepEqual(
        (await tenant.audits.list('directoryAudit', all)).map(({ at }) => at),
        [4],
      )
    })
  })
}

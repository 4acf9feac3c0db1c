import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createSampleTenant, type OpenStore, sampleUser } from './sample-data.conformance.ts'
import type { TenantStore } from './store.ts'
import type { NewUser } from './store-provisioning.ts'

const deletedAt = Date.UTC(2026, 4, 1)

/** Needs a store that writes the whole directory. */
export function deletedUsersConformance(open: OpenStore): void {
  const withTenant = (run: (tenant: TenantStore) => Promise<void>) => async () => {
    const store = await open()
    await run(await createSampleTenant(store))
    await store.close()
  }
  const bury = (tenant: TenantStore, people: readonly NewUser[], at = deletedAt) =>
    tenant.provisioning.transaction(async ({ users }) => {
      await users.insert(people)
      await users.remove(people, at)
    })

  describe('deleted users', () => {
    test(
      'are found and listed by id, with the time, and are not among the living',
      withTenant(async (tenant) => {
        const people = [sampleUser(), sampleUser(), sampleUser()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
        await bury(tenant, people)
        const [ann] = people
        assert.ok(ann)
        const found = await tenant.directory.findDeletedUser(ann.id.toUpperCase())
        assert.deepEqual(found, { ...ann, version: 1, deletedDateTime: '2026-05-01T00:00:00.000Z' })
        const page = await tenant.directory.listDeletedUsers({ limit: 2 })
        const rest = await tenant.directory.listDeletedUsers({ limit: 2, afterId: page.at(-1)?.id })
        assert.deepEqual(
          [...page, ...rest].map(({ id }) => id),
          people.map(({ id }) => id),
        )
        assert.equal(await tenant.directory.findUser(ann.id), undefined)
        assert.equal(await tenant.directory.countUsers(null), 0)
      }),
    )

    test(
      'come back with the properties given, without a manager who is gone',
      withTenant(async (tenant) => {
        const boss = sampleUser()
        const [ann, bo] = [sampleUser({}, boss.id), sampleUser({}, boss.id)]
        await tenant.provisioning.transaction(({ users }) => users.insert([boss]))
        await bury(tenant, [ann, bo])
        const renamed = { ...ann.properties, userPrincipalName: 'again@fabrikam.example', employeeId: 'E-9' }
        await tenant.provisioning.transaction(async ({ deletedUsers, users }) => {
          assert.deepEqual(await deletedUsers.restore({ id: ann.id, properties: renamed }), { kind: 'written' })
          assert.equal(await deletedUsers.find(ann.id), undefined)
          await users.remove([boss], deletedAt)
          assert.deepEqual(await deletedUsers.restore(bo), { kind: 'written' })
          assert.deepEqual(await deletedUsers.restore(bo), { kind: 'gone' })
          assert.equal((await users.findBy('employeeId', ['e-9']))[0]?.[0]?.id, ann.id)
        })
        const back = await tenant.directory.findUserByPrincipalName('AGAIN@fabrikam.example')
        assert.deepEqual(back, { id: ann.id, version: 3, managerId: null, properties: renamed })
        assert.equal((await tenant.directory.findUser(bo.id))?.managerId, null)
        assert.deepEqual(await tenant.directory.listDeletedUsers({ limit: 9 }).then((all) => all.map(({ id }) => id)), [
          boss.id,
        ])
      }),
    )

    test(
      'stay deleted when somebody else has their principal name now',
      withTenant(async (tenant) => {
        const ann = sampleUser()
        await bury(tenant, [ann])
        const namesake = sampleUser({ userPrincipalName: ann.properties.userPrincipalName.toUpperCase() })
        await tenant.provisioning.transaction(async ({ users, deletedUsers }) => {
          await users.insert([namesake])
          assert.deepEqual(await deletedUsers.restore(ann), { kind: 'taken', property: 'userPrincipalName' })
        })
        assert.equal((await tenant.directory.findDeletedUser(ann.id))?.id, ann.id)
      }),
    )

    test(
      'are listed by age, and gone for good once purged',
      withTenant(async (tenant) => {
        const [young, old] = [sampleUser(), sampleUser()]
        await bury(tenant, [young], deletedAt + 1_000)
        await bury(tenant, [old])
        await tenant.provisioning.transaction(async ({ deletedUsers }) => {
          const listed = await deletedUsers.listBefore(deletedAt + 1_000, 10)
          assert.deepEqual(
            listed.map(({ id }) => id),
            [old.id],
          )
          assert.equal((await deletedUsers.listBefore(Number.MAX_SAFE_INTEGER, 1))[0]?.id, old.id)
          assert.deepEqual(await deletedUsers.purge(old.id), { kind: 'written' })
          assert.deepEqual(await deletedUsers.purge(old.id), { kind: 'gone' })
        })
        assert.equal(await tenant.directory.findDeletedUser(old.id), undefined)
      }),
    )
  })
}

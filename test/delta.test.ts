import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { openStore } from '../src/app/open-stores.ts'
import type { DirectoryTransaction } from '../src/contracts/store-writes.ts'
import { newObjectId } from '../src/directory/new-object-id.ts'
import { deltaTokenLifetimeMs } from '../src/graph/delta-token.ts'
import { type Client, type Json, openWorld, type World } from './world.ts'

interface Page {
  readonly value: readonly Json[]
  readonly '@odata.nextLink'?: string
  readonly '@odata.deltaLink'?: string
}

async function get(world: World, client: Client, path: string) {
  return world.send('GET', path.startsWith('https:') ? path : `/v1.0${path}`, { token: await world.token(client) })
}

/** All pages from a link on, and the link to go on with. */
async function follow(world: World, client: Client, path: string) {
  const items: Json[] = []
  for (let link: string = path; ; ) {
    const answer = await get(world, client, link)
    assert.equal(answer.status, 200, answer.text)
    const page = answer.json<Page>()
    items.push(...page.value)
    const { '@odata.nextLink': nextLink, '@odata.deltaLink': deltaLink } = page
    if (nextLink === undefined) return { items, deltaLink: deltaLink ?? assert.fail('no delta link') }
    link = nextLink
  }
}

async function write<T>(world: World, work: (transaction: DirectoryTransaction) => Promise<T>): Promise<T> {
  const store = await openStore(world.config.dataDirectory)
  try {
    return await store.forTenant(world.setUp.tenantId).provisioning.transaction(work)
  } finally {
    await store.close()
  }
}

function sample(number: number) {
  const properties = {
    userPrincipalName: `user${number}@fabrikam.example`,
    displayName: `User ${number}`,
    accountEnabled: true,
    createdDateTime: '2026-01-01T00:00:00Z',
  }
  return { id: newObjectId(Date.UTC(2026, 0, 1) + number), managerId: null, properties }
}

const idsOf = (items: readonly Json[]) => items.map(({ id }) => String(id)).toSorted()

describe('a delta query of users', () => {
  test('gives everybody in pages first, and then exactly those who changed', async () => {
    await using world = await openWorld()
    const client = await world.addClient(['User.Read.All'])
    const people = Array.from({ length: 1_200 }, (_, number) => sample(number))
    await write(world, ({ users }) => users.insert(people))
    const first = await follow(world, client, '/users/delta?$select=displayName,jobTitle')
    assert.deepEqual(idsOf(first.items), people.map(({ id }) => id).toSorted())
    assert.deepEqual(first.items[0], { id: first.items[0]?.id, displayName: 'User 0', jobTitle: null })

    const changed = people.filter((_, index) => index % 2 === 1)
    const [gone, purged] = [people[0], people[2]]
    assert.ok(gone && purged)
    await write(world, async ({ users, deletedUsers }) => {
      const titled = changed.map((user) => ({
        ...user,
        version: 1,
        properties: { ...user.properties, jobTitle: 'Head' },
      }))
      await users.replace(titled)
      await users.remove([gone, purged], Date.now())
      await deletedUsers.purge(purged.id)
    })
    const second = await follow(world, client, first.deltaLink)
    const removed = second.items.filter((item) => '@removed' in item)
    const updated = second.items.filter((item) => !('@removed' in item))
    assert.deepEqual(idsOf(updated), changed.map(({ id }) => id).toSorted())
    assert.ok(updated.every(({ jobTitle }) => jobTitle === 'Head'))
    const reasons = new Map(removed.map((item) => [item.id, item['@removed']]))
    assert.deepEqual(reasons.get(gone.id), { reason: 'changed' })
    assert.deepEqual(reasons.get(purged.id), { reason: 'deleted' })

    const third = await follow(world, client, second.deltaLink)
    assert.deepEqual(third.items, [])
    await write(world, ({ deletedUsers }) => deletedUsers.restore(gone))
    const fourth = await follow(world, client, third.deltaLink)
    assert.deepEqual(new Set(idsOf(fourth.items)), new Set([gone.id]))
    assert.ok(!('@removed' in (fourth.items[0] ?? {})))
  })

  test('can begin now, follow some only, and show managers', async () => {
    await using world = await openWorld()
    const client = await world.addClient(['User.Read.All'])
    const [ann, bo, cy] = [sample(1), sample(2), sample(3)]
    await write(world, ({ users }) => users.insert([ann, bo, cy]))
    const latest = await follow(world, client, '/users/delta?$deltatoken=latest&$select=manager')
    assert.deepEqual(latest.items, [])
    const filter = encodeURIComponent(`id eq '${ann.id}' or id eq '${bo.id}'`)
    const some = await follow(world, client, `/users/delta?$filter=${filter}`)
    assert.deepEqual(idsOf(some.items), [ann.id, bo.id])
    await write(world, ({ users }) => users.setManagers([ann, cy].map(({ id }) => ({ id, managerId: bo.id }))))
    const manager = [{ '@odata.type': '#microsoft.graph.user', id: bo.id }]
    const { items } = await follow(world, client, latest.deltaLink)
    assert.deepEqual(items, [
      { id: ann.id, 'manager@delta': manager },
      { id: cy.id, 'manager@delta': manager },
    ])
    assert.deepEqual(idsOf((await follow(world, client, some.deltaLink)).items), [ann.id])
    assert.equal(
      (await get(world, client, `/users/delta?$filter=${encodeURIComponent("displayName eq 'x'")}`)).status,
      400,
    )
    assert.equal((await get(world, client, '/users/delta?$top=5')).status, 400)
  })

  test('starts anew when a token is too old, changed, or of another set', async () => {
    await using world = await openWorld()
    const client = await world.addClient(['User.Read.All', 'Group.Read.All'])
    const { deltaLink } = await follow(world, client, '/users/delta')
    const wrong = [
      deltaLink.replace('/users/', '/groups/'),
      `${deltaLink.slice(0, -1)}${deltaLink.endsWith('A') ? 'B' : 'A'}`,
      `${world.origin}/v1.0/users/delta?$deltatoken=nonsense`,
    ]
    for (const link of wrong) {
      const answer = await get(world, client, link)
      assert.equal(answer.status, 410, link)
      assert.equal(answer.json<{ error: Json }>().error.code, 'syncStateNotFound')
      assert.match(String(answer.headers.location), /\/v1\.0\/(users|groups)\/delta$/)
    }
    world.moveClock(deltaTokenLifetimeMs + 1_000)
    assert.equal((await get(world, client, deltaLink)).status, 410)
  })
})

describe('a delta query of groups', () => {
  test('tells who joined and who left', async () => {
    await using world = await openWorld()
    const client = await world.addClient(['Group.Read.All'])
    const [ann, bo] = [sample(1), sample(2)]
    const group = randomUUID()
    await write(world, async ({ users, objects }) => {
      await users.insert([ann, bo])
      await objects.insert({ id: group, type: 'group', properties: { displayName: 'Staff' }, keys: [] })
      await objects.link('members', group, ann.id)
    })
    const first = await follow(world, client, '/groups/delta')
    const member = (id: string) => ({ '@odata.type': '#microsoft.graph.user', id })
    assert.equal(first.items[0]?.displayName, 'Staff')
    assert.deepEqual(first.items[0]?.['members@delta'], [member(ann.id)])
    await write(world, async ({ objects }) => {
      await objects.unlink('members', group, ann.id)
      await objects.link('members', group, bo.id)
      await objects.link('owners', group, bo.id)
    })
    const second = await follow(world, client, first.deltaLink)
    assert.deepEqual(second.items, [
      { id: group, 'members@delta': [{ ...member(ann.id), '@removed': { reason: 'deleted' } }, member(bo.id)] },
    ])
    await write(world, ({ objects }) => objects.softDelete(group, new Date().toISOString()))
    const third = await follow(world, client, second.deltaLink)
    assert.deepEqual(third.items, [{ id: group, '@removed': { reason: 'changed' } }])
  })
})

test('applications, service principals, roles and grants have delta queries too', async () => {
  await using world = await openWorld()
  const client = await world.addClient(['Application.Read.All', 'Directory.Read.All'])
  const applications = await follow(world, client, '/applications/delta?$select=appId')
  assert.ok(applications.items.some(({ appId }) => appId === world.setUp.clientId))
  for (const set of ['servicePrincipals', 'directoryRoles', 'oauth2PermissionGrants']) {
    const { deltaLink } = await follow(world, client, `/${set}/delta`)
    assert.deepEqual((await follow(world, client, deltaLink)).items, [], set)
  }
})

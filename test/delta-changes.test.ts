import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callerOf, type GraphCall } from './graph-call.ts'
import { type Json, openWorld, type World } from './world.ts'

/** Of each set. The whole thousand takes some seconds: ENTRAIN_DELTA_CHANGES=1000. */
const changesPerSet = Number(process.env.ENTRAIN_DELTA_CHANGES ?? '100')

const writer = ['User.ReadWrite.All', 'Group.ReadWrite.All', 'Application.ReadWrite.All', 'Directory.Read.All'] as const

interface Page {
  readonly value: readonly Json[]
  readonly '@odata.nextLink'?: string
  readonly '@odata.deltaLink'?: string
}

/** All pages from a link on, and the link to go on with. */
async function follow(call: GraphCall, link: string) {
  const items: Json[] = []
  for (let next = link; ; ) {
    const page: Page = await call.expect<Page>(200, 'GET', next)
    items.push(...page.value)
    const { '@odata.nextLink': nextLink, '@odata.deltaLink': deltaLink } = page
    if (nextLink === undefined) return { items, deltaLink: deltaLink ?? assert.fail('no delta link') }
    next = nextLink
  }
}

interface Item {
  readonly method: string
  readonly url: string
  readonly body?: Json
}

/** Sends requests twenty at a time; answers their bodies. */
async function batch(call: GraphCall, items: readonly Item[]): Promise<readonly Json[]> {
  const bodies: Json[] = []
  for (let first = 0; first < items.length; first += 20) {
    const requests = items.slice(first, first + 20).map((item, index) => ({
      id: String(index),
      ...item,
      ...(item.body && { headers: { 'content-type': 'application/json' } }),
    }))
    const { responses } = await call.expect<{ responses: Json[] }>(200, 'POST', '/$batch', { requests })
    const sorted = responses.toSorted((a, b) => Number(a.id) - Number(b.id))
    for (const { status, body } of sorted) {
      assert.ok(Number(status) < 300, JSON.stringify(body))
      bodies.push((body ?? {}) as Json)
    }
  }
  return bodies
}

type SetName = 'users' | 'groups' | 'applications' | 'servicePrincipals'

/** The body of a new object; service principals are made of applications that are there. */
function toBody(set: SetName, name: string, appIds: readonly unknown[], index: number): Json {
  switch (set) {
    case 'users':
      return {
        accountEnabled: true,
        displayName: name,
        mailNickname: name,
        userPrincipalName: `${name}@fabrikam.example`,
        passwordProfile: { password: 'Regen-2026-Sommer!' },
      }
    case 'groups':
      return { displayName: name, mailNickname: name, mailEnabled: false, securityEnabled: true }
    case 'applications':
      return { displayName: name }
    default:
      return { appId: appIds[index], displayName: name }
  }
}

interface Expected {
  readonly names: ReadonlyMap<string, string>
  readonly gone: ReadonlySet<string>
}

/** Creates, changes and deletes so many objects of a set in all; answers what has to come out. */
async function change(call: GraphCall, set: SetName, known: readonly string[]): Promise<Expected> {
  const count = Math.floor(changesPerSet / 5)
  const applications =
    set === 'servicePrincipals'
      ? await batch(
          call,
          Array.from({ length: count * 2 }, (_, index) => create('applications', `backing-${index}`)),
        )
      : []
  const appIds = applications.map(({ appId }) => appId)
  const made = await batch(
    call,
    Array.from({ length: count * 2 }, (_, index) => create(set, `new-${index}`, appIds, index)),
  )
  const added = made.map(({ id }) => String(id))
  // Of the new and of the known ones each: some change, some go.
  const updated = [...added.slice(0, count), ...known.slice(0, count)]
  const gone = [...added.slice(0, Math.floor(count / 2)), ...known.slice(-Math.ceil(count / 2))]
  await batch(
    call,
    updated.map((id, index) => ({ method: 'PATCH', url: `/${set}/${id}`, body: { displayName: `changed-${index}` } })),
  )
  await batch(
    call,
    gone.map((id) => ({ method: 'DELETE', url: `/${set}/${id}` })),
  )
  const names = new Map(added.map((id, index) => [id, `new-${index}`]))
  for (const [index, id] of updated.entries()) names.set(id, `changed-${index}`)
  for (const id of gone) names.delete(id)
  return { names, gone: new Set(gone) }
}

function create(set: SetName, name: string, appIds: readonly unknown[] = [], index = 0): Item {
  return { method: 'POST', url: `/${set}`, body: toBody(set, name, appIds, index) }
}

/** What the last word of each object is: its name, or null when it was removed. */
function outcomeOf(items: readonly Json[]): ReadonlyMap<string, unknown> {
  return new Map(items.map((item) => [String(item.id), '@removed' in item ? null : item.displayName]))
}

const sorted = (map: Iterable<readonly [string, unknown]>) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1))

describe('a delta query after many changes through Graph', () => {
  for (const set of ['users', 'groups', 'applications', 'servicePrincipals'] as const) {
    test(`of ${set} gives exactly those that changed, also to a client that goes on after a restart`, async () => {
      await using world = await openWorld()
      const call = callerOf(world, await world.addClient(writer))
      const count = Math.floor(changesPerSet / 5)
      const backing =
        set === 'servicePrincipals'
          ? await batch(
              call,
              Array.from({ length: count * 2 }, (_, index) => create('applications', `old-${index}`)),
            )
          : []
      const appIds = backing.map(({ appId }) => appId)
      const before = await batch(
        call,
        Array.from({ length: count * 2 }, (_, index) => create(set, `known-${index}`, appIds, index)),
      )
      const known = before.map(({ id }) => String(id))
      const start = await follow(call, `/${set}/delta?$select=displayName`)
      const shown = outcomeOf(start.items)
      for (const [index, id] of known.entries()) assert.equal(shown.get(id), `known-${index}`)

      const { names, gone } = await change(call, set, known)
      await world.restart()
      const { items, deltaLink } = await follow(call, start.deltaLink)
      const expected = [...names, ...[...gone].map((id) => [id, null] as const)]
      assert.deepEqual(sorted(outcomeOf(items)), sorted(expected))
      assert.deepEqual((await follow(call, deltaLink)).items, [])
    })
  }

  test('misses nothing that is written while it is read', async () => {
    await using world = await openWorld()
    const call = callerOf(world, await world.addClient(writer))
    let { deltaLink } = await follow(call, '/users/delta?$deltatoken=latest&$select=displayName')
    const seen = new Map<string, unknown>()
    const take = (items: readonly Json[]) => {
      for (const [id, outcome] of outcomeOf(items)) seen.set(id, outcome)
    }
    const names = Array.from({ length: 60 }, (_, index) => `ann-${index}`)
    const ids: string[] = []
    const writing = Promise.all(
      names.map(async (name) => {
        const { id } = await call.expect(201, 'POST', '/users', toBody('users', name, [], 0))
        ids.push(String(id))
        await call.expect(204, 'PATCH', `/users/${id}`, { displayName: `${name} changed` })
      }),
    )
    let isWriting = true
    const done = writing.finally(() => {
      isWriting = false
    })
    while (isWriting) {
      const page = await follow(call, deltaLink)
      deltaLink = page.deltaLink
      take(page.items)
    }
    await done
    take((await follow(call, deltaLink)).items)
    assert.deepEqual([...seen.keys()].toSorted(), ids.toSorted())
    assert.ok([...seen.values()].every((name) => String(name).endsWith(' changed')))
  })
})

describe('members and owners in a delta query', () => {
  async function team(world: World) {
    const call = callerOf(world, await world.addClient([...writer, 'User.DeleteRestore.All']))
    const [ann, bob, group] = await batch(call, [
      create('users', 'ann'),
      create('users', 'bob'),
      create('groups', 'team'),
    ])
    const ids = { ann: String(ann?.id), bob: String(bob?.id), group: String(group?.id) }
    for (const id of [ids.ann, ids.bob]) {
      const reference = { '@odata.id': `${world.origin}/v1.0/directoryObjects/${id}` }
      await call.expect(204, 'POST', `/groups/${ids.group}/members/$ref`, reference)
    }
    return { call, ...ids }
  }

  const member = (id: string) => ({ '@odata.type': '#microsoft.graph.user', id })
  const removed = (id: string) => ({
    '@odata.type': '#microsoft.graph.directoryObject',
    id,
    '@removed': { reason: 'deleted' },
  })

  test('go when they are deleted, and are back when they are restored', async () => {
    await using world = await openWorld()
    const { call, ann, bob, group } = await team(world)
    const start = await follow(call, '/groups/delta?$select=displayName,members')
    assert.deepEqual(start.items, [
      {
        displayName: 'team',
        id: group,
        'members@delta': [member(ann), member(bob)].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      },
    ])
    await call.expect(204, 'DELETE', `/users/${ann}`)
    const deleted = await follow(call, start.deltaLink)
    assert.deepEqual(deleted.items, [{ id: group, 'members@delta': [removed(ann)] }])
    const anew = await follow(call, '/groups/delta?$select=displayName,members')
    assert.deepEqual(anew.items, [{ displayName: 'team', id: group, 'members@delta': [member(bob)] }])
    await call.expect(200, 'POST', `/directory/deletedItems/${ann}/restore`)
    for (const { deltaLink } of [deleted, anew]) {
      const restored = await follow(call, deltaLink)
      assert.deepEqual(restored.items, [{ id: group, 'members@delta': [member(ann)] }])
    }
  })

  test('are told each once, with what became of them, however often they changed', async () => {
    await using world = await openWorld()
    const { call, ann, bob, group } = await team(world)
    const { deltaLink } = await follow(call, '/groups/delta?$deltatoken=latest')
    for (let round = 0; round < 3; round += 1) {
      await call.expect(204, 'DELETE', `/groups/${group}/members/${ann}/$ref`)
      const reference = { '@odata.id': `${world.origin}/v1.0/directoryObjects/${ann}` }
      await call.expect(204, 'POST', `/groups/${group}/members/$ref`, reference)
    }
    await call.expect(204, 'DELETE', `/groups/${group}/members/${bob}/$ref`)
    const { items } = await follow(call, deltaLink)
    const [item, ...others] = items
    assert.deepEqual(others, [])
    assert.deepEqual(item?.['members@delta'], [member(ann), { ...member(bob), '@removed': { reason: 'deleted' } }])
  })
})

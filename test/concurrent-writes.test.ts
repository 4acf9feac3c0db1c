import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type GraphCall, graphCall } from './graph-call.ts'
import { type Answer, type Json, openWorld } from './world.ts'

const writer = [
  'User.ReadWrite.All',
  'Group.ReadWrite.All',
  'Application.ReadWrite.All',
  'Directory.Read.All',
  'User.DeleteRestore.All',
] as const

function user(name: string): Json {
  return {
    accountEnabled: true,
    displayName: name,
    mailNickname: name,
    userPrincipalName: `${name}@fabrikam.example`,
    passwordProfile: { password: 'Regen-2026-Sommer!' },
  }
}

function group(name: string): Json {
  return { displayName: name, mailNickname: name, mailEnabled: false, securityEnabled: true }
}

/** A new object's id. */
async function add(call: GraphCall, path: string, body: Json): Promise<string> {
  return String((await call.expect(201, 'POST', path, body)).id)
}

async function statusesOf(answers: readonly Promise<{ readonly status: number }>[]): Promise<readonly number[]> {
  return (await Promise.all(answers)).map(({ status }) => status).toSorted()
}

describe('two callers at once', () => {
  test('bring an object back and end it for good: one of them succeeds', async () => {
    await using world = await openWorld()
    const call = await graphCall(world, ...writer)
    for (let round = 0; round < 6; round += 1) {
      const { id: userId } = await call.expect(201, 'POST', '/users', user(`u${round}`))
      const kinds = [
        ['/applications', await add(call, '/applications', { displayName: 'A' })],
        ['/users', String(userId)],
      ] as const
      for (const [set, id] of kinds) {
        assert.equal((await call('DELETE', `${set}/${id}`)).status, 204)
        const restore = () => call('POST', `/directory/deletedItems/${id}/restore`)
        const purge = () => call('DELETE', `/directory/deletedItems/${id}`)
        const [first, second] = round % 2 === 0 ? [restore, purge] : [purge, restore]
        const [one, other] = await Promise.all([first(), second()])
        const [restored, purged] = round % 2 === 0 ? [one, other] : [other, one]
        const outcome = [restored.status, purged.status]
        assert.ok(
          outcome.join() === '200,404' || outcome.join() === '404,204',
          `${set}: ${outcome} ${restored.text} ${purged.text}`,
        )
        assert.equal((await call('GET', `${set}/${id}`)).status, restored.status === 200 ? 200 : 404, set)
      }
    }
  })

  test('create what has to be unique, link the same member, delete the same object: one of them succeeds', async () => {
    await using world = await openWorld()
    const call = await graphCall(world, ...writer)
    const four = <T>(make: () => T) => [make(), make(), make(), make()]
    assert.deepEqual(await statusesOf(four(() => call('POST', '/users', user('ann')))), [201, 400, 400, 400])
    const unique = { displayName: 'App', uniqueName: 'app', identifierUris: ['https://fabrikam.example/app'] }
    assert.deepEqual(await statusesOf(four(() => call('POST', '/applications', unique))), [201, 400, 400, 400])
    const [ann] = await call.list('/users?$select=id')
    const groupId = await add(call, '/groups', group('team'))
    const member = { '@odata.id': `${world.origin}/v1.0/directoryObjects/${ann?.id}` }
    assert.deepEqual(
      await statusesOf(four(() => call('POST', `/groups/${groupId}/members/$ref`, member))),
      [204, 400, 400, 400],
    )
    for (const path of [`/groups/${groupId}`, `/users/${ann?.id}`]) {
      assert.deepEqual(await statusesOf(four(() => call('DELETE', path))), [204, 404, 404, 404], path)
    }
  })

  test('change different properties of one object: nothing is lost', async () => {
    await using world = await openWorld()
    const call = await graphCall(world, ...writer)
    const paths = [
      `/users/${await add(call, '/users', user('ann'))}`,
      `/groups/${await add(call, '/groups', group('team'))}`,
      `/applications/${await add(call, '/applications', { displayName: 'A' })}`,
    ]
    const changes: readonly (readonly Json[])[] = [
      [{ city: 'Ulm' }, { jobTitle: 'Head' }, { department: 'IT' }, { country: 'DE' }],
      [{ description: 'D' }, { displayName: 'T' }, { classification: 'C' }],
      [{ notes: 'N' }, { description: 'D' }, { tags: ['t'] }, { web: { homePageUrl: 'https://fabrikam.example' } }],
    ]
    for (const [index, path] of paths.entries()) {
      const wanted = changes[index] ?? []
      const statuses = await statusesOf(wanted.map((change) => call('PATCH', path, change)))
      assert.deepEqual(new Set(statuses), new Set([204]))
      const names = wanted.flatMap((change) => Object.keys(change))
      const shown = await call.expect(200, 'GET', `${path}?$select=${names}`)
      for (const [name, value] of wanted.flatMap((change) => Object.entries(change))) {
        if (name === 'web') assert.equal((shown.web as Json).homePageUrl, 'https://fabrikam.example')
        else assert.deepEqual(shown[name], value, `${path} ${name}`)
      }
    }
  })
})

describe('pages that are read while others write', () => {
  test('have everything that stays exactly once', async () => {
    await using world = await openWorld()
    const call = await graphCall(world, ...writer)
    const steady = await addMany(call, 'steady', 40)
    const passing = await addMany(call, 'passing', 20)
    for (const order of ['', '$orderby=displayName&', '$orderby=displayName desc&$count=true&']) {
      const seen: string[] = []
      let next: string | undefined = `/users?${order}$select=id&$top=7`
      for (let page = 0; next !== undefined; page += 1) {
        const headers = { consistencylevel: 'eventual' }
        const answer: Answer = await call('GET', next, undefined, headers)
        assert.equal(answer.status, 200, answer.text)
        const { value, '@odata.nextLink': link } = answer.json<{ value: Json[]; '@odata.nextLink'?: string }>()
        seen.push(...value.map(({ id }) => String(id)))
        next = link
        const gone = passing.pop()
        if (gone !== undefined) assert.equal((await call('DELETE', `/users/${gone}`)).status, 204)
        passing.unshift(...(await addMany(call, `late-${order.length}-${page}`, 1)))
      }
      assert.equal(new Set(seen).size, seen.length, 'nobody comes twice')
      assert.deepEqual(
        steady.filter((id) => !seen.includes(id)),
        [],
        'nobody who stays is left out',
      )
    }
  })

  async function addMany(call: GraphCall, name: string, count: number): Promise<string[]> {
    const names = Array.from({ length: count }, (_, index) => `${name}-${index}`)
    return Promise.all(names.map((each) => add(call, '/users', user(each))))
  }
})

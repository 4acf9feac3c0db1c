import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openStore } from '../src/app/open-stores.ts'
import { newObjectId } from '../src/directory/new-object-id.ts'
import { callerOf, type GraphCall } from './graph-call.ts'
import { accountOf } from './journey.ts'
import { type Json, newcomer, openWorld, type World } from './world.ts'

const granted = [
  'User.ReadWrite.All',
  'User.DeleteRestore.All',
  'Group.ReadWrite.All',
  'Application.ReadWrite.All',
  'Directory.Read.All',
] as const

const minimal = { prefer: 'return=minimal' } as const

interface Page {
  readonly value: readonly Json[]
  readonly '@odata.nextLink'?: string
  readonly '@odata.deltaLink'?: string
}

async function open(world: World): Promise<GraphCall> {
  return callerOf(world, await world.addClient(granted))
}

/** The link that goes on from now. */
async function latest(call: GraphCall, path: string): Promise<string> {
  const start = `${path}${path.includes('?') ? '&' : '?'}$deltatoken=latest`
  return String((await call.expect<Page>(200, 'GET', start))['@odata.deltaLink'])
}

/** The first page from a link on, with the preference unless told otherwise. */
async function read(call: GraphCall, link: string, headers: Readonly<Record<string, string>> = minimal) {
  const answer = await call('GET', link, undefined, headers)
  assert.equal(answer.status, 200, answer.text)
  const { value, '@odata.nextLink': nextLink, '@odata.deltaLink': deltaLink } = answer.json<Page>()
  return { value, applied: answer.headers['preference-applied'], nextLink, deltaLink: String(deltaLink) }
}

const namesOf = (item: Json | undefined) => Object.keys(item ?? {}).toSorted()

describe('Prefer: return=minimal with a delta query of users', () => {
  test('shows of those whom a job has changed just what it changed', async () => {
    await using world = await openWorld()
    const call = await open(world)
    await world.provision(newcomer('A1', { title: 'Clerk' }), newcomer('B1'), newcomer('C1'))
    const select = 'id,displayName,jobTitle,department,businessPhones,manager'
    const link = await latest(call, `/users/delta?$select=${select}`)
    const [annId, boId] = [(await accountOf(world, 'A1'))?.id, (await accountOf(world, 'B1'))?.id]

    const phoneNumbers = [{ type: 'work', value: '+49 30 1' }]
    await world.provision(
      newcomer('A1', { title: 'Clerk', displayName: 'Ann Lee', enterprise: { department: 'Finance' } }),
      newcomer('B1', { phoneNumbers, enterprise: { manager: { value: 'A1' } } }),
      newcomer('C1', { userName: 'c1@fabrikam.example', preferredLanguage: 'de-DE' }),
      newcomer('D1', { title: 'Trainee' }),
    )
    const { value, applied } = await read(call, link)
    assert.equal(applied, 'return=minimal')
    const byId = new Map(value.map((item) => [item.id, item]))
    assert.deepEqual(byId.get(annId), {
      id: annId,
      displayName: 'Ann Lee',
      department: 'Finance',
    })
    assert.deepEqual(byId.get(boId), {
      id: boId,
      businessPhones: ['+49 30 1'],
      'manager@delta': [{ '@odata.type': '#microsoft.graph.user', id: annId }],
    })
    // Nothing that was selected has changed of the third; the fourth is new and comes whole.
    const trainee = value.find(({ jobTitle }) => jobTitle === 'Trainee')
    assert.deepEqual(namesOf(trainee), [...select.split(',').slice(0, -1), 'manager@delta'].toSorted())
    assert.equal(value.length, 3)

    const whole = await read(call, link, {})
    assert.equal(whole.applied, undefined)
    assert.deepEqual(namesOf(whole.value.find(({ id }) => id === annId)), namesOf(trainee))
    assert.equal(whole.value.length, 4)
  })

  test('puts together what several updates have changed, and forgets it with the next round', async () => {
    await using world = await openWorld()
    const call = await open(world)
    const { operations } = await world.provision(newcomer('A1', { title: 'Clerk' }), newcomer('B1'))
    const [id, managerId] = operations.map(({ targetId }) => targetId)
    const link = await latest(
      call,
      '/users/delta?$select=jobTitle,employeeOrgData,identities,userPrincipalName,mail,proxyAddresses,manager',
    )
    const change = (body: Json) => call.expect(204, 'PATCH', `/users/${id}`, body)
    await change({ jobTitle: 'Head', employeeOrgData: { costCenter: 'K7' } })
    await change({ jobTitle: null })
    const first = await read(call, link)
    assert.deepEqual(first.value, [{ id, jobTitle: null, employeeOrgData: { costCenter: 'K7' } }])

    await change({ userPrincipalName: 'ann@fabrikam.example' })
    await change({ mail: 'ann@contoso.example' })
    const second = await read(call, first.deltaLink)
    assert.deepEqual(second.value.map(namesOf), [['id', 'identities', 'mail', 'proxyAddresses', 'userPrincipalName']])

    // It is not tracked here.
    await change({ city: 'Bremen' })
    assert.deepEqual((await read(call, second.deltaLink)).value, [])
    const manager = { '@odata.id': `${world.origin}/v1.0/users/${managerId}` }
    await call.expect(204, 'PUT', `/users/${id}/manager/$ref`, manager)
    const third = await read(call, second.deltaLink)
    assert.deepEqual(third.value.map(namesOf), [['id', 'manager@delta']])

    // Whoever loses the manager who is deleted has changed as well.
    await call.expect(204, 'DELETE', `/users/${managerId}`)
    const fourth = await read(call, third.deltaLink)
    assert.deepEqual(
      new Map(fourth.value.map((item) => [item.id, item])),
      new Map<unknown, Json>([
        [id, { id, 'manager@delta': [] }],
        [managerId, { id: managerId, '@removed': { reason: 'changed' } }],
      ]),
    )
    await call.expect(200, 'POST', `/directory/deletedItems/${managerId}/restore`)
    await call.expect(204, 'PATCH', `/users/${managerId}`, { jobTitle: 'Back' })
    const restored = (await read(call, fourth.deltaLink)).value.find((item) => item.id === managerId)
    assert.ok(restored !== undefined && 'userPrincipalName' in restored)
  })

  test('does not tell that something changed which the caller may not see', async () => {
    await using world = await openWorld()
    const call = await open(world)
    const insider = callerOf(world, await world.addClient(['User.ReadWrite.All', 'User-LifeCycleInfo.ReadWrite.All']))
    const { operations } = await world.provision(newcomer('A1'))
    const id = operations[0]?.targetId
    const links = await Promise.all(
      [call, insider].map((caller) => latest(caller, '/users/delta?$select=jobTitle,employeeLeaveDateTime')),
    )
    const leave = '2026-12-31T00:00:00Z'
    await insider.expect(204, 'PATCH', `/users/${id}`, { employeeLeaveDateTime: leave })
    assert.deepEqual((await read(call, String(links[0]))).value, [])
    assert.deepEqual((await read(insider, String(links[1]))).value, [{ id, employeeLeaveDateTime: leave }])
  })

  test('holds for all pages of a round, and is asked for anew with the next one', async () => {
    await using world = await openWorld()
    const call = await open(world)
    const people = Array.from({ length: 600 }, (_, number) => ({
      id: newObjectId(Date.UTC(2026, 0, 1) + number),
      managerId: null,
      properties: {
        userPrincipalName: `user${number}@fabrikam.example`,
        displayName: `User ${number}`,
        accountEnabled: true,
        createdDateTime: '2026-01-01T00:00:00Z',
      },
    }))
    const store = await openStore(world.config.dataDirectory)
    const { provisioning } = store.forTenant(world.setUp.tenantId)
    await provisioning.transaction(({ users }) => users.insert(people))
    const state = await read(call, '/users/delta?$select=displayName,jobTitle')
    assert.deepEqual([state.value.length, state.applied], [500, 'return=minimal'])
    const rest = await read(call, String(state.nextLink), {})
    assert.deepEqual([rest.value.length, rest.applied], [100, 'return=minimal'])
    assert.deepEqual(namesOf(rest.value[0]), ['displayName', 'id', 'jobTitle'])

    const titled = people.map((user) => ({
      ...user,
      version: 2,
      properties: { ...user.properties, jobTitle: 'Head' },
      changed: ['jobTitle'],
    }))
    await provisioning.transaction(({ users }) => users.replace(titled))
    await store.close()
    const first = await read(call, rest.deltaLink)
    const second = await read(call, String(first.nextLink), {})
    assert.deepEqual([first.value.length, second.value.length], [500, 100])
    assert.equal(second.applied, 'return=minimal')
    assert.ok([...first.value, ...second.value].every((item) => namesOf(item).join() === 'id,jobTitle'))
    const whole = await read(call, rest.deltaLink, {})
    assert.equal(whole.applied, undefined)
    assert.deepEqual(namesOf(whole.value[0]), ['displayName', 'id', 'jobTitle'])
  })
})

test('Prefer: return=minimal shows what changed of groups, and their members as ever', async () => {
  await using world = await openWorld()
  const call = await open(world)
  const { operations } = await world.provision(newcomer('A1'))
  const member = { '@odata.type': '#microsoft.graph.user', id: operations[0]?.targetId }
  const body = { displayName: 'Clerks', mailNickname: 'clerks', mailEnabled: false, securityEnabled: true }
  const { id } = await call.expect(201, 'POST', '/groups', body)
  const link = await latest(call, '/groups/delta')
  await call.expect(204, 'PATCH', `/groups/${id}`, { description: 'All clerks' })
  const described = await read(call, link)
  assert.deepEqual(described.value, [{ id, description: 'All clerks' }])
  const reference = { '@odata.id': `${world.origin}/v1.0/directoryObjects/${member.id}` }
  await call.expect(204, 'POST', `/groups/${id}/members/$ref`, reference)
  const joined = await read(call, described.deltaLink)
  assert.deepEqual(joined.value, [{ id, 'members@delta': [member] }])
  assert.deepEqual((await read(call, link)).value, [{ id, description: 'All clerks', 'members@delta': [member] }])
  await call.expect(204, 'DELETE', `/groups/${id}`)
  assert.deepEqual((await read(call, link)).value, [{ id, '@removed': { reason: 'deleted' } }])
})

test('Prefer: return=minimal shows what changed of applications and of grants', async () => {
  await using world = await openWorld()
  const call = await open(world)
  const { id } = await call.expect(201, 'POST', '/applications', { displayName: 'Payroll', notes: 'first' })
  const link = await latest(call, '/applications/delta?$select=displayName,notes,web,passwordCredentials')
  await call.expect(204, 'PATCH', `/applications/${id}`, { notes: 'second', displayName: 'Payroll' })
  const noted = await read(call, link)
  assert.deepEqual(noted.value, [{ id, notes: 'second' }])
  await call.expect(200, 'POST', `/applications/${id}/addPassword`, {})
  const keyed = await read(call, noted.deltaLink)
  assert.deepEqual(keyed.value.map(namesOf), [['id', 'passwordCredentials']])
  await call.expect(204, 'DELETE', `/applications/${id}`)
  const gone = await read(call, keyed.deltaLink)
  assert.deepEqual(gone.value, [{ id, '@removed': { reason: 'changed' } }])
  await call.expect(200, 'POST', `/directory/deletedItems/${id}/restore`)
  const back = await read(call, gone.deltaLink)
  assert.deepEqual(back.value.map(namesOf), [['displayName', 'id', 'notes', 'passwordCredentials', 'web']])
})

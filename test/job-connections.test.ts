import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Answer, type Json, newcomer, openWorld, person, type World } from './world.ts'

const headers = { 'content-type': 'application/json' }
const path = (world: World, key = '') =>
  `${world.jobPath}/objectConnections${key === '' ? '' : `('${encodeURIComponent(key)}')`}`

const post = (world: World, action: string, body?: Json): Promise<Answer> =>
  world.send(
    'POST',
    `/beta${world.jobPath}/${action}`,
    body === undefined ? {} : { headers, body: JSON.stringify(body) },
  )

const get = async <T>(world: World, target: string) => (await world.send('GET', `/beta${target}`)).json<T>()

interface Connection extends Json {
  readonly sourceAnchor: string
  readonly targetAnchor: string
}

describe('object connections', { timeout: 60_000 }, () => {
  test('are found by the id of the source, then by that of the target, on beta only', async () => {
    await using world = await openWorld()
    await world.provision(newcomer("E'1"))
    const connection = await get<Connection>(world, path(world, "e''1"))
    assert.deepEqual(connection, {
      '@odata.context': connection['@odata.context'],
      objectId: "E'1",
      sourceAnchor: "E'1",
      targetAnchor: connection.targetAnchor,
      displayName: "Person E'1",
      objectTypeName: 'User',
    })
    const beta = await world.send('GET', `/beta${path(world, connection.targetAnchor.toUpperCase())}`)
    assert.equal(beta.json<Connection>().sourceAnchor, "E'1")
    assert.equal((await world.send('GET', `/beta${path(world, 'E-9')}`)).status, 404)
    const onOther = await world.send('GET', `/v1.0${path(world, 'E-9')}`)
    assert.equal(onOther.status, 400)
    assert.match(onOther.text, /Resource not found for the segment 'objectConnections'/)
  })

  test('are listed page by page, linked people only', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), person('E-2'), newcomer('E-3'), newcomer('E-4'))
    const page = await get<{ value: Connection[]; '@odata.nextLink': string }>(world, `${path(world)}?$top=2`)
    assert.deepEqual(
      page.value.map(({ sourceAnchor }) => sourceAnchor),
      ['E-1', 'E-3'],
    )
    const next = await world.get<{ value: Connection[] }>(page['@odata.nextLink'])
    assert.deepEqual(
      next.value.map(({ displayName }) => displayName),
      ['Person E-4'],
    )
  })

  test('are deleted while the job is paused only, as often as one likes; the person is matched afresh', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'))
    const remove = () => world.send('DELETE', `/beta${path(world, 'E-1')}`)
    const running = await remove()
    assert.equal(running.status, 409)
    assert.match(running.text, /Pause it/)
    await post(world, 'pause')
    assert.deepEqual([(await remove()).status, (await remove()).status], [204, 204])
    assert.equal((await world.send('GET', `/beta${path(world, 'E-1')}`)).status, 404)
    const linked = async () => (await world.get<{ status: Json }>(world.jobPath)).status.synchronizedEntryCountByType
    assert.deepEqual(await linked(), [])
    await post(world, 'start')
    await world.provision(newcomer('E-1', { title: 'Lead' }))
    const [entry] = await world.logs()
    const steps = (entry?.provisioningSteps ?? []) as { name: string; description: string }[]
    assert.equal(entry?.provisioningAction, 'update')
    assert.match(steps.map(({ description }) => description).join('\n'), /employeeId/)
    assert.equal(((await linked()) as unknown[]).length, 1)
  })

  test('can be made by hand between a known person and an account that is nobody else’s', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), person('E-2', { active: true }))
    await post(world, 'pause')
    const { targetAnchor } = await get<Connection>(world, path(world, 'E-1'))
    const taken = await post(world, 'objectConnections', { sourceAnchor: 'E-2', targetAnchor })
    assert.equal(taken.status, 409)
    await world.send('DELETE', `/beta${path(world, 'E-1')}`)
    const made = await post(world, 'objectConnections', { sourceAnchor: 'E-2', targetAnchor })
    assert.equal(made.status, 201, made.text)
    assert.equal(made.json<Connection>().targetAnchor, targetAnchor)
    assert.equal((await world.get<Connection>(String(made.headers.location))).sourceAnchor, 'E-2')
    assert.equal((await post(world, 'objectConnections', { sourceAnchor: 'E-9', targetAnchor })).status, 409)
    const unknown = { sourceAnchor: 'E-1', targetAnchor: '00000000-0000-4000-8000-000000000000' }
    assert.equal((await post(world, 'objectConnections', unknown)).status, 404)
    assert.equal((await post(world, 'objectConnections', { sourceAnchor: 'E-1' })).status, 400)
  })
})

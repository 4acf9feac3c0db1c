import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accountOf } from '../journey.ts'
import { newcomer, openWorld, type World } from '../world.ts'
import { runClient } from './run-client.ts'

interface Result {
  readonly answer?: unknown
  readonly ids?: readonly string[]
  readonly statuses: readonly number[]
  readonly failed?: {
    readonly statusCode?: number
    readonly code?: string
    readonly requestId?: string
    /** The error as JSON. */
    readonly body?: string
    readonly message: string
  }
}

function act(world: World, action: string, env: Readonly<Record<string, string>> = {}): Promise<Result> {
  return runClient<Result>(world, 'graph-sdk', [action], env)
}

describe('@azure/identity with @microsoft/microsoft-graph-client', () => {
  test('uploads people, and the SDK makes nothing of the empty answer', async () => {
    await using world = await openWorld()
    const { failed, statuses } = await act(world, 'upload')
    assert.equal(failed, undefined, failed?.message)
    assert.equal(statuses.at(-1), 202)
  })

  test('without the header the upload is refused, and the error names the header', async () => {
    await using world = await openWorld()
    const { failed } = await act(world, 'uploadWithoutHeader')
    assert.deepEqual([failed?.statusCode, failed?.code], [400, 'InvalidDataFormat'])
    assert.match(String(failed?.requestId), /^[0-9a-f-]{36}$/)
    assert.match(String(failed?.body), /Content-Type: application\/scim\+json/)
  })

  test('without the header the upload is accepted by a lenient installation', async () => {
    await using world = await openWorld({ contentType: 'lenient' })
    const { failed, statuses } = await act(world, 'uploadWithoutHeader')
    assert.equal(failed, undefined)
    assert.equal(statuses.at(-1), 202)
  })

  test('waits and repeats after 429', async () => {
    await using world = await openWorld({ throttle: '1/4s' })
    const { failed, statuses } = await act(world, 'uploadTwice')
    assert.equal(failed, undefined, failed?.message)
    assert.deepEqual(statuses.slice(-3), [202, 429, 202])
  })

  test('reads the log by filter', async () => {
    await using world = await openWorld()
    await world.provision(newcomer('E-1'), newcomer('E-2', { userName: '' }))
    assert.deepEqual((await act(world, 'readLog')).ids, ['E-1'])
  })

  test('follows Location as it comes, quotes encoded anew', async () => {
    await using world = await openWorld()
    const { ids, failed } = await act(world, 'followLocation')
    assert.equal(failed, undefined, failed?.message)
    assert.deepEqual(ids, ['sdk-1'])
    assert.ok(await accountOf(world, 'sdk-1'))
  })

  test('walks through all pages of users with PageIterator', async () => {
    await using world = await openWorld()
    const people = ['E-1', 'E-2', 'E-3', 'E-4', 'E-5']
    await world.provision(...people.map((id) => newcomer(id)))
    assert.deepEqual((await act(world, 'listUsers')).ids, people)
  })

  test('with a port in customHosts no token is sent, and the error says so', async () => {
    await using world = await openWorld()
    const { failed } = await act(world, 'uploadFromHostWithPort')
    assert.deepEqual([failed?.statusCode, failed?.code], [401, 'InvalidAuthenticationToken'])
    assert.match(String(failed?.body), /no Authorization header.*customHosts.*without the port/)
  })

  test('a wrong secret is told with its number', async () => {
    await using world = await openWorld()
    const { failed } = await act(world, 'upload', { CLIENT_SECRET: 'wrong' })
    assert.match(String(failed?.message), /7000215/)
  })
})

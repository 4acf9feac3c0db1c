import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { type Json, openWorld, type World } from './world.ts'

const root = (world: World) => `/v1.0/servicePrincipals/${world.setUp.servicePrincipalId}/synchronization`

function send(world: World, method: string, path: string, body?: unknown) {
  if (body === undefined) return world.send(method, path)
  return world.send(method, path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

async function put(world: World, secrets: readonly Json[], member: 'value' | 'credentials' = 'value') {
  return send(world, 'PUT', `${root(world)}/secrets`, { [member]: secrets })
}

async function secretsOf(world: World): Promise<readonly Json[]> {
  const answer = await send(world, 'GET', root(world))
  assert.equal(answer.status, 200, answer.text)
  return answer.json<{ secrets: readonly Json[] }>().secrets
}

async function settingsOf(world: World, jobPath = world.jobPath): Promise<Json> {
  const { synchronizationJobSettings } = await world.get<{
    synchronizationJobSettings: { name: string; value: string }[]
  }>(jobPath)
  return Object.fromEntries(synchronizationJobSettings.map(({ name, value }) => [name, value]))
}

const messageOf = (answer: { json<T>(): T }) => answer.json<{ error: { message: string } }>().error.message

describe('secrets of synchronization', () => {
  test('come together by key over several calls, under either name of the list', async () => {
    await using world = await openWorld()
    assert.equal((await put(world, [{ key: 'BaseAddress', value: 'https://a.example' }])).status, 204)
    assert.equal(
      (
        await put(
          world,
          [
            { key: 'username', value: 'ann' },
            { key: 22, value: 'false' },
          ],
          'credentials',
        )
      ).status,
      204,
    )
    assert.deepEqual(await secretsOf(world), [
      { key: 'BaseAddress', value: '' },
      { key: 'UserName', value: '' },
      { key: 'SyncAll', value: '' },
    ])
  })

  test('are taken away by null or nothing', async () => {
    await using world = await openWorld()
    await put(world, [
      { key: 'UserName', value: 'ann' },
      { key: 'Password', value: 'x' },
      { key: 'Url', value: 'u' },
    ])
    await put(world, [
      { key: 'UserName', value: null },
      { key: 'Password', value: '' },
    ])
    assert.deepEqual(await secretsOf(world), [{ key: 'Url', value: '' }])
  })

  test('lie sealed in the database', async () => {
    await using world = await openWorld()
    await put(world, [{ key: 'Password', value: 'correct horse battery' }])
    for (const file of ['main.db', 'main.db-wal'])
      assert.equal(readFileSync(join(world.config.dataDirectory, file)).includes('correct horse'), false)
  })

  test('that are unknown, too long or cannot be understood are refused all together', async () => {
    await using world = await openWorld()
    for (const wrong of [
      { key: 'Sesame', value: 'x' },
      { key: 'None', value: 'x' },
      { value: 'x' },
      { key: 'Url', value: {} },
      { key: 'Url', value: 'x'.repeat(9_000) },
      { key: 'SkipOutOfScopeDeletions', value: 'perhaps' },
      { key: 'SyncNotificationSettings', value: 'no JSON' },
      { key: 'SyncNotificationSettings', value: '{"Enabled":"perhaps"}' },
      { key: 'SyncNotificationSettings', value: '{"DeleteThresholdValue":-1}' },
      { key: 'SyncNotificationSettings', value: '{"Recipients":7}' },
    ])
      assert.equal((await put(world, [{ key: 'UserName', value: 'ann' }, wrong])).status, 400, JSON.stringify(wrong))
    assert.deepEqual(await secretsOf(world), [])
    assert.match(messageOf(await put(world, [{ key: 'Sesame', value: 'x' }])), /'Sesame' was not found/)
    assert.equal((await send(world, 'PUT', `${root(world)}/secrets`, {})).status, 400)
    assert.equal((await send(world, 'PUT', `${root(world)}/secrets`)).status, 400)
  })

  test('set what jobs do, those that there are and those to come', async () => {
    await using world = await openWorld()
    const notification = { Enabled: true, DeleteThresholdEnabled: true, DeleteThresholdValue: '14' }
    await put(world, [
      { key: 'SkipOutOfScopeDeletions', value: 'True' },
      { key: 'SyncNotificationSettings', value: JSON.stringify(notification) },
    ])
    const wanted = {
      QuarantineTooManyDeletesThreshold: '14',
      SkipOutOfScopeDeletions: 'True',
      QuarantineTooManyDeletes: 'True',
    }
    assert.deepEqual(await settingsOf(world), wanted)
    const created = await send(world, 'POST', `${root(world)}/jobs`, { templateId: 'API2AAD' })
    const path = world.jobPath.replace(world.setUp.jobId, String(created.json().id))
    assert.deepEqual(await settingsOf(world, path), wanted)
    await put(world, [{ key: 'SkipOutOfScopeDeletions', value: null }])
    assert.equal((await settingsOf(world)).SkipOutOfScopeDeletions, undefined)
  })

  test('can be set as connectivityParameters too', async () => {
    await using world = await openWorld()
    const answer = await send(world, 'PATCH', `${root(world)}/connectivityParameters`, {
      value: [{ key: 'Url', value: 'u' }],
    })
    assert.equal(answer.status, 204)
    assert.deepEqual(await secretsOf(world), [{ key: 'Url', value: '' }])
  })
})

describe('checking credentials', () => {
  test('succeeds with the saved ones or with some that can be understood', async () => {
    await using world = await openWorld()
    for (const path of [`${root(world)}/jobs`, `/v1.0${world.jobPath}`]) {
      assert.equal((await send(world, 'POST', `${path}/validateCredentials`)).status, 204)
      const body = {
        templateId: 'API2AAD',
        useSavedCredentials: false,
        credentials: [{ key: 'BaseAddress', value: 'https://a.example' }],
      }
      assert.equal((await send(world, 'POST', `${path}/validateCredentials`, body)).status, 204)
    }
    assert.equal((await send(world, 'POST', `/v1.0${world.jobPath}/validateConnectivity`)).status, 204)
  })

  test('fails with the reason', async () => {
    await using world = await openWorld()
    const path = `/v1.0${world.jobPath}/validateCredentials`
    assert.match(messageOf(await send(world, 'POST', path, { templateId: 'none' })), /template 'none'/)
    assert.match(messageOf(await send(world, 'POST', path, { credentials: [{ key: 'Sesame' }] })), /Sesame/)
    assert.equal((await send(world, 'POST', path.replace(world.setUp.jobId, 'none'), {})).status, 404)
  })

  test('fails for saved ones that this installation cannot open', async () => {
    await using world = await openWorld()
    await put(world, [{ key: 'Password', value: 'x' }])
    const { writeFileSync } = await import('node:fs')
    writeFileSync(join(world.config.dataDirectory, 'secrets.key'), Buffer.alloc(32, 1).toString('base64'))
    await world.restart()
    const answer = await send(world, 'POST', `/v1.0${world.jobPath}/validateCredentials`)
    assert.equal(answer.status, 400)
    assert.match(messageOf(answer), /Password/)
  })

  test('there is no token to acquire, and the answer says why', async () => {
    await using world = await openWorld()
    const answer = await send(world, 'POST', `${root(world)}/acquireAccessToken`, { credentials: [] })
    assert.equal(answer.status, 400)
    assert.match(messageOf(answer), /authorization code/)
  })
})

test('an upload has no other methods than POST, and PUT of its value', async () => {
  await using world = await openWorld()
  for (const method of ['GET', 'PATCH', 'DELETE'])
    assert.equal((await world.send(method, `/v1.0${world.jobPath}/bulkUpload`)).status, 405, method)
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openWorld } from './world.ts'

describe('what the service says of itself', () => {
  test('$metadata and the OpenAPI document need no token, in both versions', async () => {
    await using world = await openWorld()
    for (const version of ['v1.0', 'beta']) {
      const metadata = await world.send('GET', `/${version}/$metadata`, { token: null })
      assert.equal(metadata.status, 200)
      assert.match(String(metadata.headers['content-type']), /^application\/xml/)
      assert.match(metadata.text, /<EntityType Name="servicePrincipal"/)

      const openApi = await world.send('GET', `/${version}/openapi.json`, { token: null })
      assert.equal(openApi.status, 200)
      const { servers } = openApi.json<{ readonly servers: readonly { readonly url: string }[] }>()
      assert.deepEqual(servers, [{ url: `${world.origin}/${version}` }])
    }
  })

  test('$metadata cannot be written, token or not', async () => {
    await using world = await openWorld()
    const answer = await world.send('POST', '/v1.0/$metadata', { token: null })
    assert.equal(answer.status, 405)
    assert.match(String(answer.headers.allow), /GET/)
  })

  test('the service document lists where paths begin, and needs a token', async () => {
    await using world = await openWorld()
    assert.equal((await world.send('GET', '/v1.0/', { token: null })).status, 401)
    const root = await world.get<{ readonly value: readonly { readonly name: string; readonly url: string }[] }>('/')
    const users = root.value.find(({ name }) => name === 'users')
    assert.deepEqual(users, { name: 'users', kind: 'EntitySet', url: 'users' })
  })
})

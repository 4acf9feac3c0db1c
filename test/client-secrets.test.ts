import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { register, requestToken } from './applications.ts'
import { openWorld } from './world.ts'

const odd = '+/=%41~& é"\\:100%'

function credentialOf(secretText: string, lastsMs = 86_400_000) {
  return {
    keyId: randomUUID(),
    displayName: null,
    hint: secretText.slice(0, 3),
    secretHash: createHash('sha256').update(secretText, 'utf8').digest('base64url'),
    startDateTime: new Date(Date.now() - 60_000).toISOString(),
    endDateTime: new Date(Date.now() + lastsMs).toISOString(),
  }
}

describe('client secrets', () => {
  test('with any characters work in the body and in Basic, raw and encoded', async () => {
    await using world = await openWorld()
    const { clientId } = await register(world, { application: { passwordCredentials: [credentialOf(odd)] } })
    assert.equal((await requestToken(world, { client_id: clientId, client_secret: odd })).status, 200)
    const formEncoded = new URLSearchParams({ s: odd }).toString().slice(2)
    for (const [id, secret] of [
      [clientId, odd],
      [clientId, formEncoded],
      [clientId.replaceAll('-', '%2D'), encodeURIComponent(odd)],
    ]) {
      const answer = await world.send('POST', `/${world.setUp.tenantId}/oauth2/v2.0/token`, {
        token: null,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
        },
        body: 'grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default',
      })
      assert.equal(answer.status, 200, answer.text)
    }
  })

  test('several are valid at once; one that has ended is told by its id, and only to who knows it', async () => {
    await using world = await openWorld()
    const [first, second, ended] = [credentialOf('first'), credentialOf('second'), credentialOf('ended', -1000)]
    const application = { passwordCredentials: [first, second, ended] }
    const { clientId } = await register(world, { application })
    const ask = async (client_secret: string) => {
      const answer = await requestToken(world, { client_id: clientId, client_secret })
      return { status: answer.status, ...answer.json<{ error_codes?: number[]; error_description?: string }>() }
    }
    assert.equal((await ask('first')).status, 200)
    assert.equal((await ask('second')).status, 200)
    const refused = await ask('ended')
    assert.deepEqual([refused.status, refused.error_codes], [401, [7000222]])
    assert.ok(refused.error_description?.includes(ended.keyId))
    assert.deepEqual((await ask(first.keyId)).error_codes, [7000215])
  })
})

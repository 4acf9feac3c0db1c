import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { type Registered, register, requestToken } from './applications.ts'
import { type Issuer, openIssuer } from './oidc-issuer.ts'
import { openWorld, type World } from './world.ts'

const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const audience = 'api://AzureADTokenExchange'
const subject = 'system:serviceaccount:hr:uploader'

interface Opened {
  readonly world: World
  readonly issuer: Issuer
  readonly client: Registered
}

async function open(
  stack: AsyncDisposableStack,
  settings: Record<string, string> = {},
  algorithm?: 'ES256',
): Promise<Opened> {
  const issuer = stack.use(await openIssuer(algorithm))
  const given = { issuerCa: issuer.caFile, privateIssuers: 'localhost', ...settings }
  const world = stack.use(await openWorld({ settings: given }))
  const credential = { name: 'cluster', issuer: issuer.issuer, subject, audiences: [audience] }
  const client = await register(world, {
    federatedCredentials: [credential],
    permissions: ['Synchronization.Read.All'],
  })
  return { world, issuer, client }
}

async function present({ world, client }: Opened, assertion: string) {
  const answer = await requestToken(world, {
    client_id: client.clientId,
    client_assertion: assertion,
    client_assertion_type: type,
  })
  return {
    status: answer.status,
    headers: answer.headers,
    ...answer.json<{ access_token: string; error_codes: number[] }>(),
  }
}

const good = { sub: subject, aud: audience }

describe('federated identity credentials', () => {
  for (const algorithm of [undefined, 'ES256'] as const) {
    test(`a token of the trusted issuer (${algorithm ?? 'RS256'}) stands in for a secret, again and again`, async () => {
      await using stack = new AsyncDisposableStack()
      const opened = await open(stack, {}, algorithm)
      const assertion = await opened.issuer.sign(good)
      for (let round = 0; round < 2; round += 1) {
        const answer = await present(opened, assertion)
        assert.equal(answer.status, 200, JSON.stringify(answer))
        assert.equal(decodeJwt(answer.access_token).azpacr, '2')
      }
      assert.equal(opened.issuer.asked.length, 2, 'discovery and keys are read once')
    })
  }

  test('issuer, subject and audience have to match to the letter; then nobody is asked for keys', async () => {
    await using stack = new AsyncDisposableStack()
    const opened = await open(stack)
    for (const [number, claims] of [
      [700211, { ...good, iss: 'https://elsewhere.example' }],
      [700211, { ...good, iss: `${opened.issuer.issuer}/` }],
      [700213, { ...good, sub: subject.toUpperCase() }],
      [700212, { ...good, aud: 'api://other' }],
      [50012, { ...good, sub: undefined }],
      [500133, { ...good, exp: 1 }],
    ] as const) {
      const answer = await present(opened, await opened.issuer.sign(claims))
      assert.deepEqual([answer.status, answer.error_codes], [401, [number]])
    }
    assert.deepEqual(opened.issuer.asked, [])
  })

  test("a signature that is not the issuer's is refused", async () => {
    await using stack = new AsyncDisposableStack()
    const opened = await open(stack)
    const impostor = stack.use(await openIssuer())
    const forged = await impostor.sign({ ...good, iss: opened.issuer.issuer })
    assert.deepEqual((await present(opened, forged)).error_codes, [700027])
    const assertion = await opened.issuer.sign(good)
    assert.deepEqual((await present(opened, `${assertion.slice(0, -6)}AAAAAA`)).error_codes, [700027])
  })

  test('a new key of the issuer is found, though not at the first guess of an outsider', async () => {
    await using stack = new AsyncDisposableStack()
    const opened = await open(stack, { clock: '+1s' })
    assert.equal((await present(opened, await opened.issuer.sign(good))).status, 200)
    await opened.issuer.rotate()
    assert.deepEqual((await present(opened, await opened.issuer.sign(good))).error_codes, [700027])
    opened.world.moveClock(61_000)
    assert.equal((await present(opened, await opened.issuer.sign(good))).status, 200)
  })

  test('a private address is read only where it is allowed', async () => {
    await using stack = new AsyncDisposableStack()
    const opened = await open(stack, { privateIssuers: 'other.fabrikam.example' })
    const answer = await present(opened, await opened.issuer.sign(good))
    assert.deepEqual(answer.error_codes, [700027])
    assert.deepEqual(opened.issuer.asked, [])
  })

  test('redirects to another place, documents of another issuer and failures are not believed', async () => {
    await using stack = new AsyncDisposableStack()
    const documentPath = '/realms/one/.well-known/openid-configuration'
    for (const [code, status, body, headers] of [
      [700027, 302, '', { location: 'https://localhost:1/keys' }],
      [700027, 302, '', { location: 'http://169.254.169.254/' }],
      [700027, 302, '', { location: documentPath }],
      [700027, 200, '{"issuer":"https://elsewhere.example","jwks_uri":"https://elsewhere.example/keys"}', {}],
      [700027, 200, `{"issuer":"x","long":"${'x'.repeat(600_000)}"}`, {}],
      [90033, 200, 'no json', {}],
      [90033, 500, '', {}],
    ] as const) {
      const opened = await open(stack)
      opened.issuer.answers.set(documentPath, { status, body, headers })
      const answer = await present(opened, await opened.issuer.sign(good))
      assert.deepEqual(answer.error_codes, [code])
      if (code === 90033) assert.match(String(answer.headers['retry-after']), /^\d+$/)
    }
  })
})

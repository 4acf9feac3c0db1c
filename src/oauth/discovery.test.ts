import assert from 'node:assert/strict'
import { randomUUID, X509Certificate } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { createKeyRing } from '../auth/tokens/key-ring.ts'
import { generateSigningKey } from '../auth/tokens/signing-key.ts'
import type { SigningKey } from '../contracts/store-tenants.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { createOAuthHandler } from './handler.ts'
import { nobodySignsIn } from './nobody.conformance.ts'

const origin = 'https://localhost:8443'
const tenantId = '11111111-1111-4111-8111-111111111111'
const start = Date.UTC(2026, 0, 2)

let rows: readonly SigningKey[]
before(async () => {
  rows = [await generateSigningKey(start)]
})

/** Nobody is registered: discovery is for everybody. */
function world() {
  const clock = { now: () => start }
  const tenant = { id: tenantId, displayName: 'Fabrikam', createdDateTime: '2026-01-01T00:00:00Z', domains: [] }
  const handler = createOAuthHandler({
    people: nobodySignsIn,
    tenants: { find: async (name) => (name === tenantId ? tenant : undefined) },
    applicationsOf: () => ({
      findServicePrincipalByAppId: async () => undefined,
      listPasswords: async () => [],
      listAppRoleAssignments: async () => [],
    }),
    objectsOf: () => ({ findByKey: async () => undefined, findMany: async () => [], listLinking: async () => [] }),
    assertions: { origin, additional: [], issuerKeys: { verify: async () => false }, memory: null },
    signIns: { record: () => {} },
    keys: createKeyRing({ store: { list: async () => rows, rotate: async () => {}, remove: async () => {} }, clock }),
    clock,
    origin,
    events: { tokenIssued: () => {}, tokenRefused: () => {}, unexpectedError: (error) => assert.fail(String(error)) },
  })
  const send = async (method: string, path: string): Promise<HttpResponse> => {
    const request: HttpRequest = {
      method,
      url: new URL(path, origin),
      header: () => undefined,
      body: async () => Buffer.alloc(0),
      requestId: '44444444-4444-4444-8444-444444444444',
      clientRequestId: '44444444-4444-4444-8444-444444444444',
      remoteAddress: '127.0.0.1',
      signal: new AbortController().signal,
    }
    return (await handler(request)) ?? assert.fail(`${path} is not a path of the token side`)
  }
  return { send }
}

const read = (response: HttpResponse) => JSON.parse(String(response.body))

describe('what anybody may read', () => {
  test('organizations stands for any tenant as well; personal accounts have none', async () => {
    const { send } = world()
    for (const version of ['/v2.0', '']) {
      const document = read(await send('GET', `/Organizations${version}/.well-known/openid-configuration`))
      assert.equal(document.issuer, `${origin}/{tenantid}/v2.0`)
      assert.ok(document.jwks_uri.startsWith(`${origin}/organizations/discovery/`))
      assert.deepEqual(document.token_endpoint_auth_methods_supported.toSorted(), [
        'client_secret_basic',
        'client_secret_post',
        'private_key_jwt',
      ])
      for (const name of ['consumers', '9188040d-6c67-4c5b-b112-36a304b66dad', randomUUID()]) {
        const refused = await send('GET', `/${name}${version}/.well-known/openid-configuration`)
        assert.equal(refused.status, 400)
        assert.deepEqual(read(refused).error_codes, [90002])
      }
    }
  })

  test('a published key has every member that validators read, and its certificate is its own', async () => {
    const { send } = world()
    for (const path of [`/${tenantId}/discovery/v2.0/keys`, `/${tenantId}/discovery/keys`]) {
      const [key] = read(await send('GET', path)).keys
      const { n, x5c, x5t, kid, ...rest } = key
      assert.deepEqual(rest, { kty: 'RSA', use: 'sig', e: 'AQAB', alg: 'RS256', issuer: `${origin}/${tenantId}/v2.0` })
      const certificate = new X509Certificate(Buffer.from(x5c[0], 'base64'))
      assert.equal(certificate.publicKey.export({ format: 'jwk' }).n, n)
      assert.equal(
        certificate.fingerprint.replaceAll(':', ''),
        Buffer.from(x5t, 'base64url').toString('hex').toUpperCase(),
      )
      assert.equal(kid, x5t)
    }
  })

  test('the address of an error tells its name, and repeats nothing that it was given', async () => {
    const { send } = world()
    const known = await send('GET', '/error?code=7000215')
    assert.equal(known.status, 200)
    assert.match(String(known.body), /^AADSTS7000215: invalid_client/)
    const unknown = await send('GET', '/error?code=%3Cscript%3E')
    assert.equal(unknown.status, 404)
    assert.doesNotMatch(String(unknown.body), /script/)
  })
})

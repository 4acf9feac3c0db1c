import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { createClientSecret } from '../auth/client-secrets.ts'
import { graphAppId, permissions } from '../auth/permissions.ts'
import { createKeyRing, type KeyRing } from '../auth/tokens/key-ring.ts'
import { generateSigningKey } from '../auth/tokens/signing-key.ts'
import type { SigningKey } from '../contracts/store-tenants.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { EntrainError } from '../model/error.ts'
import type { JsonObject } from '../std/json-object.ts'
import type { TokenIssued, TokenRefused } from '../telemetry/events.ts'
import { clientAssertionType } from './client-assertion.ts'
import { userGrantTypes } from './grants/user-grants.ts'
import { createOAuthHandler } from './handler.ts'
import { nobodySignsIn } from './nobody.conformance.ts'

const origin = 'https://localhost:8443'
const tenantId = '11111111-1111-4111-8111-111111111111'
const appId = '33333333-3333-4333-8333-333333333333'
const servicePrincipalId = '22222222-2222-4222-8222-222222222222'
const start = Date.UTC(2026, 0, 2, 3, 4, 5)
const graph = 'https://graph.microsoft.com'
const tenant = {
  id: tenantId,
  displayName: 'Fabrikam',
  createdDateTime: '2026-01-01T00:00:00Z',
  domains: [{ name: 'fabrikam.example', isDefault: true }],
}
const principal = (id: string, client: string) => ({
  id,
  appId: client,
  displayName: 'Connector',
  accountEnabled: true,
  tags: [],
  ownerIds: [],
})
const grantOf = (resourceId: string, appRoleId: string) => ({
  id: randomUUID(),
  principalId: servicePrincipalId,
  resourceId,
  appRoleId,
  createdDateTime: '2026-01-01T00:00:00Z',
})

let rows: readonly SigningKey[]
before(async () => {
  rows = [await generateSigningKey(start)]
})

function world(now = start) {
  const clock = { now: () => now }
  const store = { list: async () => rows, rotate: async () => {}, remove: async () => {} }
  const keys: KeyRing = createKeyRing({ store, clock })
  const valid = createClientSecret({ displayName: null, startsAt: start - 10_000, endsAt: start + 86_400_000 })
  const expired = createClientSecret({ displayName: null, startsAt: start - 10_000, endsAt: start - 5_000 })
  const connector = { ...principal(servicePrincipalId, appId) }
  const issued: TokenIssued[] = []
  const refused: TokenRefused[] = []
  const unexpected: unknown[] = []
  const signIns: JsonObject[] = []
  let broken = false
  const handler = createOAuthHandler({
    people: nobodySignsIn,
    tenants: {
      find: async (name) => {
        if (broken) throw new Error('the database is away')
        return [tenantId, 'fabrikam.example'].includes(name.toLowerCase()) ? tenant : undefined
      },
    },
    applicationsOf: () => ({
      findServicePrincipalByAppId: async (id) =>
        id === appId ? connector : id === graphAppId ? principal('graph', graphAppId) : undefined,
      listPasswords: async () => [valid.credential, expired.credential],
      listAppRoleAssignments: async () => [
        grantOf('GRAPH', permissions['SynchronizationData-User.Upload'].application),
        grantOf('graph', permissions['AuditLog.Read.All'].application),
        grantOf('another resource', permissions['Directory.ReadWrite.All'].application),
        grantOf('graph', randomUUID()),
      ],
    }),
    objectsOf: () => ({ findByKey: async () => undefined, findMany: async () => [], listLinking: async () => [] }),
    assertions: { origin, additional: [], issuerKeys: { verify: async () => false }, memory: null },
    signIns: { record: (tenant, { properties }) => signIns.push({ tenant, ...properties }) },
    keys,
    clock,
    origin,
    events: {
      tokenIssued: (event) => issued.push(event),
      tokenRefused: (event) => refused.push(event),
      unexpectedError: (error) => unexpected.push(error),
    },
  })
  const send = async (method: string, path: string, body = '', headers: Record<string, string> = {}) => {
    const request: HttpRequest = {
      method,
      url: new URL(path, origin),
      header: (name) => headers[name],
      body: async (most) => {
        if (body.length > most) throw new EntrainError('bodyTooLarge', 'too large')
        return Buffer.from(body)
      },
      requestId: '44444444-4444-4444-8444-444444444444',
      clientRequestId: headers['client-request-id'] ?? '44444444-4444-4444-8444-444444444444',
      remoteAddress: '127.0.0.1',
      signal: new AbortController().signal,
    }
    const response = await handler(request)
    assert.ok(response, `${path} is not a path of the token side`)
    return response
  }
  const token = (fields: Record<string, string>, path = `/${tenantId}/oauth2/v2.0/token`, headers = {}) =>
    send('POST', path, new URLSearchParams(fields).toString(), headers)
  const good = {
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: valid.secretText,
    scope: `${graph}/.default`,
  }
  const fail = () => {
    broken = true
  }
  return { handler, send, token, good, expired, connector, issued, refused, unexpected, keys, fail, signIns }
}

const read = (response: HttpResponse) => JSON.parse(String(response.body))

describe('the token endpoint', () => {
  test('gives an application its token, with what it was granted on Graph and nothing else', async () => {
    const { token, good, keys, issued } = world()
    const response = await token(good)
    assert.equal(response.status, 200)
    assert.equal(response.headers['Cache-Control'], 'no-store, no-cache')
    const { access_token, ...rest } = read(response)
    assert.deepEqual(rest, { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 })

    const seconds = start / 1000
    const { uti, ...claims } = decodeJwt(access_token)
    assert.deepEqual(claims, {
      aud: graph,
      iss: `${origin}/${tenantId}/v2.0`,
      iat: seconds,
      nbf: seconds,
      exp: seconds + 3600,
      app_displayname: 'Connector',
      appid: appId,
      appidacr: '1',
      azp: appId,
      azpacr: '1',
      idtyp: 'app',
      oid: servicePrincipalId,
      sub: servicePrincipalId,
      tid: tenantId,
      ver: '2.0',
      roles: ['AuditLog.Read.All', 'SynchronizationData-User.Upload'],
    })
    const { keyId } = (await keys.current()).signing
    assert.deepEqual(decodeProtectedHeader(access_token), { alg: 'RS256', typ: 'JWT', kid: keyId, x5t: keyId })
    assert.equal(issued[0]?.uti, uti)
  })

  test('the tenant is found by domain and in any letter case, the resource by its GUID', async () => {
    const { token, good } = world()
    const scope = `${graphAppId}/.default`
    for (const path of ['/Fabrikam.Example/oauth2/v2.0/token', `/${tenantId.toUpperCase()}/OAuth2/v2.0/Token/`]) {
      assert.equal(decodeJwt(read(await token({ ...good, scope }, path)).access_token).aud, graphAppId)
    }
  })

  test('the first version takes resource and adds what its clients expect', async () => {
    const { token, good } = world()
    const { scope: _, ...fields } = good
    const body = read(await token({ ...fields, resource: `${graph}/` }, `/${tenantId}/oauth2/token?api-version=1.0`))
    assert.equal(body.resource, graph)
    assert.equal(body.expires_on, String(start / 1000 + 3600))
    assert.equal(body.expires_in, '3599')
  })

  test('each attempt of a known application is an entry of the sign-in log', async () => {
    const { token, good, signIns, issued } = world()
    await token(good)
    await token({ ...good, client_secret: 'x' })
    await token({ ...good, client_id: randomUUID() })
    const told = signIns.map(({ status, resourceDisplayName, uniqueTokenIdentifier, signInEventTypes }) => {
      return { code: Object(status).errorCode, resourceDisplayName, uniqueTokenIdentifier, signInEventTypes }
    })
    const signInEventTypes = ['servicePrincipal']
    assert.deepEqual(told, [
      { code: 0, resourceDisplayName: 'Microsoft Graph', uniqueTokenIdentifier: issued[0]?.uti, signInEventTypes },
      { code: 7000215, resourceDisplayName: null, uniqueTokenIdentifier: null, signInEventTypes },
    ])
  })

  test('what clients add is ignored', async () => {
    const { token, good } = world()
    const extras = { client_info: '1', claims: '{', 'x-client-SKU': 'x', clidata: '1', 'x-ms-lib-capability': 'retry' }
    const path = `/${tenantId}/oauth2/v2.0/token?client-request-id=x`
    assert.equal((await token({ ...good, ...extras }, path)).status, 200)
  })

  test('Basic works, and a refusal of it is said in the header as well', async () => {
    const { token, good } = world()
    const { client_secret, client_id: _, ...fields } = good
    const basic = (secret: string) => ({
      authorization: `Basic ${Buffer.from(`${appId}:${secret}`).toString('base64')}`,
    })
    const path = `/${tenantId}/oauth2/v2.0/token`
    assert.equal((await token(fields, path, basic(client_secret))).status, 200)
    const refused = await token(fields, path, basic('wrong'))
    assert.equal(refused.status, 401)
    assert.match(refused.headers['WWW-Authenticate'] ?? '', /^Basic /)
  })

  for (const [name, change, path, code, error, status] of [
    ['a wrong secret', { client_secret: 'x' }, '', 7000215, 'invalid_client', 401],
    ['no secret', { client_secret: '' }, '', 7000218, 'invalid_client', 401],
    [
      'what is no assertion',
      { client_secret: '', client_assertion: 'a.b.c', client_assertion_type: clientAssertionType },
      '',
      50012,
      'invalid_client',
      401,
    ],
    [
      'an assertion without its type',
      { client_secret: '', client_assertion: 'a.b.c' },
      '',
      900144,
      'invalid_request',
      400,
    ],
    ['an unknown client', { client_id: randomUUID() }, '', 700016, 'unauthorized_client', 400],
    ['no client', { client_id: '' }, '', 900144, 'invalid_request', 400],
    ['no grant type', { grant_type: '' }, '', 900144, 'invalid_request', 400],
    [
      'another grant type',
      { grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer' },
      '',
      70003,
      'unsupported_grant_type',
      400,
    ],
    ['no scope', { scope: '' }, '', 900144, 'invalid_request', 400],
    ['a named scope', { scope: 'User.Read' }, '', 1002012, 'invalid_scope', 400],
    ['an unknown resource', { scope: 'api://x/.default' }, '', 500011, 'invalid_resource', 400],
    ['an unknown tenant', {}, '/contoso.example/oauth2/v2.0/token', 90002, 'invalid_request', 400],
    ['what is no tenant', {}, '/a%20b/oauth2/v2.0/token', 900023, 'invalid_request', 400],
    ['common', {}, '/common/oauth2/v2.0/token', 50059, 'invalid_request', 400],
    ['organizations', {}, '/Organizations/oauth2/v2.0/token', 50059, 'invalid_request', 400],
    ['consumers', {}, '/consumers/oauth2/v2.0/token', 9001023, 'unauthorized_client', 400],
    [
      'the tenant of personal accounts',
      {},
      '/9188040d-6c67-4c5b-b112-36a304b66dad/oauth2/v2.0/token',
      90002,
      'invalid_request',
      400,
    ],
    ['a body without end', { extra: 'x'.repeat(70_000) }, '', 9002313, 'invalid_request', 400],
  ] as const) {
    test(`refuses ${name} with ${code}`, async () => {
      const { token, good, refused, unexpected } = world()
      const response = await token({ ...good, ...change }, path === '' ? undefined : path)
      const body = read(response)
      assert.equal(response.status, status)
      assert.equal(body.error, error)
      assert.deepEqual(body.error_codes, [code])
      assert.ok(body.error_description.startsWith(`AADSTS${code}: `))
      assert.equal(refused[0]?.errorCode, code)
      assert.deepEqual(unexpected, [])
    })
  }

  test('an expired secret and a disabled application are told to who knows the secret', async () => {
    const { token, good, expired, connector } = world()
    assert.deepEqual(read(await token({ ...good, client_secret: expired.secretText })).error_codes, [7000222])
    connector.accountEnabled = false
    assert.deepEqual(read(await token(good)).error_codes, [7000112])
    assert.deepEqual(read(await token({ ...good, client_secret: 'x' })).error_codes, [7000215])
  })

  test('a GET is told to POST', async () => {
    const { send } = world()
    const response = await send('GET', `/${tenantId}/oauth2/v2.0/token`)
    assert.equal(response.status, 400)
    assert.deepEqual(read(response).error_codes, [900561])
  })

  test('a refusal has the ids and the time that clients show, and no secret', async () => {
    const { token, good } = world()
    const id = '55555555-5555-4555-8555-555555555555'
    const headers = { 'client-request-id': id, 'return-client-request-id': 'true' }
    const response = await token({ ...good, client_secret: 'my-secret' }, undefined, headers)
    const body = read(response)
    assert.equal(body.timestamp, '2026-01-02 03:04:05Z')
    assert.equal(body.correlation_id, id)
    assert.equal(body.trace_id, '44444444-4444-4444-8444-444444444444')
    assert.equal(body.error_uri, `${origin}/error?code=7000215`)
    assert.match(body.error_description, /Trace ID: 44.* Correlation ID: 55.* Timestamp: 2026-01-02 03:04:05Z$/)
    assert.equal(response.headers['client-request-id'], id)
    assert.equal(String(response.body).includes('my-secret'), false)
  })

  test('a failure of ours is temporary for the client and reported', async () => {
    const { token, good, unexpected, fail } = world()
    fail()
    const response = await token(good)
    assert.equal(response.status, 503)
    assert.match(response.headers['Retry-After'] ?? '', /^\d+$/)
    assert.deepEqual(read(response).error_codes, [90033])
    assert.equal(String(response.body).includes('database'), false)
    assert.equal(unexpected.length, 1)
  })
})

describe('discovery', () => {
  test('names the endpoints on our origin and the issuer that stands in the tokens', async () => {
    const { send } = world()
    const response = await send('GET', '/FABRIKAM.example/v2.0/.well-known/openid-configuration')
    const document = read(response)
    assert.equal(document.issuer, `${origin}/${tenantId}/v2.0`)
    assert.equal(document.token_endpoint, `${origin}/${tenantId}/oauth2/v2.0/token`)
    assert.equal(document.authorization_endpoint, `${origin}/${tenantId}/oauth2/v2.0/authorize`)
    assert.equal(document.jwks_uri, `${origin}/${tenantId}/discovery/v2.0/keys`)
    assert.deepEqual(document.grant_types_supported, ['client_credentials', ...userGrantTypes])
    assert.equal(response.headers['Access-Control-Allow-Origin'], '*')
  })

  test('the first version names its own endpoints', async () => {
    const { send } = world()
    const document = read(await send('GET', `/${tenantId}/.well-known/openid-configuration`))
    assert.equal(document.token_endpoint, `${origin}/${tenantId}/oauth2/token`)
    assert.equal(document.issuer, `${origin}/${tenantId}/v2.0`)
  })

  test('common stands for any tenant, an unknown tenant is refused', async () => {
    const { send } = world()
    assert.equal(
      read(await send('GET', '/common/v2.0/.well-known/openid-configuration')).issuer,
      `${origin}/{tenantid}/v2.0`,
    )
    const unknown = await send('GET', '/contoso.example/v2.0/.well-known/openid-configuration')
    assert.equal(unknown.status, 400)
    assert.deepEqual(read(unknown).error_codes, [90002])
  })

  test('the published keys verify a token', async () => {
    const { send, token, good } = world()
    const published = read(await send('GET', '/common/discovery/keys'))
    assert.equal(published.keys[0].use, 'sig')
    assert.equal(published.keys[0].x5c.length, 1)
    assert.equal(published.keys[0].d, undefined)
    const { access_token } = read(await token(good))
    const verified = await jwtVerify(access_token, createLocalJWKSet(published), { currentDate: new Date(start) })
    assert.equal(verified.payload.tid, tenantId)
  })

  test('instance discovery answers on our origin, whatever spelling was asked about', async () => {
    const { send } = world()
    const ask = async (authority: string) =>
      read(
        await send(
          'GET',
          `/common/discovery/instance?api-version=1.1&authorization_endpoint=${encodeURIComponent(authority)}`,
        ),
      )
    for (const authority of [
      `${origin}/${tenantId}/oauth2/v2.0/authorize`,
      `https://localhost/${tenantId}/oauth2/authorize`,
      `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/authorize`,
    ]) {
      const { tenant_discovery_endpoint } = await ask(authority)
      assert.equal(tenant_discovery_endpoint, `${origin}/${tenantId}/v2.0/.well-known/openid-configuration`)
    }
    assert.deepEqual((await ask(`${origin}/common`)).metadata[0].aliases, ['localhost:8443'])
    assert.equal((await ask('https://evil.example/x')).error, 'invalid_instance')
    assert.deepEqual(read(await send('GET', '/common/discovery/instance')).error_codes, [900144])
  })

  test('browsers may ask before they send', async () => {
    const { send } = world()
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-client-sku' }
    const response = await send('OPTIONS', `/${tenantId}/oauth2/v2.0/token`, '', asked)
    assert.equal(response.status, 204)
    assert.equal(response.headers['Access-Control-Allow-Headers'], 'x-client-sku')
  })

  test('leaves every other path to others', () => {
    const { handler } = world()
    for (const path of ['/', '/v1.0/users', '/beta/oauth2', `/${tenantId}/oauth2/v2.0/token/more`]) {
      const url = new URL(path, origin)
      assert.equal(handler({ url } as HttpRequest), undefined)
    }
  })
})

import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { createKeyRing } from '../auth/tokens/key-ring.ts'
import { generateSigningKey } from '../auth/tokens/signing-key.ts'
import type { SigningKey } from '../contracts/store-tenants.ts'
import type { HttpRequest } from '../http/message.ts'
import type { DirectoryObject } from '../model/directory-object.ts'
import type { JsonObject } from '../std/json-object.ts'
import { createManagedIdentityHandler, hashIdentityHeader } from './managed-identity.ts'

const start = Date.UTC(2026, 5, 1)
const requestId = '44444444-4444-4444-8444-444444444444'
const graph = 'https://graph.microsoft.com'
const secret = 'the-secret-of-the-workload'
const identity = { name: 'hr', secretHash: hashIdentityHeader(secret), tenantId: 't-1', servicePrincipalId: 'sp-1' }

let rows: readonly SigningKey[]
before(async () => {
  rows = [await generateSigningKey(start)]
})

function world(properties: JsonObject = {}) {
  const clock = { now: () => start }
  const servicePrincipal = {
    id: 'sp-1',
    appId: 'app-1',
    displayName: 'HR',
    accountEnabled: true,
    tags: [],
    ownerIds: [],
  }
  const object: DirectoryObject = {
    id: 'sp-1',
    type: 'servicePrincipal',
    version: 1,
    deletedDateTime: null,
    properties: { appId: 'app-1', servicePrincipalType: 'ManagedIdentity', ...properties },
  }
  const codes: number[] = []
  const unexpected: unknown[] = []
  const handler = createManagedIdentityHandler({
    identities: async () => [identity],
    applicationsOf: () => ({
      findServicePrincipalByAppId: async (appId) => {
        const found = { ...servicePrincipal, accountEnabled: properties.accountEnabled !== false }
        return appId === 'app-1' ? found : undefined
      },
      listPasswords: async () => [],
      listAppRoleAssignments: async () => [],
    }),
    objectsOf: () => ({
      findByKey: async () => undefined,
      findMany: async (ids) => ids.map((id) => (id === 'sp-1' ? object : undefined)),
      listLinking: async () => [],
    }),
    keys: createKeyRing({ store: { list: async () => rows, rotate: async () => {}, remove: async () => {} }, clock }),
    clock,
    origin: 'https://localhost:8443',
    events: { tokenIssued: () => {}, tokenRefused: () => {}, unexpectedError: (error) => unexpected.push(error) },
    signIns: { record: (_, entry) => codes.push(Object(entry.properties.status).errorCode) },
  })
  const ask = async (query: string, headers: Record<string, string> = {}, method = 'GET', path = '/msi/token') => {
    const given: Record<string, string> = { 'x-identity-header': secret, ...headers }
    const request: HttpRequest = {
      method,
      url: new URL(`${path}?${query}`, 'http://127.0.0.1:8444'),
      header: (name) => given[name] || undefined,
      body: async () => Buffer.alloc(0),
      requestId,
      clientRequestId: requestId,
      remoteAddress: '127.0.0.1',
      signal: new AbortController().signal,
    }
    const { status, body } = await handler(request)
    return { status, body: JSON.parse(String(body)) }
  }
  return { ask, codes, unexpected }
}

const good = `api-version=2019-08-01&resource=${graph}`

describe('the managed identity endpoint', () => {
  test('answers in the shape of App Service', async () => {
    const { ask, codes } = world()
    const { status, body } = await ask(good)
    assert.equal(status, 200)
    const { access_token, ...rest } = body
    const expires_on = String(start / 1000 + 3600)
    assert.deepEqual(rest, { expires_on, resource: graph, token_type: 'Bearer', client_id: 'app-1' })
    assert.equal(decodeJwt(access_token).oid, 'sp-1')
    assert.deepEqual(codes, [0])
  })

  test('the own identity may be named, in any letter case', async () => {
    const { ask } = world()
    for (const self of ['client_id=APP-1', 'principal_id=sp-1', 'object_id=sp-1']) {
      assert.equal((await ask(`${good}&${self}`)).status, 200)
    }
  })

  for (const [what, status, number, query, headers, properties] of [
    ['no header', 401, 7000218, good, { 'x-identity-header': '' }, {}],
    ['another secret', 401, 7000215, good, { 'x-identity-header': 'x' }, {}],
    ['a request that was passed on', 400, 9002313, good, { 'x-forwarded-for': '10.0.0.1' }, {}],
    ['another version', 400, 9002313, `api-version=2017-09-01&resource=${graph}`, {}, {}],
    ['no resource', 400, 900144, 'api-version=2019-08-01', {}, {}],
    ['an unknown resource', 400, 500011, 'api-version=2019-08-01&resource=https://vault.contoso.example', {}, {}],
    ['another identity', 400, 700016, `${good}&client_id=app-2`, {}, {}],
    ['an Azure resource id', 400, 700016, `${good}&mi_res_id=/subscriptions/x`, {}, {}],
    ['a service principal of another kind', 400, 700016, good, {}, { servicePrincipalType: 'Application' }],
    ['one that is disabled', 400, 7000112, good, {}, { accountEnabled: false }],
  ] as const) {
    test(`refuses ${what} with ${number}`, async () => {
      const { ask, unexpected } = world(properties)
      const answer = await ask(query, headers)
      assert.equal(answer.status, status)
      assert.equal(answer.body.statusCode, status)
      assert.ok(answer.body.message.startsWith(`AADSTS${number}: `), answer.body.message)
      assert.equal(answer.body.correlationId, requestId)
      assert.deepEqual(unexpected, [])
    })
  }

  test('answers on its one path, to GET', async () => {
    const { ask } = world()
    assert.equal((await ask(good, {}, 'POST')).status, 400)
    assert.equal((await ask(good, {}, 'GET', '/')).status, 400)
    assert.equal((await ask(good, {}, 'GET', '/msi/token/')).status, 200)
  })
})

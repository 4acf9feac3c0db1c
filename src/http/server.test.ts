import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EntrainError } from '../model/error.ts'
import type { Principal } from '../model/principal.ts'
import { accepted, json } from './json-response.ts'
import type { HttpRequest, HttpResponse } from './message.ts'
import type { Method, Route } from './route.ts'
import { createGraphHandler, type Served } from './server.ts'

const principal: Principal = {
  kind: 'application',
  tenantId: 't',
  appId: 'a',
  servicePrincipalId: 's',
  roles: ['User.Read.All'],
}

const route = (method: Method, path: string, handle: Route['handle'], throttle: Route['throttle'] = 'none'): Route => ({
  method,
  path,
  throttle,
  permissions: { application: ['User.Read.All'], delegated: [], delegatedRoles: [] },
  handle,
})

const request = (method: string, path: string, headers: Record<string, string> = {}): HttpRequest => ({
  method,
  url: new URL(path, 'https://localhost'),
  header: (name) => headers[name],
  body: async () => new Uint8Array(0),
  requestId: 'r-1',
  clientRequestId: 'c-1',
  remoteAddress: '127.0.0.1',
  signal: new AbortController().signal,
})

/** A door whose answers to the questions can be set; `order` shows which were asked. */
function world(refusals: Partial<Record<'authenticate' | 'authorize' | 'throttle', EntrainError>> = {}) {
  const order: string[] = []
  const served: Served[] = []
  const unexpected: unknown[] = []
  const ask = (question: 'authenticate' | 'authorize') => {
    order.push(question)
    if (refusals[question] !== undefined) throw refusals[question]
  }
  const handler = createGraphHandler({
    routes: [
      route('GET', '/users/{id}', async (call) => {
        order.push('handle')
        return json({ id: call.params.id, version: call.version, origin: call.origin })
      }),
      route('POST', '/upload', async () => accepted(), 'bulkUpload'),
      route('GET', '/broken', async () => Promise.reject(new TypeError('secret detail'))),
    ],
    authenticate: async () => {
      ask('authenticate')
      return principal
    },
    authorize: async () => {
      ask('authorize')
      return { ownedOnly: false }
    },
    throttle: () => {
      order.push('throttle')
      return refusals.throttle === undefined ? { admitted: true } : { admitted: false, retryAfterSeconds: 2 }
    },
    origin: 'https://localhost:8443',
    clock: { now: () => 0 },
    onServed: (event) => served.push(event),
    onUnexpectedError: (error) => unexpected.push(error),
  })
  return { handler, order, served, unexpected }
}

const errorOf = (response: HttpResponse) => JSON.parse(String(response.body)).error
const refusal = new EntrainError('accessDenied', 'No.')

describe('createGraphHandler', () => {
  test('asks in order and hands the route what it needs', async () => {
    const { handler, order, served } = world()
    const response = await handler(request('GET', '/beta/users/x'))
    assert.deepEqual(JSON.parse(String(response.body)), { id: 'x', version: 'beta', origin: 'https://localhost:8443' })
    assert.deepEqual(order, ['authenticate', 'authorize', 'handle'])
    assert.equal(served[0]?.principal, principal)
    assert.equal(served[0]?.status, 200)
  })

  test('a wrong version is refused before anybody asks for a token', async () => {
    const { handler, order } = world()
    const response = await handler(request('GET', '/v9/users/x'))
    assert.equal(response.status, 400)
    assert.equal(errorOf(response).code, 'BadRequest')
    assert.deepEqual(order, [])
  })

  test('without a token an unknown route looks like any other', async () => {
    const error = new EntrainError('invalidToken', 'Access token is empty.')
    const { handler } = world({ authenticate: error })
    for (const path of ['/v1.0/users/x', '/v1.0/nothing']) {
      const response = await handler(request('GET', path))
      assert.equal(response.status, 401)
      assert.match(
        response.headers['WWW-Authenticate'] ?? '',
        /^Bearer realm="", authorization_uri="https:\/\/localhost:8443\//,
      )
      assert.equal(errorOf(response).message, 'Access token is empty.')
    }
  })

  test('counts before it asks for the permission', async () => {
    const { handler, order } = world({ throttle: refusal, authorize: refusal })
    const response = await handler(request('POST', '/v1.0/upload'))
    assert.equal(response.status, 429)
    assert.equal(response.headers['Retry-After'], '2')
    assert.equal(errorOf(response).code, 'TooManyRequests')
    assert.deepEqual(order, ['authenticate', 'throttle'])
  })

  test('names the unknown segment, and the allowed methods', async () => {
    const { handler } = world({ authorize: refusal })
    const unknown = await handler(request('GET', '/v1.0/nothing'))
    assert.equal(unknown.status, 400)
    assert.equal(errorOf(unknown).message, "Resource not found for the segment 'nothing'.")
    const method = await handler(request('DELETE', '/v1.0/users/x'))
    assert.equal(method.status, 405)
    assert.equal(method.headers.Allow, 'GET, HEAD, OPTIONS')
    assert.equal(errorOf(method).code, 'Request_BadRequest')
  })

  test('the permission comes last', async () => {
    const { handler, order } = world({ authorize: refusal })
    const response = await handler(request('GET', '/v1.0/users/x'))
    assert.equal(response.status, 403)
    assert.equal(errorOf(response).code, 'Authorization_RequestDenied')
    assert.deepEqual(order, ['authenticate', 'authorize'])
  })

  test('a defect becomes a 500 without details and is reported', async () => {
    const { handler, unexpected } = world()
    const response = await handler(request('GET', '/v1.0/broken'))
    assert.equal(response.status, 500)
    assert.equal(String(response.body).includes('secret'), false)
    assert.equal(unexpected.length, 1)
  })

  test('every response carries the standard headers, errors and 202 included', async () => {
    const { handler } = world()
    for (const each of [request('GET', '/v1.0/users/x'), request('POST', '/v1.0/upload'), request('GET', '/nothing')]) {
      const { headers } = await handler(each)
      assert.equal(headers['request-id'], 'r-1')
      assert.equal(headers['client-request-id'], 'c-1')
      assert.equal(headers['OData-Version'], '4.0')
      assert.equal(headers['Cache-Control'], 'no-cache')
      assert.equal(headers['Strict-Transport-Security'], 'max-age=31536000')
      assert.equal(headers['Access-Control-Allow-Origin'], '*')
      assert.equal(JSON.parse(headers['x-ms-ags-diagnostic'] ?? '').ServerInfo.DataCenter, 'Entrain')
    }
  })

  test('a preflight needs no token and allows what it asked for', async () => {
    const { handler, order } = world()
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization, x-y' }
    const response = await handler(request('OPTIONS', '/v1.0/upload', asked))
    assert.equal(response.status, 204)
    assert.equal(response.headers['Access-Control-Allow-Headers'], 'authorization, x-y')
    assert.deepEqual(order, [])
  })
})

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import { GraphError } from './graph-error.ts'
import { createSender, readRetryAfter } from './sender.ts'

/** A server that answers the requests in turn; the last answer is repeated. */
async function openServer(...answers: readonly ((response: ServerResponse) => void)[]) {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)]
    requests.push(request)
    request.resume()
    answer?.(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1.0`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}

const unavailable = (status: number) => (response: ServerResponse) => {
  response.writeHead(status, { 'retry-after': '0', 'request-id': 'r-1', 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { code: 'ServiceUnavailable', message: 'Try again.' } }))
}
const done = (response: ServerResponse) => response.end('{}')
const getToken = () => 'token'

describe('a request', () => {
  test('is repeated when it was throttled or the service was unavailable', async () => {
    await using server = await openServer(unavailable(429), unavailable(503), unavailable(504), done)
    const response = await createSender({ baseUrl: server.baseUrl, getToken })({ method: 'GET', path: '/users' })
    assert.equal(response.status, 200)
    assert.equal(server.requests.length, 4)
    assert.equal(server.requests[3]?.headers.authorization, 'Bearer token')
  })

  test('is given up after as many repetitions as were set', async () => {
    await using server = await openServer(unavailable(503))
    const send = createSender({ baseUrl: server.baseUrl, getToken, retriesMax: 1 })
    await assert.rejects(send({ method: 'GET', path: '/users' }), (error) => {
      assert.ok(error instanceof GraphError)
      assert.deepEqual([error.status, error.code, error.requestId], [503, 'ServiceUnavailable', 'r-1'])
      return true
    })
    assert.equal(server.requests.length, 2)
  })

  test('is given up at once when the answer asks for more patience than was set', async () => {
    await using server = await openServer((response) => {
      response.writeHead(429, { 'retry-after': '61' })
      response.end()
    })
    const send = createSender({ baseUrl: server.baseUrl, getToken, retryAfterSecondsMax: 60 })
    await assert.rejects(send({ method: 'GET', path: '/users' }), { status: 429, code: 'Http429' })
    assert.equal(server.requests.length, 1)
  })

  test('sends a token that is asked for anew with each try', async () => {
    await using server = await openServer(unavailable(503), done)
    let tokens = 0
    const send = createSender({ baseUrl: server.baseUrl, getToken: () => `token-${++tokens}` })
    await send({ method: 'GET', path: '/users' })
    const shown = server.requests.map(({ headers }) => headers.authorization)
    assert.deepEqual(shown, ['Bearer token-1', 'Bearer token-2'])
  })

  test('is not repeated when it is refused, and the answer need not be an envelope', async () => {
    await using server = await openServer((response) => {
      response.writeHead(400)
      response.end('no such thing')
    })
    const send = createSender({ baseUrl: server.baseUrl, getToken })
    await assert.rejects(send({ method: 'GET', path: '/users' }), { code: 'Http400', message: 'no such thing' })
    assert.equal(server.requests.length, 1)
  })

  test('can be taken back while it waits', async () => {
    await using server = await openServer((response) => {
      response.writeHead(429, { 'retry-after': '60' })
      response.end()
    })
    const controller = new AbortController()
    const send = createSender({ baseUrl: server.baseUrl, getToken })
    const sent = send({ method: 'GET', path: '/users', signal: controller.signal })
    setTimeout(() => controller.abort(new Error('enough')), 50)
    await assert.rejects(sent, /enough/)
  })

  test('never takes the token to another origin', async () => {
    await using server = await openServer(done)
    const send = createSender({ baseUrl: server.baseUrl, getToken })
    await assert.rejects(send({ method: 'GET', path: 'https://contoso.example/v1.0/users' }), /the token is not sent/)
  })
})

describe('readRetryAfter', () => {
  test('understands seconds and HTTP dates', () => {
    const now = Date.parse('Sun, 01 Mar 2026 08:00:00 GMT')
    assert.equal(readRetryAfter('7'), 7)
    assert.equal(readRetryAfter('Sun, 01 Mar 2026 08:00:30 GMT', now), 30)
    assert.equal(readRetryAfter('Sun, 01 Mar 2026 07:00:00 GMT', now), 0)
    assert.equal(readRetryAfter('soon'), undefined)
    assert.equal(readRetryAfter(null), undefined)
  })
})

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { EntrainError } from '../model/error.ts'
import { toErrorResponse } from './error-response.ts'
import { type ListenLimits, listen } from './listen.ts'
import type { Handler, HttpRequest } from './message.ts'

const bodyBytesMax = 1_000

interface Opened {
  readonly origin: string
  readonly port: number
  readonly failures: unknown[]
  close(): Promise<void>
}

async function open(context: TestContext, handler: Handler, limits: Partial<ListenLimits> = {}): Promise<Opened> {
  const failures: unknown[] = []
  const onHandlerFailure = (error: unknown) => failures.push(error)
  const listener = await listen({ handler, host: 'localhost', port: 0, limits, onHandlerFailure })
  context.after(() => listener.close())
  return { origin: `http://127.0.0.1:${listener.port}`, port: listener.port, failures, close: listener.close }
}

/** Answers with what it received. */
const mirror: Handler = async (request) => {
  const body = await request.body(bodyBytesMax)
  const seen = { method: request.method, path: request.url.pathname, text: Buffer.from(body).toString() }
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(seen) }
}

/** Turns refusals into responses, as the doors do. */
const refusing =
  (handler: Handler): Handler =>
  (request) =>
    handler(request).catch((error: unknown) => toErrorResponse(error, request, 0))

const raw = async (port: number, text: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  socket.end(text)
  let received = ''
  for await (const chunk of socket) received += String(chunk)
  return received
}

describe('listen', () => {
  test('carries method, path and body in, and the response out', async (context) => {
    const { origin } = await open(context, mirror)
    const response = await fetch(`${origin}/v1.0/a%20b?x=1`, { method: 'PUT', body: 'héllo' })
    assert.equal(response.headers.get('content-length'), String(Buffer.byteLength(await response.clone().text())))
    assert.deepEqual(await response.json(), { method: 'PUT', path: '/v1.0/a%20b', text: 'héllo' })
  })

  test('answers HEAD with the headers of GET and without a body', async (context) => {
    const { origin } = await open(context, mirror)
    const response = await fetch(`${origin}/x`, { method: 'HEAD' })
    assert.equal(response.status, 200)
    assert.ok(Number(response.headers.get('content-length')) > 0)
    assert.equal(await response.text(), '')
  })

  test('an empty 202 says so and has no content type, whatever the handler asked for', async (context) => {
    const headers = { 'content-type': 'application/scim+json', Location: 'https://x.example/' }
    const { origin } = await open(context, async () => ({ status: 202, headers, body: null }))
    const response = await fetch(origin, { method: 'POST', body: '{}' })
    assert.equal(response.headers.get('content-length'), '0')
    assert.equal(response.headers.get('content-type'), null)
    assert.equal(response.headers.get('location'), 'https://x.example/')
  })

  test('a 204 has neither content type nor length, and the connection stays usable', async (context) => {
    const { port } = await open(context, async () => ({ status: 204, headers: { 'Content-Type': 'a/b' }, body: '' }))
    const head = 'GET / HTTP/1.1\r\nHost: x\r\n'
    const received = await raw(port, `${head}\r\n${head}Connection: close\r\n\r\n`)
    assert.equal(received.match(/HTTP\/1\.1 204/g)?.length, 2)
    assert.equal(/content-(type|length)/i.test(received), false)
  })

  test('refuses a body beyond the limit with 413, announced or in chunks', async (context) => {
    const { origin } = await open(context, refusing(mirror))
    const large = 'x'.repeat(bodyBytesMax + 1)
    const announced = await fetch(origin, { method: 'POST', body: large })
    assert.equal(announced.status, 413)
    const chunks = new Blob([large, large]).stream()
    const chunked = await fetch(origin, { method: 'POST', body: chunks, duplex: 'half' } as RequestInit)
    assert.equal(chunked.status, 413)
    assert.equal(JSON.parse(await chunked.text()).error.code, 'RequestEntityTooLarge')
  })

  test('a body of exactly the limit is read', async (context) => {
    const { origin } = await open(context, refusing(mirror))
    assert.equal((await fetch(origin, { method: 'POST', body: 'x'.repeat(bodyBytesMax) })).status, 200)
  })

  test('unpacks gzip and holds the unpacked bytes to the same limit', async (context) => {
    const { origin } = await open(context, refusing(mirror))
    const send = (text: string | Uint8Array<ArrayBuffer>, encoding = 'gzip') =>
      fetch(origin, { method: 'POST', body: text, headers: { 'Content-Encoding': encoding } })
    const packed = (text: string) => new Uint8Array(gzipSync(text))
    assert.equal(JSON.parse(await (await send(packed('hello'))).text()).text, 'hello')
    assert.equal((await send(packed('x'.repeat(bodyBytesMax + 1)))).status, 413)
    assert.equal((await send('not gzip')).status, 400)
    assert.equal((await send('x', 'br')).status, 415)
  })

  test('gives the body in memory of its own, so that it can be transferred', async (context) => {
    const sizes: number[] = []
    const { origin } = await open(context, async (request) => {
      const body = await request.body(bodyBytesMax)
      sizes.push(body.byteLength, body.buffer.byteLength, body.byteOffset)
      return { status: 204, headers: {}, body: null }
    })
    await fetch(origin, { method: 'POST', body: 'abc' })
    await fetch(origin, {
      method: 'POST',
      body: new Uint8Array(gzipSync('abc')),
      headers: { 'Content-Encoding': 'gzip' },
    })
    assert.deepEqual(sizes, [3, 3, 0, 3, 3, 0])
  })

  test('waits with 100 Continue for the client and then reads the body', async (context) => {
    const { port } = await open(context, mirror)
    const request = httpRequest({ port, method: 'POST', headers: { Expect: '100-continue', 'Content-Length': 2 } })
    request.flushHeaders()
    await once(request, 'continue')
    request.end('hi')
    const [response] = await once(request, 'response')
    assert.equal(response.statusCode, 200)
    response.resume()
  })

  test('echoes only what is printable of client-request-id, and makes an id when there is none', async (context) => {
    const seen: HttpRequest[] = []
    const { origin } = await open(context, async (request) => {
      seen.push(request)
      return { status: 204, headers: {}, body: null }
    })
    await fetch(origin, { headers: { 'client-request-id': 'my \u00e9id' } })
    await fetch(origin)
    assert.equal(seen[0]?.clientRequestId, 'my id')
    assert.match(seen[1]?.requestId ?? '', /^[0-9a-f-]{36}$/)
    assert.equal(seen[1]?.clientRequestId, seen[1]?.requestId)
  })

  test('no request target can change the host of the URL', async (context) => {
    const paths: string[] = []
    const { port } = await open(context, async (request) => {
      paths.push(`${request.url.hostname} ${request.url.pathname}`)
      return { status: 204, headers: {}, body: null }
    })
    for (const target of ['//evil.example/a', 'http://evil.example/b?c', '*']) {
      await raw(port, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    }
    assert.deepEqual(paths, ['localhost //evil.example/a', 'localhost /b', 'localhost /*'])
  })

  test('aborts the signal when the caller goes away', async (context) => {
    const gone = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    const { port } = await open(context, async (request) => {
      request.signal.addEventListener('abort', () => gone.resolve())
      arrived.resolve()
      await gone.promise
      return { status: 204, headers: {}, body: null }
    })
    const socket = connect(port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await arrived.promise
    socket.destroy()
    await gone.promise
  })

  test('a caller that leaves in the middle of its body is no defect', async (context) => {
    const refused = Promise.withResolvers<unknown>()
    const { port, failures } = await open(context, async (request) => {
      await request.body(bodyBytesMax).catch(refused.resolve)
      return { status: 400, headers: {}, body: null }
    })
    const socket = connect(port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf', () => socket.destroy())
    const error = await refused.promise
    assert.ok(error instanceof EntrainError && error.code === 'badRequest')
    assert.deepEqual(failures, [])
  })

  test('a handler that fails becomes a bare 500 and is reported', async (context) => {
    const { origin, failures } = await open(context, async () => Promise.reject(new Error('secret')))
    const response = await fetch(origin)
    assert.equal(response.status, 500)
    assert.equal((await response.text()).includes('secret'), false)
    assert.equal(failures.length, 1)
  })

  test('what is not HTTP is answered in JSON and cut off', async (context) => {
    const { port } = await open(context, mirror)
    const received = await raw(port, 'HELLO\r\n\r\n')
    assert.match(received, /^HTTP\/1\.1 400/)
    assert.match(received, /"code":"BadRequest"/)
  })

  test('close finishes the request in hand and takes no new ones', async (context) => {
    const arrived = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const { origin, close } = await open(context, async () => {
      arrived.resolve()
      await release.promise
      return { status: 200, headers: {}, body: 'done' }
    })
    const pending = fetch(origin)
    await arrived.promise
    const closed = close()
    await assert.rejects(fetch(origin))
    release.resolve()
    assert.equal(await (await pending).text(), 'done')
    await closed
  })

  test('close cuts off what takes longer than the grace time', async (context) => {
    const arrived = Promise.withResolvers<void>()
    const stopped = Promise.withResolvers<void>()
    const { origin, close } = await open(
      context,
      async (request) => {
        request.signal.addEventListener('abort', () => stopped.resolve())
        arrived.resolve()
        await stopped.promise
        return { status: 204, headers: {}, body: null }
      },
      { graceMs: 20 },
    )
    const pending = fetch(origin).catch(() => 'cut')
    await arrived.promise
    await close()
    assert.equal(await pending, 'cut')
  })
})

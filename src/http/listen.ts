import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Handler } from './message.ts'
import { NodeRequest } from './node-request.ts'
import { declaredLength, drainBytesMax } from './read-body.ts'
import { writeResponse } from './write-response.ts'

export interface ListenOptions {
  readonly handler: Handler
  /** Address or host name to bind; `localhost` binds 127.0.0.1. */
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  /** Without it the server speaks plain HTTP. */
  readonly tls?: TlsMaterial
  /** A handler that rejects is a defect: the caller gets a bare 500 and this hears of it. */
  readonly onHandlerFailure: (error: unknown, requestId: string) => void
  readonly limits?: Partial<ListenLimits>
}

/** PEM texts. `cert` may carry the chain. */
export interface TlsMaterial {
  readonly cert: string
  readonly key: string
}

export interface ListenLimits {
  readonly headersMs: number
  readonly requestMs: number
  readonly keepAliveMs: number
  /** How long requests in hand may take after `close` was called. */
  readonly graceMs: number
}

const defaultLimits: ListenLimits = { headersMs: 20_000, requestMs: 120_000, keepAliveMs: 65_000, graceMs: 10_000 }
const idleSweepMs = 50

export interface Listener {
  readonly port: number
  /** Takes effect for new connections. Refuses when the listener speaks plain HTTP. */
  replaceCertificate(tls: TlsMaterial): void
  /** Takes no new connections, finishes the requests in hand, and cuts what is left after the grace time. */
  close(): Promise<void>
}

/** Opens the door on a port: HTTP/1.1 over TLS or plain. Refuses with the system's error when the port is taken. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const limits = { ...defaultLimits, ...options.limits }
  const stopping = new AbortController()
  const state = { closing: false }
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    void serveOne(new NodeRequest(incoming, outgoing, stopping.signal), incoming, outgoing)
  }

  async function serveOne(request: NodeRequest, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const response = await options.handler(request).catch((error: unknown) => {
      options.onHandlerFailure(error, request.requestId)
      return bareFailure
    })
    if (!outgoing.destroyed) writeResponse(outgoing, response, state.closing || mustClose(incoming))
  }

  const server = open(options, limits)
  server.on('request', serve)
  server.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const length = declaredLength(incoming)
    if (length === undefined || length <= drainBytesMax) outgoing.writeContinue()
    serve(incoming, outgoing)
  })
  server.on('clientError', answerBrokenRequest)
  await bind(server, options)

  return {
    port: portOf(server),
    replaceCertificate: (tls) => {
      if (!('setSecureContext' in server)) throw new Error('this listener speaks plain HTTP and has no certificate')
      server.setSecureContext({ cert: tls.cert, key: tls.key })
    },
    close: () => {
      state.closing = true
      return shut(server, stopping, limits.graceMs)
    },
  }
}

const bareFailure = {
  status: 500,
  headers: { 'Content-Type': 'application/json' },
  body: '{"error":{"code":"InternalServerError","message":"An internal error occurred."}}',
}

function open(options: ListenOptions, limits: ListenLimits): Server | TlsServer {
  const common = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
  }
  if (options.tls === undefined) return createServer(common)
  const { cert, key } = options.tls
  return createTlsServer({ ...common, cert, key, minVersion: 'TLSv1.2', ALPNProtocols: ['http/1.1'] })
}

function bind(server: Server | TlsServer, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host === 'localhost' ? '127.0.0.1' : host, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
}

function portOf(server: Server | TlsServer): number {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server is not bound to a port')
  return address.port
}

/** A body that nobody read is skipped by Node; one that is too long or of unknown length ends the connection instead. */
function mustClose(incoming: IncomingMessage): boolean {
  if (incoming.complete) return false
  const length = declaredLength(incoming)
  return length === undefined || length > drainBytesMax
}

const brokenRequests: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What is not HTTP gets no handler; the answer is still JSON, like every error. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const status = brokenRequests[error.code ?? ''] ?? '400 Bad Request'
  const body = JSON.stringify({ error: { code: 'BadRequest', message: 'The request is not valid HTTP/1.1.' } })
  const head = `Connection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`)
}

function shut(server: Server | TlsServer, stopping: AbortController, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), idleSweepMs)
    const cut = setTimeout(() => {
      stopping.abort(new Error('the server stops'))
      server.closeAllConnections()
    }, graceMs)
    server.close(() => {
      clearInterval(sweep)
      clearTimeout(cut)
      resolve()
    })
  })
}

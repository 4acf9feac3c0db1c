import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpRequest } from './message.ts'
import { readBody } from './read-body.ts'

const clientRequestIdCharsMax = 128

/** A request that came through a socket. What few routes need (URL, signal) is made only when asked for. */
export class NodeRequest implements HttpRequest {
  readonly method: string
  readonly requestId: string = randomUUID()
  readonly clientRequestId: string
  readonly #incoming: IncomingMessage
  readonly #outgoing: ServerResponse
  readonly #stopping: AbortSignal
  #url: URL | undefined
  #signal: AbortSignal | undefined
  #bodyTaken = false

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, stopping: AbortSignal) {
    this.#incoming = incoming
    this.#outgoing = outgoing
    this.#stopping = stopping
    this.method = incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? 'GET')
    this.clientRequestId = toClientRequestId(this.header('client-request-id')) ?? this.requestId
  }

  get url(): URL {
    this.#url ??= parseTarget(this.#incoming.url ?? '/')
    return this.#url
  }

  header(name: string): string | undefined {
    const value = this.#incoming.headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }

  get remoteAddress(): string {
    return this.#incoming.socket.remoteAddress ?? ''
  }

  body(bodyBytesMax: number): Promise<Uint8Array> {
    if (this.#bodyTaken) throw new Error('the body of a request is read only once')
    this.#bodyTaken = true
    return readBody(this.#incoming, bodyBytesMax)
  }

  get signal(): AbortSignal {
    this.#signal ??= AbortSignal.any([this.#stopping, goneSignal(this.#outgoing)])
    return this.#signal
  }
}

/**
 * Reads a request target (RFC 9112 section 3.2). The path is appended to a fixed origin, so that no target (`//host/…`
 * included) can change the host.
 */
export function parseTarget(target: string): URL {
  const path = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?#]*/i, '')
  return new URL(`https://localhost${path.startsWith('/') ? '' : '/'}${path}`)
}

/** Only printable ASCII is echoed: the id goes into a header and into logs. */
export function toClientRequestId(received: string | undefined): string | undefined {
  const printable = received?.replace(/[^\x20-\x7e]/g, '').trim()
  return printable ? printable.slice(0, clientRequestIdCharsMax) : undefined
}

function goneSignal(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController()
  const abort = () => controller.abort(new Error('the caller went away'))
  if (outgoing.destroyed && !outgoing.writableFinished) abort()
  else outgoing.once('close', () => outgoing.writableFinished || abort())
  return controller.signal
}

import type { IncomingMessage } from 'node:http'
import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { getCACertificates } from 'node:tls'
import { CommandError } from './command-error.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal | undefined
}

export interface HttpAnswer {
  readonly status: number
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Sends requests over connections that stay open. A connection that fails is a `ConnectionError`. */
export interface HttpTransport {
  send(request: HttpRequest): Promise<HttpAnswer>
  close(): void
}

/** The request did not get an answer. `mayRetry` is false when trying again cannot help. */
export class ConnectionError extends CommandError {
  readonly mayRetry: boolean

  constructor(message: string, hint: string | null, mayRetry: boolean) {
    super('server', message, hint)
    this.name = 'ConnectionError'
    this.mayRetry = mayRetry
  }
}

const connectionsMax = 8
/** Longer than the longest wait that is asked of a server (`Prefer: wait`). */
const silenceMs = 120_000
const answerBytesMax = 64 * 1024 * 1024

/** `ca`: certificates (PEM) that are trusted in addition to the usual ones. */
export function createHttpTransport({ ca }: { readonly ca: string | null }): HttpTransport {
  const options = { keepAlive: true, maxSockets: connectionsMax }
  const http = new HttpAgent(options)
  const https = new HttpsAgent(ca === null ? options : { ...options, ca: [...getCACertificates('default'), ca] })
  return {
    send: (request) => sendRequest(request, { http, https }),
    close() {
      http.destroy()
      https.destroy()
    },
  }
}

function sendRequest(
  { method, url, headers, body, signal }: HttpRequest,
  agents: { readonly http: HttpAgent; readonly https: HttpsAgent },
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : Buffer.from(body, 'utf8')
    const options = {
      method,
      headers: payload === undefined ? headers : { ...headers, 'content-length': String(payload.byteLength) },
      timeout: silenceMs,
      ...(signal === undefined ? {} : { signal }),
    }
    const onAnswer = (message: IncomingMessage) => void readAnswer(message).then(resolve, fail)
    const fail = (error: unknown) => reject(signal?.aborted ? signal.reason : toConnectionError(url, error))
    const request = url.startsWith('https:')
      ? httpsRequest(url, { ...options, agent: agents.https }, onAnswer)
      : httpRequest(url, { ...options, agent: agents.http }, onAnswer)
    request.on('error', fail)
    request.on('timeout', () => request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })))
    request.end(payload)
  })
}

async function readAnswer(message: IncomingMessage): Promise<HttpAnswer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of message) {
    bytes += chunk.length
    if (bytes > answerBytesMax) throw new Error(`The answer is larger than ${answerBytesMax} bytes`)
    chunks.push(chunk)
  }
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return { status: message.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString('utf8') }
}

/** What went wrong on the way, by the code of Node's error, and what to do. */
const connectionProblems: Readonly<Record<string, readonly [problem: string, hint: string | null, mayRetry: boolean]>> =
  {
    ECONNREFUSED: ['nothing listens there', 'Is the server running? "entrain start" starts one.', false],
    ENOTFOUND: ['the host name is not known', 'Check the address (--graph-url, ENTRAIN_GRAPH_URL).', false],
    EAI_AGAIN: ['the host name could not be looked up', null, true],
    ECONNRESET: ['the connection was closed', null, true],
    EPIPE: ['the connection was closed', null, true],
    ETIMEDOUT: ['no answer came in time', null, true],
    CERT_HAS_EXPIRED: ["the server's certificate has expired", null, false],
    ERR_TLS_CERT_ALTNAME_INVALID: [
      "the server's certificate is for another host name",
      'Use the address that the certificate names.',
      false,
    ],
  }

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

function toConnectionError(url: string, error: unknown): ConnectionError {
  const origin = new URL(url).origin
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (untrusted.has(code)) {
    const hint = 'Name the certificate of its authority with --ca-file FILE or ENTRAIN_CA_FILE.'
    return new ConnectionError(`Cannot talk to ${origin}: its certificate is not trusted.`, hint, false)
  }
  const known = connectionProblems[code]
  if (known !== undefined) return new ConnectionError(`Cannot talk to ${origin}: ${known[0]}.`, known[1], known[2])
  const text = error instanceof Error ? error.message : String(error)
  return new ConnectionError(`Cannot talk to ${origin}: ${text}`, null, false)
}

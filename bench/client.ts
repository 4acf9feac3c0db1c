import { Agent, request } from 'node:https'

export interface ClientOptions {
  readonly ca: string
  readonly connections: number
}

export interface ClientRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer
}

export interface ClientAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** HTTPS over connections that stay open. Kept thin: it shares the processor with the server that is measured. */
export interface Client {
  send(request: ClientRequest): Promise<ClientAnswer>
  /** JSON of an answer that must have the status 200. */
  getJson<T>(url: string, headers?: Readonly<Record<string, string>>): Promise<T>
  setToken(token: string): void
  close(): void
}

/** Longer than any answer may be held back. */
const silenceMs = 120_000

export function createClient({ ca, connections }: ClientOptions): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, ca })
  let authorization: Readonly<Record<string, string>> = {}

  function send({ method, url, headers = {}, body }: ClientRequest): Promise<ClientAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<ClientAnswer>()
    const length = body === undefined ? {} : { 'content-length': String(body.byteLength) }
    const outgoing = request(
      url,
      { method, agent, timeout: silenceMs, headers: { ...authorization, ...length, ...headers } },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
        )
      },
    )
    outgoing.on('error', reject)
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${method} ${url}: no answer within ${silenceMs} ms`)))
    outgoing.end(body)
    return promise
  }

  return {
    send,
    async getJson<T>(url: string, headers?: Readonly<Record<string, string>>) {
      const { status, body } = await send({ method: 'GET', url, ...(headers === undefined ? {} : { headers }) })
      if (status !== 200) throw new Error(`GET ${url}: ${status} ${body.toString()}`)
      return JSON.parse(body.toString()) as T
    },
    setToken(token) {
      authorization = { authorization: `Bearer ${token}` }
    },
    close: () => agent.destroy(),
  }
}

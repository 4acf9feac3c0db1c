import { randomUUID } from 'node:crypto'
import { createTokenSource } from './access-token.ts'
import { CommandError } from './command-error.ts'
import type { ConnectionSettings } from './connection-settings.ts'
import { graphError } from './graph-error.ts'
import type { HttpAnswer, HttpTransport } from './http-transport.ts'
import { createHttpTransport } from './http-transport.ts'
import { isJsonObject, type JsonObject, listAt, parseJson, textAt } from './json-value.ts'
import { createPatience } from './patience.ts'

/** A request below the API's version, e.g. `/servicePrincipals/{id}/synchronization/jobs`. */
export interface GraphRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal | undefined
}

/**
 * Speaks to a Graph API: Entrain's or Microsoft's. Waits and tries again when the server asks for it, renews its
 * token, and turns every refusal into a `CommandError`.
 */
export interface GraphClient {
  send(request: GraphRequest): Promise<HttpAnswer>
  getJson(path: string, request?: Pick<GraphRequest, 'headers' | 'signal'>): Promise<JsonObject>
  /** The items of a collection, page after page. */
  items(path: string, signal?: AbortSignal): AsyncGenerator<JsonObject, void>
  /** An access token for other programs. */
  token(): Promise<string>
  close(): void
}

const pagesMax = 10_000

export function createGraphClient(
  settings: ConnectionSettings,
  transport: HttpTransport = createHttpTransport(settings),
): GraphClient {
  const now = () => performance.now()
  const sendPatiently = createPatience({ now })

  const tokens = createTokenSource(settings, { send: (request) => sendPatiently(() => transport.send(request)), now })

  async function sendAuthorized({ method = 'GET', path, headers = {}, body, signal }: GraphRequest, token: string) {
    const request = {
      method,
      url: `${settings.graphUrl}/${versionOf(path)}${path}`,
      headers: {
        accept: 'application/json',
        'client-request-id': randomUUID(),
        ...headers,
        authorization: `Bearer ${token}`,
      },
      ...(body === undefined ? {} : { body }),
      signal,
    }
    return sendPatiently(() => transport.send(request), signal)
  }

  async function send(request: GraphRequest): Promise<HttpAnswer> {
    const token = await tokens.token()
    let answer = await sendAuthorized(request, token)
    if (answer.status === 401) {
      tokens.discard(token)
      answer = await sendAuthorized(request, await tokens.token())
    }
    if (answer.status >= 400) throw graphError(answer, { method: request.method ?? 'GET', path: request.path })
    return answer
  }

  async function getJson(path: string, request: Pick<GraphRequest, 'headers' | 'signal'> = {}): Promise<JsonObject> {
    const value = parseJson((await send({ path, ...request })).body)
    if (!isJsonObject(value))
      throw new CommandError('server', `${settings.graphUrl} answered ${path} with something else than JSON.`)
    return value
  }

  return {
    send,
    getJson,
    async *items(path, signal) {
      let next: string | undefined = path
      for (let page = 0; next !== undefined && page < pagesMax; page += 1) {
        const value: JsonObject = await getJson(next, { signal })
        yield* listAt(value, 'value').filter(isJsonObject)
        next = toOwnPath(textAt(value, '@odata.nextLink'))
      }
    },
    token: () => tokens.token(),
    close: () => transport.close(),
  }
}

/** The way inside the API: a link in an answer must not lead the token to another host. */
function toOwnPath(link: string | undefined): string | undefined {
  const url = link === undefined ? null : URL.parse(link)
  return url === null ? undefined : `${url.pathname.replace(/^\/(v1\.0|beta)(?=\/)/, '')}${url.search}`
}

/** Graph has object connections on beta only. */
function versionOf(path: string): 'v1.0' | 'beta' {
  return /\/objectConnections(?=[(/?]|$)/.test(path) ? 'beta' : 'v1.0'
}

import { readGraphError } from './graph-error.ts'

export interface SenderOptions {
  /** Root of the API with its version. Default: `https://graph.microsoft.com/v1.0`. */
  readonly baseUrl?: string
  /** A valid access token; asked for before each try, so it should be kept until it expires. */
  readonly getToken: (signal?: AbortSignal) => Promise<string> | string
  /** Default: the global one. */
  readonly fetch?: typeof fetch
  /** How often a request is repeated that was throttled or met an unavailable service. Default: 3. */
  readonly retriesMax?: number
  /** Longest wait before a repetition. Default: 180. */
  readonly retryAfterSecondsMax?: number
}

export interface GraphRequest {
  readonly method: string
  /** Below the base URL, with its query; or an absolute URL such as a nextLink, which has to be of the same origin. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

/** Sends one request, again if need be. Throws a `GraphError` unless the answer is a success. */
export type Send = (request: GraphRequest) => Promise<Response>

const publicGraph = 'https://graph.microsoft.com/v1.0'
const retried: ReadonlySet<number> = new Set([429, 503, 504])
const waitSecondsFirst = 1

export function createSender(options: SenderOptions): Send {
  const { getToken, retriesMax = 3, retryAfterSecondsMax = 180 } = options
  const baseUrl = (options.baseUrl ?? publicGraph).replace(/\/+$/, '')
  const { origin } = new URL(baseUrl)

  async function attempt(url: string, { method, headers, body, signal }: GraphRequest): Promise<Response> {
    const token = await getToken(signal)
    const send = options.fetch ?? fetch
    return send(url, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    })
  }

  return async (request) => {
    const url = resolve(request.path, { baseUrl, origin })
    for (let retries = 0; ; retries++) {
      const response = await attempt(url, request)
      if (response.ok) return response
      if (!retried.has(response.status) || retries >= retriesMax) throw await readGraphError(response)
      const seconds = readRetryAfter(response.headers.get('retry-after')) ?? waitSecondsFirst * 2 ** retries
      if (seconds > retryAfterSecondsMax) throw await readGraphError(response)
      await response.body?.cancel()
      await wait(seconds, request.signal)
    }
  }
}

/** A token must never get to another host because an answer named one. */
function resolve(path: string, { baseUrl, origin }: { readonly baseUrl: string; readonly origin: string }): string {
  if (path.startsWith('/')) return `${baseUrl}${path}`
  if (new URL(path).origin === origin) return path
  throw new TypeError(`${path} is not of ${origin}, so the token is not sent there.`)
}

/** Seconds, or the time of an HTTP date (RFC 9110 section 10.2.3); undefined when it is neither. */
export function readRetryAfter(text: string | null, now = Date.now()): number | undefined {
  if (text === null) return undefined
  if (/^\d+$/.test(text.trim())) return Number(text)
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now) / 1_000))
}

function wait(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, seconds * 1_000)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}

/** A request as the doors see it, whatever carried it. */
export interface HttpRequest {
  /** Upper case. `HEAD` arrives as `GET`; the listener leaves out the body. */
  readonly method: string
  /** Only path and query carry meaning: absolute links are built from the configured origin, never from this. */
  readonly url: URL
  /** Header by lower-case name. */
  header(name: string): string | undefined
  /**
   * Reads the body once. Refuses with `bodyTooLarge` beyond the limit; unpacks `Content-Encoding: gzip` under the same limit.
   * The bytes fill an ArrayBuffer of their own, so they may be transferred to another thread.
   */
  body(bodyBytesMax: number): Promise<Uint8Array>
  /** GUID given to this request by the server. */
  readonly requestId: string
  /** The caller's `client-request-id`, else the request id. */
  readonly clientRequestId: string
  readonly remoteAddress: string
  /** Aborts when the caller goes away or the server stops. */
  readonly signal: AbortSignal
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | null
}

export type Handler = (request: HttpRequest) => Promise<HttpResponse>

/** A handler for some paths only: `undefined` says at once that the path belongs to somebody else. */
export type PartialHandler = (request: HttpRequest) => Promise<HttpResponse> | undefined

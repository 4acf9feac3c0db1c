import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { HttpResponse } from './message.ts'

/**
 * Writes a whole response at once. A response without a body never carries a `Content-Type`: clients that see a JSON
 * type try to parse the nothing behind it. 204 and 304 have no `Content-Length` (RFC 9110 section 8.6).
 */
export function writeResponse(outgoing: ServerResponse, response: HttpResponse, closeConnection: boolean): void {
  const headers: OutgoingHttpHeaders = { ...response.headers }
  if (closeConnection) headers.Connection = 'close'

  const body = response.body
  if (body === null || body.length === 0) {
    for (const name of Object.keys(headers)) {
      if (name.toLowerCase() === 'content-type') delete headers[name]
    }
    if (response.status !== 204 && response.status !== 304) headers['Content-Length'] = 0
    outgoing.writeHead(response.status, headers).end()
    return
  }
  headers['Content-Length'] = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
  outgoing.writeHead(response.status, headers).end(body)
}

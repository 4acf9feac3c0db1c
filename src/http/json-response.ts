import type { HttpResponse } from './message.ts'

/** Content type of Graph's entities and collections (graph-conventions section 3). */
export const graphJson =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'

type Headers = Readonly<Record<string, string>>

export function json(body: unknown, status = 200, headers: Headers = {}): HttpResponse {
  return { status, headers: { 'Content-Type': graphJson, ...headers }, body: JSON.stringify(body) }
}

/** 201 with the entity; `location` is its absolute URL. */
export function created(body: unknown, location: string): HttpResponse {
  return json(body, 201, { Location: location })
}

/** 202 without a body. */
export function accepted(headers: Headers = {}): HttpResponse {
  return { status: 202, headers, body: null }
}

export function noContent(headers: Headers = {}): HttpResponse {
  return { status: 204, headers, body: null }
}

/** For `$count` and `$value`. */
export function plainText(text: string): HttpResponse {
  return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: text }
}

export function xml(text: string): HttpResponse {
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body: text }
}

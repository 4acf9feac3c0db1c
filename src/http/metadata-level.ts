import { graphJson } from './json-response.ts'
import type { HttpRequest, HttpResponse } from './message.ts'

/** What clients cannot do without: pages, changes and the number of all. */
const kept: ReadonlySet<string> = new Set(['@odata.nextLink', '@odata.deltaLink', '@odata.count'])
const none = /;\s*odata\.metadata\s*=\s*none/i

/**
 * Leaves out OData's annotations where the caller asks for that: `Accept: application/json;odata.metadata=none` (OData JSON
 * Format section 3.1.3). Whoever asks for all of them gets the minimal ones.
 */
export function withMetadataLevel(request: Pick<HttpRequest, 'header'>, response: HttpResponse): HttpResponse {
  const { headers, body } = response
  if (headers['Content-Type'] !== graphJson || typeof body !== 'string') return response
  if (!none.test(request.header('accept') ?? '')) return response
  const contentType = graphJson.replace('metadata=minimal', 'metadata=none')
  const plain = JSON.stringify(JSON.parse(body, (_, value) => withoutAnnotations(value)))
  return { ...response, headers: { ...headers, 'Content-Type': contentType }, body: plain }
}

function withoutAnnotations(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const members = Object.entries(value)
  const plain = members.filter(([name]) => !name.includes('@odata.') || kept.has(name))
  return plain.length === members.length ? value : Object.fromEntries(plain)
}

import type { HttpRequest } from './message.ts'

const overriding: ReadonlySet<string> = new Set(['GET', 'PUT', 'PATCH', 'DELETE'])

/** The method that is meant: a POST may name another one in `X-HTTP-Method`, for callers that can send no other. */
export function effectiveMethod(request: Pick<HttpRequest, 'method' | 'header'>): string {
  if (request.method !== 'POST') return request.method
  const wanted = (request.header('x-http-method') ?? request.header('x-http-method-override'))?.trim().toUpperCase()
  return wanted !== undefined && overriding.has(wanted) ? wanted : request.method
}

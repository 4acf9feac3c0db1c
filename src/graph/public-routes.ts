import { xml } from '../http/json-response.ts'
import type { HttpResponse } from '../http/message.ts'
import type { PublicCall, PublicRoute } from '../http/route.ts'
import { toCsdl } from './metadata/csdl.ts'
import { toOpenApi } from './openapi/to-openapi.ts'

/** What is answered without a token: the rows of the route table that say `isPublic`. */
export function graphPublicRoutes(): readonly PublicRoute[] {
  return [
    { method: 'GET', path: '/$metadata', handle: cached(({ version }) => xml(toCsdl(version))) },
    { method: 'GET', path: '/openapi.json', handle: cached((call) => plainJson(toOpenApi(call))) },
  ]
}

/** The documents do not change while the service runs, and callers are unknown: nobody makes it write them twice. */
function cached(write: (call: PublicCall) => HttpResponse): PublicRoute['handle'] {
  const written = new Map<PublicCall['version'], HttpResponse>()
  return async (call) => {
    const response = written.get(call.version) ?? write(call)
    written.set(call.version, response)
    return response
  }
}

function plainJson(body: unknown): HttpResponse {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}

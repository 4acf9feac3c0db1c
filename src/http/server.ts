import { EntrainError } from '../model/error.ts'
import type { Principal } from '../model/principal.ts'
import { isDefect, toErrorResponse } from './error-response.ts'
import { compileRoutes, type RouteMatch } from './match-route.ts'
import type { Handler, HttpRequest, HttpResponse } from './message.ts'
import { withMetadataLevel } from './metadata-level.ts'
import { effectiveMethod } from './method-override.ts'
import { parseGraphPath, type Version } from './path.ts'
import { costOf, type RequestCost } from './resource-units.ts'
import { isPreflight, preflightResponse, standardHeaders } from './response-headers.ts'
import type { PublicRoute, Route } from './route.ts'
import type { ThrottleProfile, Verdict } from './throttle.ts'

/** What the Graph door needs. Everything is handed in, so that a door can be opened without the rest of the house. */
export interface GraphDoor<Permission extends string> {
  readonly routes: readonly Route<Permission>[]
  /** Routes that need no token; left out: none. */
  readonly publicRoutes?: readonly PublicRoute[]
  /** Refuses with `invalidToken` or `identityNotFound`. */
  readonly authenticate: (request: HttpRequest) => Promise<Principal>
  /** Refuses with `accessDenied` or `permissionMissing`. */
  readonly authorize: (admission: Admission<Permission>) => Promise<Admitted>
  readonly throttle: (limit: keyof ThrottleProfile, principal: Principal, cost: RequestCost) => Verdict
  /** Origin that clients use, without a trailing slash. */
  readonly origin: string
  readonly clock: { now(): number }
  /** Whether an unknown path is known elsewhere: then it is `notSupported` instead of a bad request. */
  readonly isKnownElsewhere?: (segments: readonly string[]) => boolean
  readonly onServed: (served: Served) => void
  /** Answered with 401 or 403. */
  readonly onRefused?: (refused: Refused<Permission>) => void
  readonly onUnexpectedError: (error: unknown, request: HttpRequest) => void
}

/** A known caller in front of a known route. */
export interface Admission<Permission extends string = string> {
  readonly principal: Principal
  readonly route: Pick<Route<Permission>, 'method' | 'path' | 'permissions'>
  readonly params: Readonly<Record<string, string>>
}

/** How far the permission that opened the route reaches. */
export interface Admitted {
  /** Only over what the calling application owns. */
  readonly ownedOnly: boolean
  /** The caller with the roles that it has over the object of the request. Left out: as it came. */
  readonly principal?: Principal
}

/** A refusal and what is known about it: nobody when the token was refused, no route when that came before. */
export interface Refused<Permission extends string = string> {
  readonly request: HttpRequest
  readonly status: 401 | 403
  readonly error: EntrainError
  readonly principal: Principal | undefined
  readonly admission: Admission<Permission> | undefined
}

/** What became of a request, for the access log. */
export interface Served {
  readonly request: HttpRequest
  readonly status: number
  readonly durationMs: number
  readonly principal: Principal | undefined
}

/**
 * The Graph door. The order of the questions is what callers can observe (graph-conventions 13.5): path, token,
 * throttle, route and method, permission; then the route's own work. Public routes are asked for the path alone.
 */
export function createGraphHandler<Permission extends string>(door: GraphDoor<Permission>): Handler {
  const matchers = {
    'v1.0': compileRoutes(routesOf('v1.0', door.routes)),
    beta: compileRoutes(routesOf('beta', door.routes)),
  }
  const matchPublic = compileRoutes(door.publicRoutes ?? [])
  const base = standardHeaders(door.origin)
  const challenge = challengeFor(door.origin)

  async function answer(request: HttpRequest, progress: Progress<Permission>): Promise<HttpResponse> {
    if (isPreflight(request)) return preflightResponse(request)
    const { version, segments } = parseGraphPath(request.url.pathname)
    const open = matchPublic(request.method, segments)
    if (open.kind !== 'unknown') {
      const { route, params } = requireMatch(open, request.method)
      return route.handle({ request, version, params, origin: door.origin })
    }
    const principal = await door.authenticate(request)
    const method = effectiveMethod(request)
    progress.principal = principal
    const found = matchers[version](method, segments)
    progress.headers = admit(found, principal, request)
    if (found.kind === 'unknown' && door.isKnownElsewhere?.(segments)) throw notSupported(found.segment)
    const { route, params } = requireMatch(found, method)
    progress.admission = { principal, route, params }
    const admitted = await door.authorize(progress.admission)
    return route.handle({ request, version, params, principal, origin: door.origin, ...admitted })
  }

  function admit(found: RouteMatch<Route<Permission>>, principal: Principal, { url }: HttpRequest) {
    if (found.kind !== 'matched' || found.route.throttle === 'none') return undefined
    const { throttle, cost = cheapest } = found.route
    const verdict = door.throttle(throttle, principal, costOf(cost, url))
    if (!verdict.admitted) throw tooManyRequests(verdict, principal)
    return verdict.headers
  }

  function refuse(error: unknown, request: HttpRequest, progress: Progress<Permission>): HttpResponse {
    if (isDefect(error)) door.onUnexpectedError(error, request)
    const response = toErrorResponse(error, request, door.clock.now())
    const { status } = response
    if ((status === 401 || status === 403) && error instanceof EntrainError) {
      door.onRefused?.({ request, status, error, principal: progress.principal, admission: progress.admission })
    }
    if (status !== 401) return response
    return { ...response, headers: { 'WWW-Authenticate': challenge, ...response.headers } }
  }

  return async (request) => {
    const startedAt = performance.now()
    const progress: Progress<Permission> = { principal: undefined, admission: undefined, headers: undefined }
    const answered = await answer(request, progress).catch((error: unknown) => refuse(error, request, progress))
    const response = withMetadataLevel(request, answered)
    const { principal } = progress
    door.onServed({ request, status: response.status, durationMs: performance.now() - startedAt, principal })
    const ids = { 'request-id': request.requestId, 'client-request-id': request.clientRequestId }
    return {
      status: response.status,
      headers: { ...base, ...ids, ...progress.headers, ...response.headers },
      body: response.body,
    }
  }
}

/** How far a request has come; what is known of it when it fails. */
interface Progress<Permission extends string> {
  principal: Principal | undefined
  admission: Admission<Permission> | undefined
  /** For the answer, whatever it is. */
  headers: Readonly<Record<string, string>> | undefined
}

const cheapest: RequestCost = { units: 1, writes: 0 }

function routesOf<R extends Pick<Route, 'versions'>>(version: Version, routes: readonly R[]): readonly R[] {
  return routes.filter(({ versions }) => versions === undefined || versions.includes(version))
}

function notSupported(segment: string): EntrainError {
  return new EntrainError('notSupported', `This service does not have '${segment}' of Microsoft Graph.`)
}

function requireMatch<R>(found: RouteMatch<R>, method: string): Extract<RouteMatch<R>, { kind: 'matched' }> {
  if (found.kind === 'matched') return found
  if (found.kind === 'unknown') {
    throw new EntrainError('badRequest', `Resource not found for the segment '${found.segment}'.`)
  }
  const allow = found.allow.flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name])).concat('OPTIONS')
  const message = `The method ${method} is not allowed here. Allowed: ${found.allow.join(', ')}.`
  throw new EntrainError('methodNotAllowed', message, { headers: { Allow: allow.join(', ') } })
}

function tooManyRequests(
  { retryAfterSeconds, headers }: Extract<Verdict, { admitted: false }>,
  { appId, tenantId }: Principal,
): EntrainError {
  const message = `Too many requests of this application. Try again in ${retryAfterSeconds} s.`
  return new EntrainError('tooManyRequests', message, {
    headers: {
      'Retry-After': String(retryAfterSeconds),
      'x-ms-throttle-scope': `Tenant_Application/ReadWrite/${appId}/${tenantId}`,
      ...headers,
    },
  })
}

/** Names the place where tokens come from (RFC 6750 section 3); the client id is Graph's own. */
function challengeFor(origin: string): string {
  const authorizationUri = `${origin}/common/oauth2/authorize`
  return `Bearer realm="", authorization_uri="${authorizationUri}", client_id="00000003-0000-0000-c000-000000000000"`
}

import type { HttpRequest, HttpResponse, PartialHandler } from '../http/message.ts'
import { isPreflight, preflightResponse } from '../http/response-headers.ts'
import { accountEntry } from './account/account-entry.ts'
import { deviceAuthorization, deviceEntry } from './device-authorization.ts'
import { type Endpoint, json, type OAuthDoor } from './endpoint.ts'
import { type ErrorPlace, OAuthError, toErrorBody } from './error.ts'
import { errorInformation } from './error-information.ts'
import { instanceDiscovery } from './instance-discovery.ts'
import { keys } from './keys.ts'
import { openIdConfiguration } from './openid-configuration.ts'
import { adminConsent } from './sign-in/admin-consent.ts'
import { authorizeEndpoint } from './sign-in/authorize.ts'
import { login } from './sign-in/login.ts'
import { logout } from './sign-in/logout.ts'
import { secondFactorSetUp } from './sign-in/second-factor.ts'
import { tokenEndpoint } from './token.ts'
import { userInfo, userInfoPath } from './user-info.ts'
import { userRealm, userRealmSegment } from './user-realm.ts'

/** Every endpoint by its path below the tenant, in lower case. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map([
  ['v2.0/.well-known/openid-configuration', openIdConfiguration('v2')],
  ['.well-known/openid-configuration', openIdConfiguration('v1')],
  ['discovery/instance', instanceDiscovery],
  ['discovery/v2.0/keys', keys],
  ['discovery/keys', keys],
  ['oauth2/v2.0/token', tokenEndpoint('v2')],
  ['oauth2/token', tokenEndpoint('v1')],
  ['oauth2/v2.0/authorize', authorizeEndpoint('v2')],
  ['oauth2/authorize', authorizeEndpoint('v1')],
  ['login', login],
  ['oauth2/v2.0/devicecode', deviceAuthorization],
  ['oauth2/devicecode', deviceAuthorization],
  ['oauth2/deviceauth', deviceEntry],
  ['oauth2/v2.0/logout', logout],
  ['oauth2/logout', logout],
  ['adminconsent', adminConsent('v1')],
  ['v2.0/adminconsent', adminConsent('v2')],
  ['mfasetup', secondFactorSetUp],
  ['myaccount', accountEntry],
])

/** Endpoints below no tenant. */
const rootEndpoints: ReadonlyMap<string, Endpoint> = new Map([
  ['/error', errorInformation],
  [userInfoPath, userInfo],
])

const retryAfterSeconds = 5
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The door of the token side: answers `undefined` for a path that is not its own. */
export function createOAuthHandler(door: OAuthDoor): PartialHandler {
  const secure = door.origin.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : undefined

  async function serve(endpoint: Endpoint, tenantName: string, request: HttpRequest): Promise<HttpResponse> {
    if (isPreflight(request)) return preflightResponse(request)
    const correlationId = correlationOf(request)
    const response = await endpoint({ request, tenantName, correlationId, door }).catch((error: unknown) =>
      toErrorResponse(error, { traceId: request.requestId, correlationId }, door),
    )
    const notStored = 'Cache-Control' in response.headers ? undefined : notStoredHeaders
    const isPage = 'Content-Security-Policy' in response.headers
    return {
      ...response,
      headers: {
        ...baseHeaders,
        ...(isPage ? undefined : corsHeaders),
        ...secure,
        ...notStored,
        ...idHeaders(request),
        ...response.headers,
      },
    }
  }

  return (request) => {
    const [tenantName = '', ...below] = request.url.pathname.split('/').slice(1)
    if (below.at(-1) === '') below.pop()
    const endpoint = findEndpoint(tenantName, below)
    return endpoint && serve(endpoint, decode(tenantName), request)
  }
}

function findEndpoint(first: string, below: readonly string[]): Endpoint | undefined {
  const path = [first, ...below].join('/').toLowerCase()
  if (below.length === 2 && path.startsWith(`${first.toLowerCase()}/${userRealmSegment}/`)) return userRealm
  return rootEndpoints.get(`/${path}`) ?? endpoints.get(path.slice(first.length + 1))
}

/** Tokens and refusals (RFC 6749 section 5.1). */
const notStoredHeaders = { 'Cache-Control': 'no-store, no-cache', Pragma: 'no-cache' }

const baseHeaders = {
  'X-Content-Type-Options': 'nosniff',
}

/** Scripts of single-page applications read these answers, pages for people they do not. */
const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'x-ms-request-id, client-request-id, Retry-After',
}

function idHeaders(request: HttpRequest): Readonly<Record<string, string>> {
  const asked = request.header('return-client-request-id')?.toLowerCase() === 'true'
  return { 'x-ms-request-id': request.requestId, ...(asked && { 'client-request-id': request.clientRequestId }) }
}

/** The caller's id, from the header or from the query, when it is a GUID; else the one of the request. */
function correlationOf(request: HttpRequest): string {
  const offered = [request.header('client-request-id'), request.url.searchParams.get('client-request-id')]
  return offered.find((id) => typeof id === 'string' && guid.test(id)) ?? request.requestId
}

function toErrorResponse(
  error: unknown,
  ids: Pick<ErrorPlace, 'traceId' | 'correlationId'>,
  door: OAuthDoor,
): HttpResponse {
  if (!(error instanceof OAuthError)) door.events.unexpectedError(error, { requestId: ids.traceId })
  const refusal = error instanceof OAuthError ? error : unavailable()
  const place = { ...ids, origin: door.origin }
  return json(toErrorBody(refusal, place, door.clock.now()), refusal.status, refusal.headers)
}

/** A defect of ours may be over soon: a 4xx would be kept by clients that remember failures (client-compatibility 3.12). */
function unavailable(): OAuthError {
  const headers = { 'Retry-After': String(retryAfterSeconds) }
  return new OAuthError(90033, 'The token service failed. Try again.', { headers })
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

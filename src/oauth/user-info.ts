import { pairwiseSubject } from '../auth/tokens/issue-user.ts'
import type { HttpResponse } from '../http/message.ts'
import { EntrainError } from '../model/error.ts'
import type { Principal, UserPrincipal } from '../model/principal.ts'
import type { User } from '../model/user.ts'
import { type Endpoint, type EndpointCall, json } from './endpoint.ts'

/** Below no tenant, as Graph has it. */
export const userInfoPath = '/oidc/userinfo'

/**
 * `GET` and `POST /oidc/userinfo` (OpenID Connect Core section 5.3): who the user of a Graph token is, as far as the
 * scopes of the token tell. Refuses in the header (RFC 6750 section 3.1), as programs for any provider expect.
 */
export const userInfo: Endpoint = async (call) => {
  const { request, door } = call
  if (request.method !== 'GET' && request.method !== 'POST') return wrongMethod()
  if (request.header('authorization') === undefined) return refuse({ status: 401 })
  const principal = await authenticate(call)
  if (!('kind' in principal)) return principal
  if (principal.kind !== 'user' || !principal.scopes.includes('openid')) {
    const message = "The token is no user's, or it was not asked for with the scope openid."
    return refuse({ status: 403, error: 'insufficient_scope', message, scope: 'openid' })
  }
  const user = await door.people.peopleOf(principal.tenantId).directory.findUser(principal.userId)
  if (user === undefined) return refuse({ status: 401, error: 'invalid_token', message: 'The user is gone.' })
  return json(toClaims(principal, user))
}

async function authenticate({ request, door }: EndpointCall): Promise<Principal | HttpResponse> {
  try {
    return await door.people.authenticate(request)
  } catch (error) {
    if (!(error instanceof EntrainError)) throw error
    return refuse({ status: 401, error: 'invalid_token', message: error.message })
  }
}

/** `sub` is that of the client's id_token, which the client compares. A claim of which nothing is known is left out. */
function toClaims({ tenantId, userId, appId, scopes }: UserPrincipal, { properties }: User): object {
  const { displayName, givenName, surname, userPrincipalName, mail } = properties
  const profile = {
    name: displayName,
    given_name: givenName,
    family_name: surname,
    preferred_username: userPrincipalName,
  }
  const told = {
    ...(scopes.includes('profile') && profile),
    ...(scopes.includes('email') && { email: mail }),
  }
  const known = Object.entries(told).filter(([, value]) => typeof value === 'string' && value !== '')
  return { sub: pairwiseSubject({ tenantId, userId, appId }), ...Object.fromEntries(known) }
}

interface Refusal {
  readonly status: 401 | 403
  readonly error?: string
  readonly message?: string
  readonly scope?: string
}

/** A request without any token is told no more than how to come with one. */
function refuse({ status, error, message, scope }: Refusal): HttpResponse {
  const parameters = { realm: '', error, error_description: message, scope }
  const told = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}="${String(value).replaceAll(/[^\x20-\x7e]|["\\]/g, "'")}"`)
  const body = error === undefined ? {} : { error, error_description: message }
  return json(body, status, { 'WWW-Authenticate': `Bearer ${told.join(', ')}` })
}

function wrongMethod(): HttpResponse {
  return json({ error: 'invalid_request', error_description: 'Ask with GET or POST.' }, 405, { Allow: 'GET, POST' })
}

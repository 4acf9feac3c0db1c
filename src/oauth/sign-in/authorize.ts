import type { HttpRequest, HttpResponse } from '../../http/message.ts'
import { findClient } from '../client-registration.ts'
import { parseDelegatedScopes } from '../delegated-scopes.ts'
import type { Endpoint, EndpointCall } from '../endpoint.ts'
import { OAuthError } from '../error.ts'
import { lookForTenant } from '../find-tenant.ts'
import { missingParameter, readFields } from '../form.ts'
import { accountPage } from '../pages/account-page.ts'
import { errorPage } from '../pages/plain-pages.ts'
import { matchRedirectUri } from '../redirect-uri.ts'
import { readResponseMode } from '../response-mode.ts'
import { answerError, redirect } from './answer-client.ts'
import { begin } from './begin.ts'
import type { AuthorizeRequest } from './flow.ts'
import { toVisit, type Visit } from './visit.ts'

type Parameters = ReadonlyMap<string, string>
const queryCharsMax = 8_192

/** Shows refusals as a page: for endpoints that people reach with a browser. */
export function asPage(endpoint: Endpoint): Endpoint {
  return async (call) => {
    try {
      return await endpoint(call)
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error
      const { request, correlationId, door } = call
      const { number, message } = error
      const clientId = request.url.searchParams.get('client_id')
      door.events.tokenRefused({ tenant: call.tenantName, clientId, errorCode: number, reason: message, correlationId })
      const ids = { traceId: request.requestId, correlationId, origin: door.origin }
      return errorPage(error, { ...ids, now: door.clock.now() })
    }
  }
}

/** `/{tenant}/oauth2/v2.0/authorize` and the same of version 1 (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2). */
export function authorizeEndpoint(version: 'v1' | 'v2'): Endpoint {
  return asPage(async (call) => {
    if (call.request.method === 'POST') return asGet(call.request)
    const parameters = readQuery(call.request)
    const tenant = await lookForTenant(call, {
      names: [parameters.get('login_hint') ?? '', parameters.get('domain_hint') ?? ''],
      clientId: parameters.get('client_id') ?? '',
    })
    if (tenant === undefined) return askAccount(call, parameters)
    const visit = toVisit(call, tenant)
    const addressed = await readAddressee(visit, parameters)
    try {
      const request = readRequest(addressed, parameters, version)
      return await begin(visit, { kind: 'authorize', request })
    } catch (error) {
      if (error instanceof OAuthError) return answerError(visit, addressed, error)
      throw error
    }
  })
}

function askAccount({ request }: EndpointCall, parameters: Parameters): HttpResponse {
  if (parameters.get('prompt') !== 'none') return accountPage(request.url.pathname, parameters)
  const message = 'This service has several organizations, and nobody may be asked. Name one in the path.'
  throw new OAuthError(50059, message)
}

/** Browsers send their cookies along with a form of another site only when it ends in a GET (SameSite=Lax). */
export async function asGet(request: HttpRequest): Promise<HttpResponse> {
  const query = new URLSearchParams([...(await readFields(request))]).toString()
  if (query.length > queryCharsMax) throw new OAuthError(9002313, 'The request is too long.')
  return redirect(`${request.url.pathname}?${query}`)
}

function readQuery(request: HttpRequest): Parameters {
  const parameters = new Map<string, string>()
  for (const [name, value] of request.url.searchParams) {
    if (parameters.has(name)) throw new OAuthError(9000411, `The parameter '${name}' was sent more than once.`)
    parameters.set(name, value)
  }
  return parameters
}

type Addressed = Pick<
  AuthorizeRequest,
  | 'clientId'
  | 'redirectUri'
  | 'isRedirectNamed'
  | 'redirectKind'
  | 'responseMode'
  | 'state'
  | 'wantsCode'
  | 'wantsIdToken'
> & { readonly allowsIdTokens: boolean }

/** Whom the answer goes to. What is wrong up to here is shown as a page: the address cannot be trusted yet. */
async function readAddressee({ store, tenant, call }: Visit, parameters: Parameters): Promise<Addressed> {
  const clientId = parameters.get('client_id') ?? ''
  if (clientId === '') throw missingParameter('client_id')
  const client = await findClient(store.objects, clientId)
  if (client === undefined) {
    throw new OAuthError(700016, `The application '${clientId}' was not found in the tenant '${tenant.id}'.`)
  }
  if (client.isDisabled) throw new OAuthError(7000112, `The application '${clientId}' is disabled.`)
  const isOpen = ['common', 'organizations'].includes(call.tenantName.toLowerCase())
  if (isOpen && client.application?.properties.signInAudience === 'AzureADMyOrg') {
    const message = `The application '${clientId}' is for one organization. Name it in the path instead of '${call.tenantName}'.`
    throw new OAuthError(50194, message)
  }
  const redirectUri = parameters.get('redirect_uri') ?? client.redirects[0]?.uri ?? ''
  const registered = matchRedirectUri(client.redirects, redirectUri)
  if (registered === undefined) {
    const message = `The redirect URI '${redirectUri}' is not registered for the application '${clientId}'.`
    throw new OAuthError(50011, message)
  }
  const types = (parameters.get('response_type') ?? '').split(/\s+/)
  const wantsIdToken = types.includes('id_token')
  return {
    clientId: client.appId,
    redirectUri,
    isRedirectNamed: parameters.has('redirect_uri'),
    redirectKind: registered.kind,
    responseMode: readResponseMode(parameters.get('response_mode') ?? '', { kind: registered.kind, wantsIdToken }),
    state: parameters.get('state') ?? '',
    wantsCode: types.includes('code'),
    wantsIdToken,
    allowsIdTokens: client.allowsIdTokens,
  }
}

const knownTypes = ['code', 'id_token']
const challengePattern = /^[A-Za-z0-9_-]{43}$/

function readRequest(addressed: Addressed, parameters: Parameters, version: 'v1' | 'v2'): AuthorizeRequest {
  const { allowsIdTokens, ...rest } = addressed
  const types = (parameters.get('response_type') ?? '').split(/\s+/).filter((type) => type !== '')
  if (types.length === 0) throw missingParameter('response_type')
  if (types.some((type) => !knownTypes.includes(type))) {
    throw new OAuthError(70005, `The response type '${types.join(' ')}' is not supported. Use code, or code id_token.`)
  }
  const nonce = parameters.get('nonce') ?? ''
  if (rest.wantsIdToken && !allowsIdTokens) {
    throw new OAuthError(700054, 'The response type id_token is not enabled for the application.')
  }
  if (rest.wantsIdToken && nonce === '') throw missingParameter('nonce')
  const prompts = (parameters.get('prompt') ?? '').split(/\s+/).filter((prompt) => prompt !== '')
  if (prompts.includes('none') && prompts.length > 1) {
    throw new OAuthError(9002313, "The prompt 'none' cannot be asked for together with others.")
  }
  const scope = scopeOf(parameters, version)
  parseDelegatedScopes(scope)
  const maxAge = Number(parameters.get('max_age') ?? Number.NaN)
  return {
    ...rest,
    scope,
    nonce,
    prompts,
    codeChallenge: readChallenge(parameters, rest),
    loginHint: parameters.get('login_hint') ?? '',
    wantsClientInfo: parameters.get('client_info') === '1',
    maxAge: Number.isFinite(maxAge) && maxAge >= 0 ? maxAge : null,
  }
}

/** Version 1 names a resource; what it wants there is what was granted. */
function scopeOf(parameters: Parameters, version: 'v1' | 'v2'): string {
  const scope = parameters.get('scope')?.trim() ?? ''
  const resource = parameters.get('resource')?.trim() ?? ''
  if (version === 'v1' && resource !== '') return `${resource}/.default openid profile offline_access`
  if (scope !== '') return scope
  if (version === 'v1') return 'openid profile offline_access'
  throw missingParameter('scope')
}

/** Whoever keeps no secret must show that the code is its own (RFC 7636; RFC 9700 section 2.1.1). */
function readChallenge(
  parameters: Parameters,
  { redirectKind, wantsCode }: Pick<AuthorizeRequest, 'redirectKind' | 'wantsCode'>,
) {
  const challenge = parameters.get('code_challenge') ?? ''
  const method = parameters.get('code_challenge_method') ?? ''
  if (challenge === '') {
    if (redirectKind === 'web' || !wantsCode) return ''
    throw new OAuthError(50147, "The request needs a 'code_challenge' (PKCE), because the client keeps no secret.")
  }
  if (method === 'S256' && challengePattern.test(challenge)) return challenge
  throw new OAuthError(50147, "The 'code_challenge' must be the base64url of a SHA-256 hash, with the method S256.")
}

import { readDirectoryRoles } from '../../auth/directory-roles.ts'
import { resourceIdentifiers } from '../../auth/resource-identifiers.ts'
import { issueIdToken } from '../../auth/tokens/issue-id-token.ts'
import type { HttpResponse } from '../../http/message.ts'
import { refuseUnassigned, rolesInClient } from '../assignment.ts'
import { type ClientRegistration, findClient } from '../client-registration.ts'
import { type ConsentState, mayConsentForOrganization, readConsent } from '../consent/consent.ts'
import { needsAdministrator } from '../consent/user-consent.ts'
import { parseDelegatedScopes } from '../delegated-scopes.ts'
import { OAuthError } from '../error.ts'
import { makeShownSecret } from '../shown-secret.ts'
import { answerClient, answerError } from './answer-client.ts'
import { consentPage } from './consent-page.ts'
import type { AuthorizeRequest, Flow } from './flow.ts'
import { blockedPage } from './show.ts'
import type { SignedIn } from './signed-in.ts'
import type { Visit } from './visit.ts'

/** How long a code may be redeemed. */
const codeMs = 10 * 60_000
/** Codes that a user may have open; older ones are removed. */
const codesMax = 50

/** Somebody is signed in: consent, assignment, then the answer to the client. */
export async function finishAuthorize(
  visit: Visit,
  flow: Flow,
  request: AuthorizeRequest,
  signedIn: SignedIn,
): Promise<HttpResponse> {
  const { cookie } = signedIn
  try {
    const client = await requireClient(visit, request.clientId)
    const state = await consentOf(visit, client, request.scope, signedIn)
    const asksAnew = request.prompts.includes('consent')
    if (state.missing.length > 0 || asksAnew) return await askConsent(visit, flow, { request, client, state, signedIn })
    await refuseUnassigned(visit.store.objects, client, signedIn.user.id)
    return await answerWithCode(visit, request, client, signedIn)
  } catch (error) {
    if (error instanceof OAuthError) return answerError(visit, request, error, cookie)
    throw error
  }
}

export async function requireClient({ store, tenant }: Visit, clientId: string): Promise<ClientRegistration> {
  const client = await findClient(store.objects, clientId)
  if (client !== undefined) return client
  throw new OAuthError(700016, `The application '${clientId}' was not found in the tenant '${tenant.id}'.`)
}

export function consentOf(
  { store, call }: Visit,
  client: ClientRegistration,
  scope: string,
  { user }: Pick<SignedIn, 'user'>,
): Promise<ConsentState> {
  const toGraphAudience = resourceIdentifiers(call.door.origin)
  const scopes = parseDelegatedScopes(scope)
  return readConsent({ objects: store.objects, client, scopes, userId: user.id, toGraphAudience })
}

/** Whether somebody who is no administrator cannot consent to what is missing. */
export function isBlocked({ store, call }: Visit, state: ConsentState): Promise<boolean> {
  return needsAdministrator(store.objects, call.door.people.rules.userConsent, state)
}

interface Asking {
  readonly request: AuthorizeRequest
  readonly client: ClientRegistration
  readonly state: ConsentState
  readonly signedIn: SignedIn
}

async function askConsent(
  visit: Visit,
  flow: Flow,
  { request, client, state, signedIn }: Asking,
): Promise<HttpResponse> {
  const { user, cookie } = signedIn
  if (request.prompts.includes('none')) {
    throw new OAuthError(65001, `The user or an administrator has not consented to '${client.displayName}'.`)
  }
  const isAdministrator = mayConsentForOrganization(await readDirectoryRoles(visit.store.objects, user.id))
  if (!isAdministrator && (await isBlocked(visit, state))) {
    return blockedPage(visit, flow, approvalText(client.displayName), cookie)
  }
  const permissions = request.prompts.includes('consent') ? [...state.wanted, ...state.wantedOpenId] : state.missing
  return consentPage(visit, flow, { client, user, permissions, organization: isAdministrator ? 'offer' : 'no', cookie })
}

function approvalText(appName: string): string {
  return `${appName} asks for permissions that only an administrator can grant (AADSTS90094). Ask an administrator to consent to it for your organization.`
}

/** Single use, 10 minutes; what it is good for lies in the store. */
async function answerWithCode(
  visit: Visit,
  request: AuthorizeRequest,
  client: ClientRegistration,
  { user, flowUser, cookie }: SignedIn,
): Promise<HttpResponse> {
  const { store, tenant, call, now } = visit
  const { secret, key } = makeShownSecret(tenant.id)
  const { authTime, authMethods, sessionId } = flowUser
  if (request.wantsCode) {
    const { redirectUri, isRedirectNamed, redirectKind, scope, nonce, codeChallenge } = request
    const asked = { clientId: client.appId, redirectUri, isRedirectNamed, redirectKind, scope, nonce, codeChallenge }
    const data = { ...asked, authTime, authMethods, sessionId }
    const times = { createdAt: now, expiresAt: now + codeMs }
    const family = crypto.randomUUID()
    await store.identity.artifacts.add([{ kind: 'code', key, family, userId: user.id, ...times, data }])
    await store.identity.artifacts.keepNewest('code', user.id, codesMax)
  }
  const parameters: Record<string, string> = request.wantsCode ? { code: secret } : {}
  if (request.wantsIdToken) {
    const { signing } = await call.door.keys.current()
    const { userPrincipalName, displayName, mail } = user.properties
    parameters.id_token = await issueIdToken(
      {
        tenantId: tenant.id,
        appId: client.appId,
        user: { id: user.id, userPrincipalName, displayName },
        email:
          typeof mail === 'string' && parseDelegatedScopes(request.scope).openId.includes('email') ? mail : undefined,
        roles: await rolesInClient(store.objects, client, user.id),
        nonce: request.nonce,
        origin: call.door.origin,
        issuedAt: now,
        authTime: Math.floor(authTime / 1000),
        authMethods,
        sessionId,
        code: request.wantsCode ? secret : undefined,
      },
      signing,
    )
  }
  if (request.wantsClientInfo) parameters.client_info = clientInfo(user.id, tenant.id)
  parameters.session_state = sessionId
  return answerClient(visit, request, parameters, cookie)
}

/** What MSAL knows an account by. */
export function clientInfo(userId: string, tenantId: string): string {
  return Buffer.from(JSON.stringify({ uid: userId, utid: tenantId })).toString('base64url')
}

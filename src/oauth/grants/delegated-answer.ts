import { randomUUID } from 'node:crypto'
import { readDirectoryRoles } from '../../auth/directory-roles.ts'
import { accessTokenLifetimeSeconds } from '../../auth/tokens/issue.ts'
import { issueIdToken } from '../../auth/tokens/issue-id-token.ts'
import { issueUserToken } from '../../auth/tokens/issue-user.ts'
import type { Artifact } from '../../contracts/store-identity.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { User } from '../../model/user.ts'
import { refuseUnassigned, rolesInClient, rolesOnResource } from '../assignment.ts'
import { type ClientRegistration, text, texts } from '../client-registration.ts'
import type { ConsentState } from '../consent/consent.ts'
import type { DelegatedResource } from '../consent/delegated-resource.ts'
import { type DelegatedScopes, type OpenIdScope, parseDelegatedScopes } from '../delegated-scopes.ts'
import { json } from '../endpoint.ts'
import { OAuthError } from '../error.ts'
import { makeShownSecret } from '../shown-secret.ts'
import { refuseUser } from '../sign-in/check-user.ts'
import { clientInfo, consentOf } from '../sign-in/finish-authorize.ts'
import type { Visit } from '../sign-in/visit.ts'

const dayMs = 86_400_000
const refreshMs = 90 * dayMs
const spaRefreshMs = dayMs
/** Refresh tokens that a user may have; the oldest are removed. */
const refreshTokensMax = 500

/** Everything that tokens for a user come from. */
export interface DelegatedGrant {
  readonly userId: string
  readonly client: ClientRegistration
  readonly clientAuthentication: '0' | '1' | '2'
  readonly scope: string
  readonly nonce?: string
  /** Milliseconds since 1970. */
  readonly authTime: number
  readonly authMethods: readonly string[]
  readonly sessionId: string
  readonly family: string
  /** The code or refresh token that is redeemed; when it is revoked meanwhile, nothing more comes of it. */
  readonly source?: Pick<Artifact, 'kind' | 'key'>
  readonly isSpa: boolean
  /** When refresh tokens of a browser end, however often they are used. */
  readonly endsAt?: number
  readonly wantsClientInfo: boolean
  readonly version: 'v1' | 'v2'
  /** There is no page to ask for consent on: OpenID's scopes that were not granted are left out, as libraries always add them. */
  readonly isPageless?: boolean
  /** Filled while the grant is judged, for whoever writes the log. */
  readonly progress?: DelegatedProgress
}

export interface DelegatedProgress {
  user?: User
  resource?: DelegatedResource
  /** Id of the access token. */
  uti?: string
}

/** What a code, device code or refresh token knows of the sign-in that it came of. */
export function grantIn(source: Artifact) {
  const { userId, family, data } = source
  return {
    userId: userId ?? '',
    authTime: Number(data.authTime),
    authMethods: texts(data.authMethods),
    sessionId: text(data.sessionId),
    family,
    source,
  }
}

/** The tokens for a user, judged anew: account, consent and assignment as they are now. */
export async function answerDelegated(visit: Visit, grant: DelegatedGrant): Promise<HttpResponse> {
  const { store, tenant, call } = visit
  const { progress = {} } = grant
  const user = await store.directory.findUser(grant.userId)
  if (user === undefined) throw new OAuthError(50034, 'The user was not found in the directory.')
  progress.user = user
  const refusal = refuseUser(user, grant.authTime)
  if (refusal !== undefined) throw refusal
  const scopes = parseDelegatedScopes(grant.scope)
  const found = await consentOf(visit, grant.client, grant.scope, { user })
  const state = grant.isPageless ? withoutUngranted(found) : found
  progress.resource = state.resource
  if (state.missing.length > 0) {
    const names = state.missing.map(({ value }) => value).join(' ')
    throw new OAuthError(65001, `Nobody has consented that '${grant.client.displayName}' gets: ${names}.`)
  }
  await refuseUnassigned(store.objects, grant.client, user.id)
  const access = await issueAccess(visit, grant, user, state)
  progress.uti = access.uti
  const gets = (scope: OpenIdScope) => state.wantedOpenId.some(({ value }) => value === scope)
  const refreshToken = gets('offline_access') ? await keepRefreshToken(visit, grant) : undefined
  const idToken = gets('openid') ? await toIdToken(visit, grant, user, state) : undefined
  call.door.events.tokenIssued({
    tenantId: tenant.id,
    appId: grant.client.appId,
    audience: state.resource.audience,
    uti: access.uti,
    correlationId: call.correlationId,
  })
  const lifetime = accessTokenLifetimeSeconds - 1
  return json({
    token_type: 'Bearer',
    scope: shownScope(scopes, state),
    expires_in: grant.version === 'v1' ? String(lifetime) : lifetime,
    ext_expires_in: grant.version === 'v1' ? String(lifetime) : lifetime,
    ...(grant.version === 'v1' && { expires_on: String(access.expires), not_before: String(access.notBefore) }),
    ...(grant.version === 'v1' && { resource: state.resource.audience }),
    access_token: access.token,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    ...(idToken !== undefined && { id_token: idToken }),
    ...(grant.wantsClientInfo && { client_info: clientInfo(user.id, tenant.id) }),
  })
}

/** Who signed in comes with anything that was consented to; lasting access and addresses are consented to by name. */
const signInScopes: readonly string[] = ['openid', 'profile']

function withoutUngranted(state: ConsentState): ConsentState {
  const { granted, grantedOpenId, wantedOpenId, missing } = state
  const isGiven = (value: string) => grantedOpenId.has(value) || (granted.size > 0 && signInScopes.includes(value))
  return {
    ...state,
    wantedOpenId: wantedOpenId.filter(({ value }) => isGiven(value)),
    missing: missing.filter((scope) => !wantedOpenId.includes(scope)),
  }
}

async function issueAccess(
  { store, tenant, call, now }: Visit,
  grant: DelegatedGrant,
  user: User,
  state: ConsentState,
) {
  const { client, clientAuthentication, authMethods, authTime } = grant
  const values = new Set(state.wanted.map(({ value }) => value))
  if (state.resource.isGraph) for (const { value } of state.wantedOpenId) values.add(value)
  values.delete('offline_access')
  const { signing } = await call.door.keys.current()
  const { id = '' } = client.servicePrincipal ?? {}
  return issueUserToken(
    {
      tenantId: tenant.id,
      user: { id: user.id, ...user.properties },
      servicePrincipal: { id, appId: client.appId, displayName: client.displayName },
      audience: state.resource.audience,
      scopes: [...values],
      roleTemplateIds: await readDirectoryRoles(store.objects, user.id),
      appRoles: await rolesOnResource(store.objects, state.resource, user.id),
      origin: call.door.origin,
      issuedAt: now,
      authTime,
      authMethods,
      clientAuthentication,
    },
    signing,
  )
}

async function toIdToken({ store, tenant, call, now }: Visit, grant: DelegatedGrant, user: User, state: ConsentState) {
  const { signing } = await call.door.keys.current()
  const { userPrincipalName, displayName, mail } = user.properties
  const mayKnowEmail = state.wantedOpenId.some(({ value }) => value === 'email') && typeof mail === 'string'
  return issueIdToken(
    {
      tenantId: tenant.id,
      appId: grant.client.appId,
      user: { id: user.id, userPrincipalName, displayName },
      email: mayKnowEmail ? String(mail) : undefined,
      roles: await rolesInClient(store.objects, grant.client, user.id),
      nonce: grant.nonce === '' ? undefined : grant.nonce,
      origin: call.door.origin,
      issuedAt: now,
      authTime: Math.floor(grant.authTime / 1000),
      authMethods: grant.authMethods,
      sessionId: grant.sessionId,
    },
    signing,
  )
}

async function keepRefreshToken({ store, tenant, call, now }: Visit, grant: DelegatedGrant): Promise<string> {
  const { artifacts } = store.identity
  const { secret, key } = makeShownSecret(tenant.id)
  const { userId, client, scope, authTime, authMethods, sessionId, family, isSpa } = grant
  const endsAt = authTime + call.door.people.rules.renewalMsMax
  const expiresAt = Math.min(isSpa ? (grant.endsAt ?? now + spaRefreshMs) : now + refreshMs, endsAt)
  const data = { clientId: client.appId, scope, authTime, authMethods, sessionId, isSpa }
  const artifact = { kind: 'refreshToken', key, family, userId, createdAt: now, expiresAt, data } as const
  if (grant.source === undefined) await artifacts.add([artifact])
  else if (!(await artifacts.addFrom(grant.source, artifact))) {
    throw new OAuthError(70000, 'What is redeemed was revoked at this moment.', { suberror: 'bad_token' })
  }
  await artifacts.keepNewest('refreshToken', userId, refreshTokensMax)
  return secret
}

/** As the client spelled it: what it asks for next time is then found in its cache (client-compatibility 3.8). */
function shownScope({ named, openId, defaultAsked }: DelegatedScopes, { wanted }: ConsentState): string {
  const openIdShown = openId.filter((scope) => scope !== 'offline_access')
  if (defaultAsked === null) return [...named.map(({ asked }) => asked), ...openIdShown].join(' ')
  const resource = defaultAsked.slice(0, -'.default'.length)
  return [...wanted.map(({ value }) => `${resource}${value}`), defaultAsked, ...openIdShown].join(' ')
}

export function newFamily(): string {
  return randomUUID()
}

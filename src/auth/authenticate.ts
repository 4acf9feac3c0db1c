import type { Clock } from '../contracts/clock.ts'
import type { ApplicationsStore } from '../contracts/store-applications.ts'
import type { HttpRequest } from '../http/message.ts'
import { EntrainError } from '../model/error.ts'
import type { Principal, UserPrincipal } from '../model/principal.ts'
import type { TrustedTokens } from './issuers/verify-trusted-token.ts'
import { resourceIdentifiers } from './resource-identifiers.ts'
import type { FindStanding, UserState } from './standing.ts'
import type { KeyRing, KeySet } from './tokens/key-ring.ts'
import { type VerifiedToken, verifyAccessToken } from './tokens/verify.ts'

const cachedTokensMax = 10_000
/** How soon a disabled application loses access although its token lives on. */
export const identityRecheckMs = 30_000

export interface AuthenticateDeps {
  readonly keys: KeyRing
  readonly clock: Clock
  readonly origin: string
  readonly applicationsOf: (
    tenantId: string,
  ) => Pick<ApplicationsStore, 'findServicePrincipalByAppId' | 'findApplicationByAppId'>
  readonly findStanding: FindStanding
  /** Absent: only our own tokens are taken. */
  readonly trustedTokens?: TrustedTokens
}

export type Authenticate = (request: Pick<HttpRequest, 'header'>) => Promise<Principal>

interface CachedToken extends VerifiedToken {
  readonly recheckAt: number
}

/**
 * Reads who is calling from the bearer token. Verified tokens are remembered until they end, until the keys change, or
 * until 10,000 others came after them. Refuses with `invalidToken`, and with `identityNotFound` when the application is
 * gone from the tenant or disabled. A user and its directory roles are looked up in what is stored now, at every request.
 */
export function createAuthenticate({
  keys,
  clock,
  origin,
  applicationsOf,
  findStanding,
  trustedTokens,
}: AuthenticateDeps): Authenticate {
  const toAudience = resourceIdentifiers(origin)
  const cache = new Map<string, CachedToken>()
  let cachedFor: KeySet | undefined

  /** Another issuer's keys and the grants here may change under a token, so that such a token is looked at anew. */
  async function readToken(token: string, now: number): Promise<VerifiedToken> {
    const issuer = trustedTokens?.issuerOf(token)
    if (trustedTokens !== undefined && issuer !== undefined) return trustedTokens.verify(token, issuer, now)
    return cache.get(token) ?? verifyAccessToken(token, { keys, origin, toAudience, now })
  }

  async function verify(token: string, now: number): Promise<CachedToken> {
    const verified = await readToken(token, now)
    await requireIdentity(verified.principal, applicationsOf)
    const principal = await withRoles(verified.principal)
    return { ...verified, principal, recheckAt: Math.min(now + identityRecheckMs, verified.expiresAt) }
  }

  /** An application's directory roles matter at few places, so they are as fresh as its identity. */
  async function withRoles(principal: Principal): Promise<Principal> {
    if (principal.kind === 'user') return principal
    const { directoryRoles, scopedRoles } = await findStanding(principal.tenantId, principal.servicePrincipalId)
    const { directoryRoles: _, ...withoutRoles } = principal
    return {
      ...withoutRoles,
      ...(directoryRoles.length > 0 && { directoryRoles }),
      ...(scopedRoles.length > 0 && { scopedRoles }),
    }
  }

  async function asOfNow({ principal, issuedAt }: VerifiedToken): Promise<Principal> {
    if (principal.kind === 'application') return principal
    const { directoryRoles, scopedRoles, user } = await findStanding(principal.tenantId, principal.userId)
    const { isGuest } = requireUser(principal, user, issuedAt)
    return { ...principal, directoryRoles, isGuest, ...(scopedRoles.length > 0 && { scopedRoles }) }
  }

  function remember(token: string, entry: CachedToken): void {
    cache.set(token, entry)
    if (cache.size <= cachedTokensMax) return
    const oldest = cache.keys().next()
    if (!oldest.done) cache.delete(oldest.value)
  }

  return async (request) => {
    const token = readBearer(request.header('authorization'))
    const current = await keys.current()
    if (current !== cachedFor) cache.clear()
    cachedFor = current

    const now = clock.now()
    const known = cache.get(token)
    if (known !== undefined && now < known.recheckAt) return asOfNow(known)
    if (known !== undefined && now >= known.expiresAt) cache.delete(token)
    const entry = await verify(token, now)
    remember(token, entry)
    return asOfNow(entry)
  }
}

const emptyToken = 'Access token is empty.'

/** Takes the token out of the header (RFC 6750 section 2.1). The details say what else could be wrong with it. */
function readBearer(header: string | undefined): string {
  if (header === undefined) {
    const message =
      'The request has no Authorization header. SDKs attach the token only to hosts they are told to trust: ' +
      'customHosts and allowedHosts take the bare host name in lower case, without the port.'
    throw new EntrainError('invalidToken', emptyToken, { details: [{ code: 'AuthorizationHeaderMissing', message }] })
  }
  const [scheme = '', token = '', ...rest] = header.trim().split(/\s+/)
  if (scheme.toLowerCase() !== 'bearer') {
    const message = "The Authorization header must read 'Bearer' and then the access token."
    throw new EntrainError('invalidToken', emptyToken, {
      details: [{ code: 'AuthorizationSchemeUnsupported', message }],
    })
  }
  return token === '' ? refuseEmpty() : rest.length > 0 ? `${token} ${rest.join(' ')}` : token
}

function refuseEmpty(): never {
  throw new EntrainError('invalidToken', emptyToken)
}

/** The user must exist and be enabled, and must not have been signed out everywhere since (identity-platform 5.1). */
function requireUser({ userId, tenantId }: UserPrincipal, user: UserState | null, issuedAt: number): UserState {
  if (user === null) {
    throw new EntrainError('identityNotFound', `The signed-in user '${userId}' was not found in '${tenantId}'.`)
  }
  if (!user.isEnabled) {
    throw new EntrainError('invalidToken', 'Access token validation failure. The account of the user is disabled.')
  }
  if (issuedAt < user.sessionsValidFrom) {
    const message = 'Access token validation failure. The sessions of the user were revoked after the token was issued.'
    throw new EntrainError('invalidToken', message)
  }
  return user
}

async function requireIdentity(
  { tenantId, appId }: Principal,
  applicationsOf: AuthenticateDeps['applicationsOf'],
): Promise<void> {
  const applications = applicationsOf(tenantId)
  const found = await applications.findServicePrincipalByAppId(appId)
  // Of another tenant's application there is only the service principal here.
  const isDisabled = found?.accountEnabled === true && (await applications.findApplicationByAppId(appId))?.isDisabled
  if (found?.accountEnabled && !isDisabled) return
  const state = found === undefined ? 'was not found in the directory' : 'is disabled in the directory'
  throw new EntrainError(
    'identityNotFound',
    `The identity of the calling application '${appId}' ${state} '${tenantId}'.`,
  )
}

import type { Clock } from '../contracts/clock.ts'
import type { ApplicationsStore } from '../contracts/store-applications.ts'
import type { HttpRequest } from '../http/message.ts'
import { EntrainError } from '../model/error.ts'
import type { Principal } from '../model/principal.ts'
import { resourceIdentifiers } from './resource-identifiers.ts'
import type { KeyRing, KeySet } from './tokens/key-ring.ts'
import { verifyAccessToken } from './tokens/verify.ts'

const cachedTokensMax = 10_000
/** How soon a disabled application loses access although its token lives on. */
export const identityRecheckMs = 30_000

export interface AuthenticateDeps {
  readonly keys: KeyRing
  readonly clock: Clock
  readonly origin: string
  readonly applicationsOf: (tenantId: string) => Pick<ApplicationsStore, 'findServicePrincipalByAppId'>
}

export type Authenticate = (request: Pick<HttpRequest, 'header'>) => Promise<Principal>

interface CachedToken {
  readonly principal: Principal
  readonly expiresAt: number
  readonly recheckAt: number
}

/**
 * Reads who is calling from the bearer token. Verified tokens are remembered until they end, until the keys change, or
 * until 10,000 others came after them. Refuses with `invalidToken`, and with `identityNotFound` when the application is
 * gone from the tenant or disabled.
 */
export function createAuthenticate({ keys, clock, origin, applicationsOf }: AuthenticateDeps): Authenticate {
  const toAudience = resourceIdentifiers(origin)
  const cache = new Map<string, CachedToken>()
  let cachedFor: KeySet | undefined

  async function verify(token: string, now: number): Promise<CachedToken> {
    const known = cache.get(token)
    const { principal, expiresAt } = known ?? (await verifyAccessToken(token, { keys, origin, toAudience, now }))
    await requireIdentity(principal, applicationsOf)
    return { principal, expiresAt, recheckAt: Math.min(now + identityRecheckMs, expiresAt) }
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
    if (known !== undefined && now < known.recheckAt) return known.principal
    if (known !== undefined && now >= known.expiresAt) cache.delete(token)
    const entry = await verify(token, now)
    remember(token, entry)
    return entry.principal
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

async function requireIdentity(
  { tenantId, appId }: Principal,
  applicationsOf: AuthenticateDeps['applicationsOf'],
): Promise<void> {
  const found = await applicationsOf(tenantId).findServicePrincipalByAppId(appId)
  if (found?.accountEnabled) return
  const state = found === undefined ? 'was not found in the directory' : 'is disabled in the directory'
  throw new EntrainError(
    'identityNotFound',
    `The identity of the calling application '${appId}' ${state} '${tenantId}'.`,
  )
}

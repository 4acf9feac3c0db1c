import { createHash, randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import { accessTokenLifetimeSeconds, issuerOf } from './issue.ts'
import { pairwiseSubject } from './issue-user.ts'
import type { RingKey } from './key-ring.ts'

/** What tells a client who signed in (OpenID Connect Core section 2), in the making. */
export interface IdToken {
  readonly tenantId: string
  readonly appId: string
  readonly user: { readonly id: string; readonly userPrincipalName: string; readonly displayName: string }
  /** Sent only when the scope `email` was granted. */
  readonly email: string | undefined
  /** App roles of the user in the client. */
  readonly roles?: readonly string[]
  readonly nonce: string | undefined
  readonly origin: string
  /** Milliseconds since 1970, UTC. */
  readonly issuedAt: number
  /** Seconds since 1970, when the user showed a password. */
  readonly authTime: number
  readonly authMethods: readonly string[]
  /** The sign-in session. */
  readonly sessionId: string
  /** Bound by hash, when they leave the authorization endpoint together with this token. */
  readonly code?: string | undefined
  readonly accessToken?: string | undefined
}

export async function issueIdToken(wanted: IdToken, key: RingKey): Promise<string> {
  const { tenantId, appId, user, email, roles = [], nonce, code, accessToken } = wanted
  const issuedAt = Math.floor(wanted.issuedAt / 1000)
  const claims = {
    iss: issuerOf(wanted.origin, tenantId),
    aud: appId,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + accessTokenLifetimeSeconds,
    auth_time: wanted.authTime,
    amr: wanted.authMethods,
    sub: pairwiseSubject({ tenantId, userId: user.id, appId }),
    oid: user.id,
    tid: tenantId,
    preferred_username: user.userPrincipalName,
    login_hint: user.userPrincipalName,
    name: user.displayName,
    sid: wanted.sessionId,
    uti: randomBytes(16).toString('base64url'),
    ver: '2.0',
    ...(email !== undefined && { email }),
    ...(roles.length > 0 && { roles }),
    ...(nonce !== undefined && { nonce }),
    ...(code !== undefined && { c_hash: halfHash(code) }),
    ...(accessToken !== undefined && { at_hash: halfHash(accessToken) }),
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.keyId, x5t: key.keyId })
    .sign(key.privateKey)
}

/** OpenID Connect Core section 3.3.2.11. */
function halfHash(text: string): string {
  return createHash('sha256').update(text, 'ascii').digest().subarray(0, 16).toString('base64url')
}

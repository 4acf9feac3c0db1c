import { createHash, randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import type { ServicePrincipal } from '../../model/application.ts'
import type { UserProperties } from '../../model/user.ts'
import { accessTokenLifetimeSeconds, type IssuedToken, issuerOf } from './issue.ts'
import type { RingKey } from './key-ring.ts'

/** An access token of an application that acts for a signed-in user, in the making. */
export interface UserToken {
  readonly tenantId: string
  readonly user: { readonly id: string } & Pick<UserProperties, 'userPrincipalName' | 'displayName'>
  /** The client's. */
  readonly servicePrincipal: Pick<ServicePrincipal, 'id' | 'appId' | 'displayName'>
  /** The resource as the client asked for it (resource-identifiers.ts). */
  readonly audience: string
  /** What was consented to for the resource. */
  readonly scopes: readonly string[]
  /** Directory roles of the user; for readers of the token only, this service judges by what it stores. */
  readonly roleTemplateIds: readonly string[]
  /** App roles of the user on the resource (claim `roles`). */
  readonly appRoles?: readonly string[]
  readonly origin: string
  /** Milliseconds since 1970, UTC. */
  readonly issuedAt: number
  /** When the user signed in, in milliseconds since 1970 (claim `auth_time`, in seconds). */
  readonly authTime?: number
  /** How the user signed in (RFC 8176): `pwd`, `otp`, `mfa`. */
  readonly authMethods: readonly string[]
  /** How the client showed who it is: 0 not at all, 1 by a secret, 2 by a certificate. Default: 0. */
  readonly clientAuthentication?: '0' | '1' | '2'
}

/** Signs a delegated access token with RS256 (identity-platform section 5.1). */
export async function issueUserToken(wanted: UserToken, key: RingKey): Promise<IssuedToken> {
  const notBefore = Math.floor(wanted.issuedAt / 1000)
  const expires = notBefore + accessTokenLifetimeSeconds
  const uti = randomBytes(16).toString('base64url')
  const times = { iat: notBefore, nbf: notBefore, exp: expires }
  const claims = { ...clientClaims(wanted), ...userClaims(wanted), ...times, uti, ver: '2.0' }
  const header = { alg: 'RS256', typ: 'JWT', kid: key.keyId, x5t: key.keyId }
  const token = await new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey)
  return { token, uti, notBefore, expires }
}

/** What the client knows a user by: another client gets another one, so that two cannot compare their users. */
export function pairwiseSubject({
  tenantId,
  userId,
  appId,
}: Readonly<Record<'tenantId' | 'userId' | 'appId', string>>) {
  const text = [tenantId, userId, appId].map((part) => part.toLowerCase()).join(' ')
  return createHash('sha256').update(text).digest('base64url')
}

function clientClaims({ servicePrincipal, audience, origin, tenantId, clientAuthentication = '0' }: UserToken) {
  return {
    aud: audience,
    iss: issuerOf(origin, tenantId),
    app_displayname: servicePrincipal.displayName,
    appid: servicePrincipal.appId,
    appidacr: clientAuthentication,
    azp: servicePrincipal.appId,
    azpacr: clientAuthentication,
    tid: tenantId,
  }
}

function userClaims(wanted: UserToken) {
  const { user, tenantId, servicePrincipal, scopes, roleTemplateIds, authMethods, authTime, appRoles = [] } = wanted
  return {
    idtyp: 'user',
    oid: user.id,
    sub: pairwiseSubject({ tenantId, userId: user.id, appId: servicePrincipal.appId }),
    name: user.displayName,
    upn: user.userPrincipalName,
    unique_name: user.userPrincipalName,
    preferred_username: user.userPrincipalName,
    scp: scopes.join(' '),
    ...(authTime !== undefined && { auth_time: Math.floor(authTime / 1000) }),
    ...(authMethods.length > 0 && { amr: authMethods }),
    ...(appRoles.length > 0 && { roles: appRoles }),
    ...(roleTemplateIds.length > 0 && { wids: roleTemplateIds }),
  }
}

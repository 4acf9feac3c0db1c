import { randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import type { ServicePrincipal } from '../../model/application.ts'
import type { RingKey } from './key-ring.ts'

export const accessTokenLifetimeSeconds = 3600

/** An application-only access token in the making. */
export interface AppOnlyToken {
  readonly tenantId: string
  readonly servicePrincipal: Pick<ServicePrincipal, 'id' | 'appId' | 'displayName'>
  /** The resource as the client asked for it (resource-identifiers.ts). */
  readonly audience: string
  /** Application permissions or app roles that were granted on the resource. */
  readonly roles: readonly string[]
  /** Template ids of the directory roles of the service principal. */
  readonly directoryRoles?: readonly string[]
  /** `1` a secret (default), `2` a certificate or an assertion. */
  readonly clientAuthentication?: '1' | '2'
  readonly origin: string
  /** Milliseconds since 1970, UTC. */
  readonly issuedAt: number
}

export interface IssuedToken {
  readonly token: string
  /** Unique token id, for audit (claim `uti`). */
  readonly uti: string
  /** Seconds since 1970, UTC. */
  readonly notBefore: number
  readonly expires: number
}

/** Issuer of a tenant's tokens; the discovery document says the same. */
export function issuerOf(origin: string, tenantId: string): string {
  return `${origin}/${tenantId}/v2.0`
}

/** Signs with RS256. One shape serves readers of both token versions (identity-platform section 5.1). */
export async function issueAppOnlyToken(wanted: AppOnlyToken, key: RingKey): Promise<IssuedToken> {
  const { tenantId, servicePrincipal, audience, roles, origin } = wanted
  const { directoryRoles = [], clientAuthentication = '1' } = wanted
  const notBefore = Math.floor(wanted.issuedAt / 1000)
  const expires = notBefore + accessTokenLifetimeSeconds
  const uti = randomBytes(16).toString('base64url')
  const claims = {
    aud: audience,
    iss: issuerOf(origin, tenantId),
    iat: notBefore,
    nbf: notBefore,
    exp: expires,
    app_displayname: servicePrincipal.displayName,
    appid: servicePrincipal.appId,
    appidacr: clientAuthentication,
    azp: servicePrincipal.appId,
    azpacr: clientAuthentication,
    idtyp: 'app',
    oid: servicePrincipal.id,
    sub: servicePrincipal.id,
    tid: tenantId,
    uti,
    ver: '2.0',
    ...(roles.length > 0 && { roles }),
    ...(directoryRoles.length > 0 && { wids: directoryRoles }),
  }
  const header = { alg: 'RS256', typ: 'JWT', kid: key.keyId, x5t: key.keyId }
  const token = await new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey)
  return { token, uti, notBefore, expires }
}

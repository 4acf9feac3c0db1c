import { issuerOf } from '../auth/tokens/issue.ts'
import type { RingKey } from '../auth/tokens/key-ring.ts'
import { type Endpoint, json } from './endpoint.ts'
import { discoveryCacheHeaders } from './openid-configuration.ts'
import { findAudience } from './tenant.ts'

/** `GET /{tenant}/discovery/v2.0/keys` and `/{tenant}/discovery/keys`: the JWKS (RFC 7517), the newest key first. */
export const keys: Endpoint = async ({ tenantName, door }) => {
  const audience = await findAudience(door.tenants, tenantName)
  const issuer = issuerOf(door.origin, audience.kind === 'tenant' ? audience.tenant.id : '{tenantid}')
  const { verifying } = await door.keys.current()
  return json({ keys: verifying.map((key) => toJwk(key, issuer)) }, 200, discoveryCacheHeaders)
}

function toJwk({ keyId, publicKey, certificate }: RingKey, issuer: string): object {
  const { kty, n, e } = publicKey.export({ format: 'jwk' })
  return { kty, use: 'sig', kid: keyId, x5t: keyId, n, e, x5c: [certificate], alg: 'RS256', issuer }
}

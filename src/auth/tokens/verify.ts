import { compactVerify } from 'jose'
import { EntrainError } from '../../model/error.ts'
import type { Principal } from '../../model/principal.ts'
import type { ToAudience } from '../resource-identifiers.ts'
import { issuerOf } from './issue.ts'
import type { KeyRing, RingKey } from './key-ring.ts'

/** Servers of one installation may differ a little in time; a token may be that far from its beginning. */
const notBeforeSkewSeconds = 300

export interface Expectations {
  readonly keys: KeyRing
  readonly origin: string
  readonly toAudience: ToAudience
  /** Milliseconds since 1970, UTC. */
  readonly now: number
}

export interface VerifiedToken {
  readonly principal: Principal
  /** Milliseconds since 1970, UTC. */
  readonly expiresAt: number
  readonly issuedAt: number
}

/**
 * Checks signature, lifetime, issuer and audience of an access token and reads who is calling. Refuses with
 * `invalidToken`; the messages are those that Graph's callers know (provisioning-bulk-upload section 2.2).
 */
export async function verifyAccessToken(token: string, expected: Expectations): Promise<VerifiedToken> {
  const claims = await verifySignature(token, expected.keys)
  const expiresAt = checkClaims(claims, expected)
  return { principal: toPrincipal(claims), expiresAt, issuedAt: issuedAtOf(claims) }
}

export type Claims = Readonly<Record<string, unknown>>

/** What a token of ours says, whomever it is for and whether it has ended or not. Refuses with `invalidToken` what we did not sign. */
export async function verifySignature(token: string, keys: KeyRing): Promise<Claims> {
  const { algorithm, keyId } = readHeader(token)
  const key = await findKey(keys, keyId)
  if (key === undefined || algorithm !== 'RS256') throw failure('Invalid signature.')
  const verified = await compactVerify(token, key.publicKey, { algorithms: ['RS256'] }).catch(() => undefined)
  if (verified === undefined) throw failure('Invalid signature.')
  const claims = parseObject(Buffer.from(verified.payload).toString())
  if (claims === undefined) throw garbled()
  return claims
}

function readHeader(token: string): { readonly algorithm: string; readonly keyId: string } {
  const parts = token.split('.')
  const header = parts.length === 3 ? parseObject(Buffer.from(parts[0] ?? '', 'base64url').toString()) : undefined
  if (header === undefined) throw garbled()
  return { algorithm: text(header, 'alg'), keyId: text(header, 'kid') }
}

async function findKey(keys: KeyRing, keyId: string): Promise<RingKey | undefined> {
  return (await keys.current()).find(keyId) ?? (await keys.refresh()).find(keyId)
}

/** Answers when the token ends, in milliseconds since 1970. */
function checkClaims(claims: Claims, { origin, toAudience, now }: Expectations): number {
  const { exp, nbf } = claims
  if (typeof exp !== 'number' || typeof nbf !== 'number') throw garbled()
  const seconds = now / 1000
  if (seconds >= exp || seconds < nbf - notBeforeSkewSeconds) {
    throw new EntrainError('invalidToken', 'Access token has expired or is not yet valid.')
  }
  if (text(claims, 'iss') !== issuerOf(origin, text(claims, 'tid'))) throw failure('Invalid issuer.')
  if (toAudience(text(claims, 'aud')) === undefined) throw failure('Invalid audience.')
  return exp * 1000
}

function issuedAtOf({ iat, nbf }: Claims): number {
  const seconds = typeof iat === 'number' ? iat : nbf
  return typeof seconds === 'number' ? seconds * 1000 : 0
}

/**
 * Who acts (identity-platform section 5.1). Directory roles are not read from a token. What says neither is no access
 * token: an id_token.
 */
function toPrincipal(claims: Claims): Principal {
  const { idtyp } = claims
  if (idtyp !== 'app' && idtyp !== 'user') throw failure('It is no access token.')
  const tenantId = text(claims, 'tid')
  const appId = text(claims, 'appid')
  const objectId = text(claims, 'oid')
  if (idtyp === 'app') {
    return { kind: 'application', tenantId, appId, servicePrincipalId: objectId, roles: texts(claims, 'roles') }
  }
  const scopes = text(claims, 'scp').split(' ')
  return { kind: 'user', tenantId, appId, userId: objectId, scopes, directoryRoles: [] }
}

function text(claims: Claims, name: string): string {
  const value = claims[name]
  if (typeof value !== 'string') throw garbled()
  return value
}

function texts(claims: Claims, name: string): readonly string[] {
  const value = claims[name] ?? []
  if (!Array.isArray(value)) throw garbled()
  return value.filter((item) => typeof item === 'string')
}

function parseObject(json: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function failure(reason: string): EntrainError {
  return new EntrainError('invalidToken', `Access token validation failure. ${reason}`)
}

function garbled(): EntrainError {
  return new EntrainError('invalidToken', 'CompactToken parsing failed with error code: 80049217')
}

import type { ApplicationsStore } from '../../contracts/store-applications.ts'
import { EntrainError } from '../../model/error.ts'
import { isJsonObject, type JsonObject } from '../../std/json-object.ts'
import { ownProperty } from '../../std/own-property.ts'
import { grantedPermissions } from '../granted-permissions.ts'
import type { VerifiedToken } from '../tokens/verify.ts'
import { OutsideError } from './fetch-json.ts'
import type { IssuerKeys } from './issuer-keys.ts'
import type { TrustedApplication, TrustedIssuer, TrustedRoles } from './trusted-issuer.ts'

/** Clocks of other issuers may differ from ours by so much. */
const skewSeconds = 300
const tokenCharsMax = 64 * 1024
const claimDepthMax = 8

/** Tokens of other issuers that the installation trusts. */
export interface TrustedTokens {
  /** The issuer that a token claims to be from, when it is a trusted one. Nothing of the token is believed yet. */
  issuerOf(token: string): TrustedIssuer | undefined
  /** Checks the token and reads which application is calling. Refuses with `invalidToken` and `unavailable`. */
  verify(token: string, issuer: TrustedIssuer, now: number): Promise<VerifiedToken>
}

export interface TrustedTokensDeps {
  readonly issuers: readonly TrustedIssuer[]
  readonly keys: IssuerKeys
  readonly applicationsOf: (
    tenantId: string,
  ) => Pick<ApplicationsStore, 'findServicePrincipalByAppId' | 'listAppRoleAssignments'>
}

export function createTrustedTokens({ issuers, keys, applicationsOf }: TrustedTokensDeps): TrustedTokens {
  const byName = new Map(issuers.map((issuer) => [issuer.issuer, issuer]))
  return {
    issuerOf(token) {
      if (byName.size === 0) return undefined
      const name = readClaims(token)?.iss
      return typeof name === 'string' ? byName.get(name) : undefined
    },
    async verify(token, issuer, now) {
      const { algorithms, jwksUri } = issuer
      const signed = { compact: token, issuer: issuer.issuer, algorithms, jwksUri: jwksUri ?? undefined }
      if (!(await keys.verify(signed).catch(toRefusal))) {
        throw refusal(
          'Invalid signature.',
          `No key of '${issuer.issuer}' made the signature with ${algorithms.join(', ')}.`,
        )
      }
      const claims = readClaims(token) ?? {}
      const expiresAt = checkClaims(claims, issuer, now)
      const { appId } = findApplication(claims, issuer)
      const applications = applicationsOf(issuer.tenantId)
      const servicePrincipal = await applications.findServicePrincipalByAppId(appId)
      if (servicePrincipal === undefined) {
        const message = `The identity of the calling application '${appId}' was not found in the directory '${issuer.tenantId}'.`
        throw new EntrainError('identityNotFound', message)
      }
      const { id, appId: clientId } = servicePrincipal
      const own = await grantedPermissions(applications, id)
      const roles = [...new Set([...own, ...rolesOf(claims, issuer.roles)])].sort()
      const { tenantId } = issuer
      const principal = { kind: 'application', tenantId, appId: clientId, servicePrincipalId: id, roles } as const
      return { principal, expiresAt, issuedAt: typeof claims.iat === 'number' ? claims.iat * 1000 : 0 }
    },
  }
}

function readClaims(token: string): JsonObject | undefined {
  const parts = token.length > tokenCharsMax ? [] : token.split('.')
  if (parts.length !== 3) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString())
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Answers when the token ends, in milliseconds since 1970. */
function checkClaims(claims: JsonObject, { audiences }: TrustedIssuer, now: number): number {
  const { exp, nbf, aud } = claims
  const seconds = now / 1000
  if (typeof exp !== 'number') throw refusal('Lifetime is missing.', "The token has no number in the claim 'exp'.")
  const isEarly = typeof nbf === 'number' && seconds < nbf - skewSeconds
  if (seconds >= exp || isEarly || (nbf !== undefined && typeof nbf !== 'number')) {
    throw new EntrainError('invalidToken', 'Access token has expired or is not yet valid.')
  }
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  if (named.some((audience) => typeof audience === 'string' && audiences.includes(audience))) return exp * 1000
  throw refusal(
    'Invalid audience.',
    `The token is for '${named.join(' ')}', and must be for ${audiences.join(' or ')}.`,
  )
}

/**
 * Which application the token is of. A user's token names the application as well, so the token has to show that it is
 * the application's own: by the subject of the configuration, by `idtyp`, or by a subject that is the application.
 */
function findApplication(claims: JsonObject, { applicationClaim, applications }: TrustedIssuer): TrustedApplication {
  const id = claims[applicationClaim]
  const candidates = applications.filter((application) => application.id === id)
  if (candidates.length === 0) {
    const message = `No trusted application has '${String(id)}' in the claim '${applicationClaim}'.`
    throw refusal('Unknown application.', message)
  }
  if (claims.scp !== undefined) {
    throw refusal('A token of a user.', 'Only tokens that applications get for themselves are taken of this issuer.')
  }
  const isOwn = claims.idtyp === 'app' || claims.sub === id
  const found = candidates.find(({ subject }) => (subject === null ? isOwn : claims.sub === subject))
  if (found !== undefined) return found
  const message = `The token does not show that it is the application's own: its subject is '${String(claims.sub)}'. Set "subject" of the trusted application to the one of its own tokens.`
  throw refusal('Unknown subject.', message)
}

function rolesOf(claims: JsonObject, roles: TrustedRoles | null): readonly string[] {
  if (roles === null) return []
  const found = memberAt(claims, roles.claim)
  const values: readonly unknown[] = Array.isArray(found) ? found : typeof found === 'string' ? found.split(' ') : []
  return values.flatMap((value) => (typeof value === 'string' ? (roles.permissions.get(value) ?? []) : []))
}

/** The claim of that name, else the member that the dots lead to. */
function memberAt(claims: JsonObject, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path]
  let value: unknown = claims
  for (const name of path.split('.').slice(0, claimDepthMax)) {
    value = isJsonObject(value) ? ownProperty(value, name) : undefined
  }
  return value
}

function refusal(reason: string, message: string): EntrainError {
  const details = [{ code: 'TrustedIssuerTokenRefused', message }]
  return new EntrainError('invalidToken', `Access token validation failure. ${reason}`, { details })
}

function toRefusal(error: unknown): never {
  if (!(error instanceof OutsideError)) throw error
  throw new EntrainError('unavailable', `The keys of the token's issuer cannot be read: ${error.message}`, {
    headers: { 'Retry-After': '10' },
    cause: error,
  })
}

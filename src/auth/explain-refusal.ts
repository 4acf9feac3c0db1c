import type { Refused } from '../http/server.ts'
import { errorCodes } from '../model/error.ts'
import type { Principal } from '../model/principal.ts'
import { coversOwnedOnly, holds, toGrantText } from './authorize.ts'
import { toRoleNames } from './directory-roles.ts'
import type { Permission } from './permissions.ts'
import { rightsOf } from './role-rights.ts'

/** Why somebody was refused, in full. */
export interface RefusalReason {
  readonly code: string
  readonly message: string
  /** What the refusal itself said beyond its message. */
  readonly findings: readonly { readonly code: string; readonly message: string }[]
  /** Null when the token was not accepted. */
  readonly caller: RefusedCaller | null
  /** What a token that was not accepted says of itself; nothing of it was verified. */
  readonly unverifiedToken: UnverifiedToken | null
  /** Null when the refusal came before the route was looked at. */
  readonly route: RefusedRoute | null
  /** Tenant that an unverified token names, null when there is none. */
  readonly claimedTenantId: string | null
}

export interface RefusedCaller {
  readonly tokenKind: 'application' | 'delegated'
  readonly appId: string
  /** Of the service principal, or of the user. */
  readonly objectId: string
  /** Permissions in the token: application roles or scopes. */
  readonly permissions: readonly string[]
  /** Names of the directory roles that are held now. */
  readonly directoryRoles: readonly string[]
  /** Roles over parts of the tenant: `Groups Administrator over /administrativeUnits/…`. */
  readonly scopedRoles: readonly string[]
  readonly isGuest: boolean
}

export interface RefusedRoute {
  /** `PATCH /servicePrincipals/{id}`. */
  readonly route: string
  /** Each of which opens the route for this kind of token. `any` opens it to every valid token. */
  readonly opens: readonly string[] | 'any'
  /** Which of them the token has. */
  readonly held: readonly string[]
  /** What is held covers only objects that the caller owns. */
  readonly heldCoversOwnedOnly: boolean
  /** Directory roles of which a signed-in user needs one; empty for an application. */
  readonly rolesNeeded: readonly string[]
  /** Who needs no role: members, guests, self, owners. */
  readonly openWithoutRoleTo: readonly string[]
}

export interface UnverifiedToken {
  readonly audience: string | null
  readonly issuer: string | null
  readonly appId: string | null
  /** Seconds since 1970. */
  readonly notBefore: number | null
  readonly expires: number | null
}

/** Puts together what is known; pure. */
export function explainRefusal({ request, error, principal, admission }: Refused<Permission>): RefusalReason {
  const claims = principal === undefined ? readClaims(request.header('authorization')) : null
  const tenantId = textOf(claims?.tid)
  return {
    code: errorCodes[error.code].code,
    message: error.message,
    findings: error.details.map(({ code, message }) => ({ code, message })),
    caller: principal === undefined ? null : toCaller(principal),
    unverifiedToken: claims && toUnverified(claims),
    route: admission === undefined ? null : toRoute(admission),
    claimedTenantId: tenantId !== null && guid.test(tenantId) ? tenantId.toLowerCase() : null,
  }
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function toCaller(principal: Principal): RefusedCaller {
  const isApplication = principal.kind === 'application'
  return {
    tokenKind: isApplication ? 'application' : 'delegated',
    appId: principal.appId,
    objectId: isApplication ? principal.servicePrincipalId : principal.userId,
    permissions: isApplication ? principal.roles : principal.scopes,
    directoryRoles: toRoleNames(principal.directoryRoles ?? []),
    scopedRoles: (principal.scopedRoles ?? []).map(
      ({ roleTemplateId, scope }) => `${toRoleNames([roleTemplateId]).join()} over ${scope}`,
    ),
    isGuest: !isApplication && principal.isGuest === true,
  }
}

function toRoute({ principal, route }: NonNullable<Refused<Permission>['admission']>): RefusedRoute {
  const isApplication = principal.kind === 'application'
  const { application, delegated, delegatedRoles } = route.permissions
  const grants = isApplication ? application : delegated
  const permissions = isApplication ? principal.roles : principal.scopes
  const held = grants === 'any' ? [] : grants.filter((grant) => holds(permissions, grant))
  const rights = isApplication || delegatedRoles.length > 0 ? undefined : rightsOf(route)
  return {
    route: `${route.method} ${route.path}`,
    opens: grants === 'any' ? 'any' : grants.map(toGrantText),
    held: held.map(toGrantText),
    heldCoversOwnedOnly: held.length > 0 && held.every((grant) => coversOwnedOnly(permissions, grant)),
    rolesNeeded: isApplication ? [] : (rights?.roles ?? toRoleNames(delegatedRoles)),
    openWithoutRoleTo: rights?.circles ?? [],
  }
}

type Claims = Readonly<Record<string, unknown>>
/** A token beyond this is not looked into. */
const tokenCharsMax = 16_384

/** The middle of a token, unverified: to say what is wrong with it, never to believe it. */
function readClaims(header: string | undefined): Claims | null {
  const payload = header === undefined || header.length > tokenCharsMax ? undefined : header.split('.')[1]
  if (payload === undefined) return null
  try {
    const value: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

function toUnverified({ aud, iss, appid, nbf, exp }: Claims): UnverifiedToken {
  return {
    audience: textOf(aud),
    issuer: textOf(iss),
    appId: textOf(appid),
    notBefore: typeof nbf === 'number' ? nbf : null,
    expires: typeof exp === 'number' ? exp : null,
  }
}

const shownCharsMax = 300

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, shownCharsMax) : null
}

import { wellKnownClientName } from '../auth/well-known-clients.ts'
import type { Tenant } from '../model/tenant.ts'
import type { EndpointCall } from './endpoint.ts'
import { OAuthError } from './error.ts'
import { findAudience, requireTenant } from './tenant.ts'

/** What may tell the tenant where the path names none. */
export interface TenantHints {
  /** Names of users and of domains, the best first. */
  readonly names?: readonly string[]
  readonly clientId?: string
}

/** Tenants that an application is looked for in. */
const tenantsMax = 1_000

/**
 * The tenant of a request that people make. Where the path names none (`common`), a user name or domain tells it, or the
 * application, when it is in one tenant only; and a service with one tenant knows it anyway. Undefined when it stays open.
 */
export async function lookForTenant(call: EndpointCall, hints: TenantHints = {}): Promise<Tenant | undefined> {
  const { tenants, people } = call.door
  const audience = await findAudience(tenants, call.tenantName)
  if (audience.kind === 'tenant') return audience.tenant
  for (const name of hints.names ?? []) {
    const domain = name.trim().split('@').at(-1) ?? ''
    const named = domain === '' ? undefined : await people.tenants.find(domain)
    if (named !== undefined) return named
  }
  const all = await people.tenants.list()
  if (all.length <= 1) return all[0]
  return tenantOfClient(call, all.slice(0, tenantsMax), hints.clientId ?? '')
}

/** As `lookForTenant`. Refuses with 50059 when it stays open. */
export async function findTenantOf(call: EndpointCall, hints: TenantHints = {}): Promise<Tenant> {
  const tenant = await lookForTenant(call, hints)
  if (tenant !== undefined) return tenant
  throw new OAuthError(
    50059,
    'This service has several organizations. Name one in the path, or sign in with login_hint.',
  )
}

/** Well-known clients belong to every tenant, whether anybody has used them there or not. */
async function tenantOfClient(
  { door }: EndpointCall,
  tenants: readonly Tenant[],
  clientId: string,
): Promise<Tenant | undefined> {
  if (clientId === '' || wellKnownClientName(clientId) !== undefined) return undefined
  const key = { name: 'appId', value: clientId }
  let found: Tenant | undefined
  for (const tenant of tenants) {
    const objects = door.objectsOf(tenant.id)
    const known = (await objects.findByKey('application', key)) ?? (await objects.findByKey('servicePrincipal', key))
    if (known === undefined) continue
    if (found !== undefined) return undefined
    found = tenant
  }
  return found
}

/** The tenant that a token of this service names, not verified: it only tells where to look. */
export function tenantInToken(token: string): string | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    const named = typeof payload === 'object' && payload !== null && 'tid' in payload ? payload.tid : undefined
    return typeof named === 'string' ? named.toLowerCase() : undefined
  } catch {
    return undefined
  }
}

/** The tenant that a code or token names, when the path leaves it open; 700005 when the path names another. */
export async function tenantOfGrant(call: EndpointCall, namedId: string | undefined): Promise<Tenant> {
  const { tenants } = call.door
  const audience = await findAudience(tenants, call.tenantName)
  if (audience.kind === 'tenant') {
    if (namedId === undefined || namedId === audience.tenant.id) return audience.tenant
    throw new OAuthError(700005, 'The code or token was issued for another tenant.')
  }
  return requireTenant(tenants, namedId ?? call.tenantName)
}

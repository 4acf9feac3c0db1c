import type { Tenant } from '../model/tenant.ts'
import type { EndpointCall } from './endpoint.ts'
import { OAuthError } from './error.ts'
import { findAudience, requireTenant } from './tenant.ts'

/**
 * The tenant of a request that people make. Where the path names none (`common`), a user name or domain tells it, and a
 * service with one tenant knows it anyway. Refuses with 50059 when it stays open.
 */
export async function findTenantOf(call: EndpointCall, hints: readonly string[] = []): Promise<Tenant> {
  const { tenants, people } = call.door
  const audience = await findAudience(tenants, call.tenantName)
  if (audience.kind === 'tenant') return audience.tenant
  for (const hint of hints) {
    const domain = hint.split('@').at(-1) ?? ''
    const named = domain === '' ? undefined : await people.tenants.find(domain)
    if (named !== undefined) return named
  }
  const [only, ...others] = await people.tenants.list()
  if (only !== undefined && others.length === 0) return only
  throw new OAuthError(
    50059,
    'This service has several organizations. Name one in the path, or sign in with login_hint.',
  )
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

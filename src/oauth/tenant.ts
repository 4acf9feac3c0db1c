import type { TenantsStore } from '../contracts/store-tenants.ts'
import type { Tenant } from '../model/tenant.ts'
import { OAuthError } from './error.ts'

/** Who the first segment of a path means: one tenant, or none in particular. */
export type Audience = { readonly kind: 'tenant'; readonly tenant: Tenant } | { readonly kind: 'anyOrganization' }

const personalAccountsTenant = '9188040d-6c67-4c5b-b112-36a304b66dad'
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const domainName = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9-]{1,63})+$/

/**
 * Finds the tenant by GUID or domain name in any letter case. Refuses with 900023 what is neither, with 90002 what is
 * not here; personal accounts are not.
 */
export async function findAudience(tenants: Pick<TenantsStore, 'find'>, name: string): Promise<Audience> {
  const lower = name.toLowerCase()
  if (lower === 'common' || lower === 'organizations') return { kind: 'anyOrganization' }
  if (lower === 'consumers' || lower === personalAccountsTenant) throw notFound(name)
  if (!guid.test(lower) && !domainName.test(lower)) {
    throw new OAuthError(900023, `The tenant '${name}' is neither a GUID nor a domain name.`)
  }
  const tenant = await tenants.find(lower)
  if (tenant === undefined) throw notFound(name)
  return { kind: 'tenant', tenant }
}

/** A token belongs to one tenant, so the names that mean none are refused as well: 50059, and 9001023 for personal accounts. */
export async function requireTenant(tenants: Pick<TenantsStore, 'find'>, name: string): Promise<Tenant> {
  if (name.toLowerCase() === 'consumers') {
    throw new OAuthError(
      9001023,
      'This grant is not served for personal accounts. Use the GUID or a domain of the tenant.',
    )
  }
  const audience = await findAudience(tenants, name)
  if (audience.kind === 'tenant') return audience.tenant
  throw new OAuthError(50059, `'${name}' names no tenant. Use the GUID or a domain of the tenant in the path.`)
}

function notFound(name: string): OAuthError {
  return new OAuthError(90002, `The tenant '${name}' was not found. Check the GUID or the domain name.`)
}

import { type Endpoint, json } from './endpoint.ts'
import { findAudience } from './tenant.ts'

/** First segment of the path below the tenant; the user name is the second. */
export const userRealmSegment = 'userrealm'

/**
 * `GET /{tenant}/userrealm/{user}?api-version=1.0`: whether passwords of a user are checked here. Libraries ask it before
 * the password grant. Told by the domain alone, so that nobody learns here which users there are.
 */
export const userRealm: Endpoint = async ({ request, tenantName, door }) => {
  await findAudience(door.tenants, tenantName)
  const user = decode(request.url.pathname.split('/')[3] ?? '')
  const domain = user.includes('@') ? (user.split('@').at(-1) ?? '').trim().toLowerCase() : ''
  const tenant = domain === '' ? undefined : await door.tenants.find(domain)
  const { host } = new URL(door.origin)
  if (tenant === undefined) return json({ ver: '1.0', account_type: 'Unknown', cloud_instance_name: host })
  return json({ ver: '1.0', account_type: 'Managed', domain_name: domain, cloud_instance_name: host })
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return ''
  }
}

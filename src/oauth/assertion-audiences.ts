import type { Tenant } from '../model/tenant.ts'

/** Below the tenant: the token endpoints, the issuer, and the authority itself, all of which libraries write. */
const paths = ['', '/v2.0', '/oauth2/v2.0/token', '/oauth2/token', '/oauth2/v2.0']

export interface AudienceRules {
  readonly origin: string
  /**
   * Further audiences to accept: an origin (`https://login.microsoftonline.com`) stands for the same paths as our own,
   * anything else for itself.
   */
  readonly additional: readonly string[]
}

/** Whether an assertion is meant for this tenant's token endpoint (RFC 7523 section 3). Queries and letter case do not matter. */
export function isAcceptedAudience(audience: string, tenant: Tenant, { origin, additional }: AudienceRules): boolean {
  const wanted = normalize(audience)
  const origins = [origin, withoutPort(origin), ...additional.filter(isOrigin)].map(normalize)
  const names = [tenant.id, ...tenant.domains.map(({ name }) => name)].map((name) => name.toLowerCase())
  if (additional.some((accepted) => !isOrigin(accepted) && normalize(accepted) === wanted)) return true
  return origins.some((own) => names.some((name) => paths.some((path) => wanted === `${own}/${name}${path}`)))
}

function normalize(audience: string): string {
  const [withoutQuery = ''] = audience.trim().split(/[?#]/, 1)
  return withoutQuery.toLowerCase().replace(/\/+$/, '')
}

function isOrigin(audience: string): boolean {
  return URL.parse(audience)?.origin === audience.toLowerCase().replace(/\/$/, '')
}

/** MSAL for Python leaves out the port in places. */
function withoutPort(origin: string): string {
  const { protocol, hostname } = new URL(origin)
  return `${protocol}//${hostname}`
}

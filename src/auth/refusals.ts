import type { Refused } from '../http/server.ts'
import { explainRefusal, type RefusalReason } from './explain-refusal.ts'
import type { Permission } from './permissions.ts'

/** Refusals that a tenant may ask about: the latest of them, for a while. */
export const refusalLimits = {
  perTenantMax: 500,
  tenantsMax: 100,
  /** Tenants that only an unverified token names. */
  claimedTenantsMax: 20,
  pathCharsMax: 500,
  clientRequestIdCharsMax: 100,
  keptSeconds: 24 * 3600,
} as const

/** One request that was answered with 401 or 403. There is nothing secret in it: no token, no body, no query. */
export interface Refusal extends RefusalReason {
  readonly requestId: string
  readonly clientRequestId: string
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  readonly method: string
  readonly path: string
  readonly status: 401 | 403
  /** Graph's error code and message, as the caller got them. */
  readonly code: string
  readonly message: string
}

/** By tenant, then by request id, the oldest first. */
type ByTenant = Map<string, Map<string, Refusal>>

/** For those whose callers showed no token that names a tenant. */
const noTenant = ''

/**
 * Remembers why callers were refused, in memory, per tenant (ours). What only unverified tokens say is kept apart, so
 * that nobody from outside can push out what is worth knowing.
 */
export class Refusals {
  readonly #clock: { now(): number }
  readonly #known: ByTenant = new Map()
  readonly #claimed: ByTenant = new Map()

  constructor(clock: { now(): number }) {
    this.#clock = clock
  }

  remember(refused: Refused<Permission>): void {
    const { request, status, principal } = refused
    const reason = explainRefusal(refused)
    const ofTenant =
      principal === undefined
        ? recall(this.#claimed, reason.claimedTenantId ?? noTenant, refusalLimits.claimedTenantsMax)
        : recall(this.#known, principal.tenantId.toLowerCase(), refusalLimits.tenantsMax)
    ofTenant.set(request.requestId.toLowerCase(), {
      ...reason,
      requestId: request.requestId,
      clientRequestId: request.clientRequestId.slice(0, refusalLimits.clientRequestIdCharsMax),
      at: this.#clock.now(),
      method: request.method,
      path: request.url.pathname.slice(0, refusalLimits.pathCharsMax),
      status,
    })
    if (ofTenant.size > refusalLimits.perTenantMax) dropOldest(ofTenant)
  }

  /**
   * A refusal of the reader's own tenant. One whose caller showed no readable token belongs to no tenant and is told to
   * every reader that knows its id, without the path.
   */
  find(tenantId: string, requestId: string): Refusal | undefined {
    const [tenant, key] = [tenantId.toLowerCase(), requestId.toLowerCase()]
    const own = this.#known.get(tenant)?.get(key) ?? this.#claimed.get(tenant)?.get(key)
    const other = this.#claimed.get(noTenant)?.get(key)
    const found = own ?? (other && { ...other, path: '' })
    const isKept = found !== undefined && this.#clock.now() - found.at < refusalLimits.keptSeconds * 1000
    return isKept ? found : undefined
  }
}

/** Finds or makes the tenant's entry; beyond the limit the tenant that was quiet longest is forgotten. */
function recall(tenants: ByTenant, tenantId: string, tenantsMax: number): Map<string, Refusal> {
  const known = tenants.get(tenantId) ?? new Map<string, Refusal>()
  tenants.delete(tenantId)
  tenants.set(tenantId, known)
  if (tenants.size > tenantsMax) dropOldest(tenants)
  return known
}

function dropOldest(map: Map<unknown, unknown>): void {
  const oldest = map.keys().next()
  if (!oldest.done) map.delete(oldest.value)
}

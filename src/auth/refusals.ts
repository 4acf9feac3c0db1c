import type { Refused } from '../http/server.ts'
import { explainRefusal, type RefusalReason } from './explain-refusal.ts'
import type { Permission } from './permissions.ts'

/** Refusals that a tenant may ask about: the latest of them, for a while. */
export const refusalLimits = { perTenantMax: 1_000, tenantsMax: 200, keptSeconds: 24 * 3600 } as const

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

/** Remembers why callers were refused, in memory, per tenant (ours). */
export class Refusals {
  readonly #clock: { now(): number }
  /** By tenant, then by request id, the oldest first. `null` holds those of callers of no known tenant. */
  readonly #tenants = new Map<string | null, Map<string, Refusal>>()

  constructor(clock: { now(): number }) {
    this.#clock = clock
  }

  remember(refused: Refused<Permission>): void {
    const { request, status, principal } = refused
    const reason = explainRefusal(refused)
    const known = this.#ofTenant(principal?.tenantId.toLowerCase() ?? reason.claimedTenantId)
    known.set(request.requestId.toLowerCase(), {
      ...reason,
      requestId: request.requestId,
      clientRequestId: request.clientRequestId,
      at: this.#clock.now(),
      method: request.method,
      path: request.url.pathname,
      status,
    })
    if (known.size > refusalLimits.perTenantMax) dropOldest(known)
  }

  /**
   * A refusal of the reader's own tenant. One whose caller showed no readable token belongs to no tenant and is told to
   * every reader that knows its id, without the path.
   */
  find(tenantId: string, requestId: string): Refusal | undefined {
    const key = requestId.toLowerCase()
    const own = this.#tenants.get(tenantId.toLowerCase())?.get(key)
    const other = this.#tenants.get(null)?.get(key)
    const found = own ?? (other && { ...other, path: '' })
    const isKept = found !== undefined && this.#clock.now() - found.at < refusalLimits.keptSeconds * 1000
    return isKept ? found : undefined
  }

  /** Makes room for the tenant that is refused something now; the one that was quiet longest is forgotten. */
  #ofTenant(tenantId: string | null): Map<string, Refusal> {
    const known = this.#tenants.get(tenantId) ?? new Map<string, Refusal>()
    this.#tenants.delete(tenantId)
    this.#tenants.set(tenantId, known)
    if (this.#tenants.size > refusalLimits.tenantsMax) dropOldest(this.#tenants)
    return known
  }
}

function dropOldest(map: Map<unknown, unknown>): void {
  const oldest = map.keys().next()
  if (!oldest.done) map.delete(oldest.value)
}

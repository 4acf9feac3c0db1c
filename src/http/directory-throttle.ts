import { RecentMap } from './recent-map.ts'
import type { RequestCost } from './resource-units.ts'

/** So many units in a window. What was used flows off evenly, so that a burst of all of them is possible. */
export interface UnitLimit {
  readonly units: number
  readonly windowMs: number
}

/** Limits of requests for directory objects (graph-conventions section 15); null = not limited. */
export interface DirectoryLimits {
  /** Resource units of an application in a tenant of under 50 users, of up to 500, and of more. */
  readonly bySize: readonly [small: UnitLimit, medium: UnitLimit, large: UnitLimit] | null
  /** Writes of an application in a tenant. */
  readonly writes: UnitLimit | null
  /** Resource units of an application in all tenants. */
  readonly application: UnitLimit | null
  /** Writes of all applications in a tenant. */
  readonly tenantWrites: UnitLimit | null
}

export interface DirectoryCaller {
  readonly tenantId: string
  readonly appId: string
}

type Headers = Readonly<Record<string, string>>

/** `headers` tell the caller what the request costs and how near the limit is. */
export type DirectoryVerdict =
  | { readonly admitted: true; readonly headers: Headers }
  | { readonly admitted: false; readonly retryAfterSeconds: number; readonly headers: Headers }

/** Answers how many users a tenant has, counting up to `limit`. */
export type CountUsers = (tenantId: string, limit: number) => Promise<number>

const mediumUsersMin = 50
const mediumUsersMax = 500
/** How old the number of users may be that decides about a tenant's size. */
const sizeAgeMsMax = 60_000
/** From here on a caller is told how much of its limit is used. */
const toldFrom = 0.8

const gauges = [
  { name: 'units', counts: 'units', scope: 'Tenant_Application/ReadWrite', reason: 'ResourceUnitLimitExceeded' },
  { name: 'application', counts: 'units', scope: 'Application/ReadWrite', reason: 'ResourceUnitLimitExceeded' },
  { name: 'writes', counts: 'writes', scope: 'Tenant_Application/Write', reason: 'WriteLimitExceeded' },
  { name: 'tenantWrites', counts: 'writes', scope: 'Tenant/Write', reason: 'WriteLimitExceeded' },
] as const

type Gauge = (typeof gauges)[number]
type Meters = Readonly<Record<Gauge['name'], Meter>>

interface Size {
  users: number
  countedAt: number
}

const unknownSize = (): Size => ({ users: 0, countedAt: Number.NEGATIVE_INFINITY })

/**
 * Counts requests for directory objects in resource units and in writes. Refused requests do not count. Memory is bounded
 * as that of the other limits. A tenant counts as a small one until its callers come near that limit: only then its users
 * are counted.
 */
export class DirectoryThrottle {
  readonly #limits: DirectoryLimits
  readonly #clock: { now(): number }
  readonly #countUsers: CountUsers
  readonly #callers = new RecentMap<Meters>()
  readonly #applications = new RecentMap<Meter>()
  readonly #tenants = new RecentMap<Meter>()
  readonly #sizes = new RecentMap<Size>()

  constructor(limits: DirectoryLimits, { clock, countUsers }: { clock: { now(): number }; countUsers: CountUsers }) {
    this.#limits = limits
    this.#clock = clock
    this.#countUsers = countUsers
  }

  admit(caller: DirectoryCaller, cost: RequestCost): DirectoryVerdict {
    const now = this.#clock.now()
    const meters = this.#callers.take(`${caller.tenantId} ${caller.appId}`, () => this.#metersOf(caller))
    let share = 0
    let fullest: Gauge = gauges[0]
    let waitMs = 0
    for (const gauge of gauges) {
      const limit = this.#limitOf(gauge, caller.tenantId)
      const taken = cost[gauge.counts]
      if (limit === null || taken === 0) continue
      const after = meters[gauge.name].usedAt(now, limit) + taken
      waitMs = Math.max(waitMs, ((after - limit.units) * limit.windowMs) / limit.units)
      if (after / limit.units <= share) continue
      share = after / limit.units
      fullest = gauge
    }
    if (share >= toldFrom && fullest.name === 'units') this.#learnSize(caller.tenantId, now)
    if (share <= 1) for (const gauge of gauges) meters[gauge.name].add(cost[gauge.counts])
    const headers = toHeaders(caller, cost, { share, fullest })
    if (share <= 1) return { admitted: true, headers }
    return { admitted: false, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)), headers }
  }

  #metersOf({ tenantId, appId }: DirectoryCaller): Meters {
    return {
      units: new Meter(),
      writes: new Meter(),
      application: this.#applications.take(appId, () => new Meter()),
      tenantWrites: this.#tenants.take(tenantId, () => new Meter()),
    }
  }

  #limitOf({ name }: Gauge, tenantId: string): UnitLimit | null {
    if (name !== 'units') return this.#limits[name]
    if (this.#limits.bySize === null) return null
    const [small, medium, large] = this.#limits.bySize
    const { users } = this.#sizes.take(tenantId, unknownSize)
    return users < mediumUsersMin ? small : users <= mediumUsersMax ? medium : large
  }

  #learnSize(tenantId: string, now: number): void {
    const size = this.#sizes.take(tenantId, unknownSize)
    if (now - size.countedAt < sizeAgeMsMax) return
    size.countedAt = now
    // A tenant that cannot be counted now keeps the size that it had.
    this.#countUsers(tenantId, mediumUsersMax + 1).then(
      (users) => {
        size.users = users
      },
      () => {},
    )
  }
}

class Meter {
  #used = 0
  #at = 0

  usedAt(now: number, { units, windowMs }: UnitLimit): number {
    this.#used = Math.max(0, this.#used - (Math.max(0, now - this.#at) * units) / windowMs)
    this.#at = now
    return this.#used
  }

  add(units: number): void {
    this.#used += units
  }
}

/** Of requests that are far from any limit, by their units. */
const quiet = new Map<number, Headers>()
const quietMax = 16

function toHeaders(
  { tenantId, appId }: DirectoryCaller,
  { units }: RequestCost,
  { share, fullest }: { readonly share: number; readonly fullest: Gauge },
): Headers {
  if (share < toldFrom) {
    const headers = quiet.get(units) ?? { 'x-ms-resource-unit': String(units) }
    if (quiet.size < quietMax) quiet.set(units, headers)
    return headers
  }
  return {
    'x-ms-resource-unit': String(units),
    'x-ms-throttle-limit-percentage': share.toFixed(2),
    'x-ms-throttle-scope': `${fullest.scope}/${appId}/${tenantId}`,
    ...(share > 1 && { 'x-ms-throttle-information': fullest.reason }),
  }
}

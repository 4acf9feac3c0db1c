import type { Clock } from '../contracts/clock.ts'
import type { TenantStore } from '../contracts/store.ts'
import { DirectoryThrottle } from '../http/directory-throttle.ts'
import type { RequestCost } from '../http/resource-units.ts'
import { Throttle, type ThrottleProfile, type Verdict } from '../http/throttle.ts'
import type { Principal } from '../model/principal.ts'

export interface ThrottleDeps {
  readonly clock: Clock
  readonly forTenant: (tenantId: string) => Pick<TenantStore, 'directory'>
}

const admitted: Verdict = { admitted: true }

/** Counts requests against the limits of a profile. */
export function createThrottle(profile: ThrottleProfile, { clock, forTenant }: ThrottleDeps) {
  const limits = {
    bulkUpload: profile.bulkUpload === null ? null : new Throttle(profile.bulkUpload, clock),
    reports: profile.reports === null ? null : new Throttle(profile.reports, clock),
    provisionOnDemand: profile.provisionOnDemand === null ? null : new Throttle(profile.provisionOnDemand, clock),
    directory:
      profile.directory === null
        ? null
        : new DirectoryThrottle(profile.directory, {
            clock,
            countUsers: (tenantId, limit) => countUsers(forTenant(tenantId), limit),
          }),
  }
  return (limit: keyof ThrottleProfile, principal: Principal, cost: RequestCost): Verdict =>
    limits[limit]?.admit(principal, cost) ?? admitted
}

async function countUsers({ directory }: Pick<TenantStore, 'directory'>, limit: number): Promise<number> {
  const orderBy = { property: 'id', descending: false } as const
  return (await directory.listUsers({ filter: null, orderBy, limit, after: null })).length
}

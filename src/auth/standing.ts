import type { Clock } from '../contracts/clock.ts'
import type { DirectoryStore } from '../contracts/store-directory.ts'
import type { DirectoryChangesReader } from '../contracts/store-objects.ts'
import type { User } from '../model/user.ts'
import { type HeldRoles, type MembershipReader, readHeldRoles } from './directory-roles.ts'

/** How long what is known of a principal is believed although the directory did not change. */
export const standingCacheSeconds = 30
const cachedStandingsMax = 10_000
/** With more changes than this it is quicker to read the standing than to look whether one of them concerns it. */
const examinedChangesMax = 2_000

/** Where a principal stands in the directory now. */
export interface Standing extends HeldRoles {
  /** Null when there is no such user, as for a service principal. */
  readonly user: UserState | null
}

export interface UserState {
  readonly isEnabled: boolean
  readonly isGuest: boolean
  /** Tokens from before do not count any more; milliseconds since 1970. */
  readonly sessionsValidFrom: number
}

export interface StandingTenant {
  readonly objects: MembershipReader
  readonly directory: Pick<DirectoryStore, 'findUser'>
  readonly changes: Pick<DirectoryChangesReader, 'latest' | 'concerns'>
}

export type FindStanding = (tenantId: string, principalId: string) => Promise<Standing>

interface Asked {
  readonly tenant: StandingTenant
  readonly principalId: string
  readonly now: number
}

interface CachedStanding {
  readonly standing: Standing
  readonly change: number
  readonly readAt: number
}

/**
 * Remembers standings until something changes in the tenant's directory that may concern them, 30 seconds at most: people
 * whom a job writes by the thousand are no reason to ask again for the roles of the client that sends them.
 */
export function createFindStanding(deps: {
  readonly tenantOf: (tenantId: string) => StandingTenant
  readonly clock: Clock
}): FindStanding {
  const cache = new Map<string, CachedStanding>()

  async function isStillTrue(known: CachedStanding, change: number, { tenant, principalId, now }: Asked) {
    if (now - known.readAt >= standingCacheSeconds * 1000) return false
    if (known.change === change) return true
    if (change - known.change > examinedChangesMax) return false
    return !(await tenant.changes.concerns(principalId, known.change))
  }

  return async (tenantId, principalId) => {
    const tenant = deps.tenantOf(tenantId)
    // Asked first: what changes while it is read is seen by the next one.
    const change = await tenant.changes.latest()
    const now = deps.clock.now()
    const key = `${tenantId} ${principalId}`.toLowerCase()
    const known = cache.get(key)
    if (known !== undefined && (await isStillTrue(known, change, { tenant, principalId, now }))) {
      cache.set(key, { ...known, change })
      return known.standing
    }
    const user = await tenant.directory.findUser(principalId)
    const held = await readHeldRoles(tenant.objects, principalId)
    const standing = { ...held, user: user === undefined ? null : toState(user) }
    cache.delete(key)
    cache.set(key, { standing, change, readAt: now })
    const oldest = cache.size > cachedStandingsMax ? cache.keys().next() : undefined
    if (oldest?.done === false) cache.delete(oldest.value)
    return standing
  }
}

function toState({ properties }: User): UserState {
  const { accountEnabled, userType, signInSessionsValidFromDateTime: validFrom } = properties
  const from = typeof validFrom === 'string' ? Date.parse(validFrom) : Number.NaN
  return {
    isEnabled: accountEnabled,
    isGuest: typeof userType === 'string' && userType.toLowerCase() === 'guest',
    sessionsValidFrom: Number.isNaN(from) ? 0 : from,
  }
}

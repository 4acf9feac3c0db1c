import type { Clock } from '../contracts/clock.ts'
import type { DirectoryStore } from '../contracts/store-directory.ts'
import type { DirectoryChangesReader } from '../contracts/store-objects.ts'
import type { User } from '../model/user.ts'
import { type HeldRoles, type MembershipReader, readHeldRoles } from './directory-roles.ts'

/** How long what is known of a principal is believed although the directory did not change. */
export const standingCacheSeconds = 30
const cachedStandingsMax = 10_000

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
  readonly changes: Pick<DirectoryChangesReader, 'latest'>
}

export type FindStanding = (tenantId: string, principalId: string) => Promise<Standing>

interface CachedStanding {
  readonly standing: Standing
  readonly change: number
  readonly readAt: number
}

/** Remembers standings until anything in the tenant's directory changes, 30 seconds at most. */
export function createFindStanding(deps: {
  readonly tenantOf: (tenantId: string) => StandingTenant
  readonly clock: Clock
}): FindStanding {
  const cache = new Map<string, CachedStanding>()
  return async (tenantId, principalId) => {
    const tenant = deps.tenantOf(tenantId)
    // Asked first: what changes while it is read is seen by the next one.
    const change = await tenant.changes.latest()
    const now = deps.clock.now()
    const key = `${tenantId} ${principalId}`.toLowerCase()
    const known = cache.get(key)
    if (known?.change === change && now - known.readAt < standingCacheSeconds * 1000) return known.standing

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

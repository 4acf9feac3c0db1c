import { harden } from '../auth/passwords/password-hash.ts'
import type { Clock } from '../contracts/clock.ts'
import type { Store } from '../contracts/store.ts'
import { type RepeatingTimer, startRepeating } from './repeating-timer.ts'

const roundMs = 5 * 60_000
const firstRoundMs = 2_000
/** Passwords that one round hardens for a tenant, about 20 ms of one core each; the next round takes the next. */
const hardenedMax = 500

export interface IdentityTimerOptions {
  readonly store: Pick<Store, 'tenants' | 'forTenant'>
  readonly clock: Clock
  readonly onFailure: (error: unknown) => void
}

/** Every five minutes: hardens passwords that were written fast, and removes what has expired. */
export function startIdentityTimer({ store, clock, onFailure }: IdentityTimerOptions): RepeatingTimer {
  const round = async (signal: AbortSignal) => {
    for (const { id } of await store.tenants.list()) await tend(store, id, { now: clock.now(), signal })
  }
  return startRepeating({ firstRoundMs, roundMs, round, onFailure })
}

interface Round {
  readonly now: number
  readonly signal: AbortSignal
}

async function tend(store: IdentityTimerOptions['store'], tenantId: string, { now, signal }: Round): Promise<void> {
  const { identity } = store.forTenant(tenantId)
  await identity.purge(now)
  for (const password of await identity.passwords.listQuick(hardenedMax)) {
    if (signal.aborted) return
    const hash = await harden(password.hash)
    await identity.passwords.harden({ ...password, hash, isHardened: true }, password.hash)
  }
}

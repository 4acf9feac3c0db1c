import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '../contracts/store.ts'
import { DynamicMembership } from '../directory/dynamic-membership.ts'

/** How often it is asked whether anything changed. */
const roundMs = 1_000
const afterFailureMs = 30_000
/** Between two pieces, so that requests and the engine's transactions come first: some 2,000 users in a second. */
const restMs = 40

export interface MembershipTimerOptions {
  readonly store: Pick<Store, 'tenants' | 'forTenant'>
  readonly onFailure: (error: unknown) => void
}

/** Keeps the members of groups with dynamic membership as their rules say, a moment after what they depend on changed. */
export function startMembershipTimer(options: MembershipTimerOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = run(options, stopping.signal)
  return {
    stop() {
      stopping.abort()
      return running
    },
  }
}

async function run({ store, onFailure }: MembershipTimerOptions, signal: AbortSignal): Promise<void> {
  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false })
  const afterFailure = async (error: unknown) => {
    if (!signal.aborted) onFailure(error)
    await pause(afterFailureMs).catch(() => undefined)
  }
  let turn: Promise<unknown> = Promise.resolve()
  /** Tenants that have much to do take turns, piece by piece. */
  const rest = async () => {
    turn = turn.then(() => pause(restMs))
    await turn
  }
  const followers = new Map<string, DynamicMembership>()
  const busy = new Map<string, Promise<void>>()
  const follow = async (id: string) => {
    const follower = followers.get(id) ?? new DynamicMembership(store.forTenant(id), rest)
    followers.set(id, follower)
    try {
      await follower.catchUp()
    } catch (error) {
      await afterFailure(error)
    }
    busy.delete(id)
  }
  while (!signal.aborted) {
    try {
      await pause(roundMs)
      for (const { id } of await store.tenants.list()) if (!busy.has(id)) busy.set(id, follow(id))
    } catch (error) {
      await afterFailure(error)
    }
  }
  await Promise.all(busy.values())
}

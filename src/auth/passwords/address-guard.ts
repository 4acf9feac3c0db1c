import type { Clock } from '../../contracts/clock.ts'

/** Failures of one address within the window; whoever has more is refused until it ends. */
const failuresMax = 60
const windowMs = 10 * 60_000
/** Addresses that are remembered; beyond it the oldest are forgotten. */
const addressesMax = 10_000

/** Slows down whoever tries passwords or codes on many accounts from one address. In memory: a restart forgets. */
export interface AddressGuard {
  isBlocked(address: string): boolean
  failed(address: string): void
}

export function createAddressGuard(clock: Clock): AddressGuard {
  const windows = new Map<string, { count: number; readonly endsAt: number }>()
  const current = (address: string) => {
    const window = windows.get(address)
    return window !== undefined && window.endsAt > clock.now() ? window : undefined
  }
  return {
    isBlocked: (address) => (current(address)?.count ?? 0) >= failuresMax,
    failed(address) {
      const window = current(address)
      if (window !== undefined) {
        window.count++
        return
      }
      windows.delete(address)
      windows.set(address, { count: 1, endsAt: clock.now() + windowMs })
      const oldest = windows.keys().next()
      if (windows.size > addressesMax && !oldest.done) windows.delete(oldest.value)
    },
  }
}

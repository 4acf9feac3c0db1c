import type { Clock } from '../contracts/clock.ts'

/** What a device is told to wait between two questions (RFC 8628 section 3.2). */
export const pollIntervalSeconds = 5
/** Each question that comes too soon adds this (section 3.5). */
const slowerBySeconds = 5
const intervalSecondsMax = 60
/** Clients count from their own clock, and a question may overtake another on its way. */
const toleranceMs = 1_000
/** Devices that are remembered; the one that has been silent longest makes room. */
const devicesMax = 10_000

/** Notices devices that ask faster than they were told to. Kept in memory: a restart forgives. */
export interface PollGuard {
  /** Notes a question of a device and answers whether it came too soon; then the device has to wait longer from now on. */
  isTooSoon(deviceKey: string): boolean
}

export function createPollGuard(clock: Clock): PollGuard {
  const devices = new Map<string, { readonly at: number; readonly intervalSeconds: number }>()
  return {
    isTooSoon(deviceKey) {
      const now = clock.now()
      const known = devices.get(deviceKey)
      const intervalSeconds = known?.intervalSeconds ?? pollIntervalSeconds
      const tooSoon = known !== undefined && now - known.at < intervalSeconds * 1000 - toleranceMs
      const next = tooSoon ? Math.min(intervalSeconds + slowerBySeconds, intervalSecondsMax) : intervalSeconds
      devices.delete(deviceKey)
      devices.set(deviceKey, { at: now, intervalSeconds: next })
      const oldest = devices.size > devicesMax ? devices.keys().next() : undefined
      if (oldest?.done === false) devices.delete(oldest.value)
      return tooSoon
    },
  }
}

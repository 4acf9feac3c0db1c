import type { DirectoryLimits } from './directory-throttle.ts'
import { RecentMap } from './recent-map.ts'

/** One limit: so many requests in a sliding window, and so many calls in 24 rolling hours (null = no quota). */
export interface RequestLimit {
  readonly requests: number
  readonly windowMs: number
  readonly perDay: number | null
}

/** Limits by the `throttle` of a route; null = not limited. */
export interface ThrottleProfile {
  readonly bulkUpload: RequestLimit | null
  readonly reports: RequestLimit | null
  readonly provisionOnDemand: RequestLimit | null
  /** Everything else that is read and written in Graph. */
  readonly directory: DirectoryLimits | null
}

const reports: RequestLimit = { requests: 5, windowMs: 10_000, perDay: null }
const provisionOnDemand: RequestLimit = { requests: 5, windowMs: 10_000, perDay: null }
const directory: DirectoryLimits = {
  bySize: [
    { units: 3_500, windowMs: 10_000 },
    { units: 5_000, windowMs: 10_000 },
    { units: 8_000, windowMs: 10_000 },
  ],
  writes: { units: 3_000, windowMs: 150_000 },
  application: { units: 150_000, windowMs: 20_000 },
  tenantWrites: { units: 18_000, windowMs: 300_000 },
}

/** Named profiles (provisioning-bulk-upload section 9, graph-conventions section 15). */
export const throttleProfiles = {
  // Reading the log is not limited here: whoever tests a connector polls it far more often than a portal would.
  reference: {
    bulkUpload: { requests: 40, windowMs: 1_000, perDay: null },
    reports: null,
    provisionOnDemand,
    directory,
  },
  'service-2025': {
    bulkUpload: { requests: 40, windowMs: 5_000, perDay: 2_000 },
    reports,
    provisionOnDemand,
    directory,
  },
  'service-2025-governance': {
    bulkUpload: { requests: 40, windowMs: 5_000, perDay: 6_000 },
    reports,
    provisionOnDemand,
    directory,
  },
  off: { bulkUpload: null, reports: null, provisionOnDemand: null, directory: null },
} as const satisfies Record<string, ThrottleProfile>

export interface Caller {
  readonly tenantId: string
  readonly appId: string
}

/**
 * `retryAfterSeconds` is whole and at least 1: some clients crash on anything else. `headers` go with the answer, whatever
 * becomes of the request.
 */
export type Verdict =
  | { readonly admitted: true; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly admitted: false
      readonly retryAfterSeconds: number
      readonly headers?: Readonly<Record<string, string>>
    }

const dayMs = 86_400_000
const dayBuckets = 288
const bucketMs = dayMs / dayBuckets
/** The window keeps one timestamp per admitted request; more than this would be memory for nothing. */
export const windowRequestsMax = 10_000

/**
 * Counts one limit. The window counts per tenant and application, the daily quota per tenant. Refused requests do not
 * count. Memory is bounded: beyond 10,000 callers those that were quiet longest are forgotten.
 */
export class Throttle {
  readonly #limit: RequestLimit
  readonly #clock: { now(): number }
  readonly #windows = new RecentMap<SlidingWindow>()
  readonly #days = new RecentMap<RollingDay>()

  constructor(limit: RequestLimit, clock: { now(): number }) {
    this.#limit = limit
    this.#clock = clock
  }

  admit({ tenantId, appId }: Caller): Verdict {
    const now = this.#clock.now()
    const { requests, windowMs, perDay } = this.#limit
    const window = this.#windows.take(`${tenantId} ${appId}`, () => new SlidingWindow(requests))
    const day = perDay === null ? null : this.#days.take(tenantId, () => new RollingDay(perDay))

    const waitMs = Math.max(window.waitMs(now, windowMs), day?.waitMs(now) ?? 0)
    if (waitMs > 0) return { admitted: false, retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) }

    window.add(now)
    day?.add(now)
    return { admitted: true }
  }
}

/** The times of the last `size` admitted requests; the oldest of them decides. */
class SlidingWindow {
  readonly #times: Float64Array
  #next = 0

  constructor(size: number) {
    this.#times = new Float64Array(size).fill(Number.NEGATIVE_INFINITY)
  }

  /** Milliseconds until one more request fits, 0 when it fits now. */
  waitMs(now: number, windowMs: number): number {
    const oldest = this.#times[this.#next] ?? Number.NEGATIVE_INFINITY
    return Math.max(0, oldest + windowMs - now)
  }

  add(now: number): void {
    this.#times[this.#next] = now
    this.#next = (this.#next + 1) % this.#times.length
  }
}

/** Counts in buckets of five minutes; a bucket counts until all of it is more than a day old. */
class RollingDay {
  readonly #counts = new Uint32Array(dayBuckets + 1)
  readonly #perDay: number
  #latest = 0
  #total = 0

  constructor(perDay: number) {
    this.#perDay = perDay
  }

  waitMs(now: number): number {
    this.#forget(now)
    let excess = this.#total - this.#perDay + 1
    if (excess <= 0) return 0
    for (let bucket = this.#latest - dayBuckets; bucket <= this.#latest; bucket += 1) {
      excess -= this.#counts[slot(bucket)] ?? 0
      if (excess <= 0) return (bucket + dayBuckets + 1) * bucketMs - now
    }
    return dayMs
  }

  add(now: number): void {
    this.#forget(now)
    const index = slot(this.#latest)
    this.#counts[index] = (this.#counts[index] ?? 0) + 1
    this.#total += 1
  }

  #forget(now: number): void {
    const current = Math.floor(now / bucketMs)
    const steps = Math.min(current - this.#latest, dayBuckets + 1)
    for (let step = 1; step <= steps; step += 1) {
      const index = slot(current - steps + step)
      this.#total -= this.#counts[index] ?? 0
      this.#counts[index] = 0
    }
    this.#latest = Math.max(this.#latest, current)
  }
}

function slot(bucket: number): number {
  return ((bucket % (dayBuckets + 1)) + dayBuckets + 1) % (dayBuckets + 1)
}

import { invalidProperty } from '../../directory/applications/invalid-property.ts'
import type { JsonObject } from '../../std/json-object.ts'

const defaultYears = 2

export interface Lifetime {
  /** Milliseconds since 1970, UTC. */
  readonly startsAt: number
  readonly endsAt: number
}

/** From when to when a client secret holds: two years unless the caller says otherwise. */
export function readLifetime({ startDateTime, endDateTime }: JsonObject, now: number): Lifetime {
  const startsAt = readTime(startDateTime) ?? now
  const end = new Date(startsAt)
  end.setUTCFullYear(end.getUTCFullYear() + defaultYears)
  const endsAt = readTime(endDateTime) ?? end.getTime()
  if (endsAt > startsAt && endsAt > now) return { startsAt, endsAt }
  const message = 'The endDateTime of a credential has to lie in the future and after its startDateTime.'
  throw invalidProperty({ target: 'passwordCredential/endDateTime', message })
}

function readTime(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

import type { UnitLimit } from '../http/directory-throttle.ts'
import { type RequestLimit, type ThrottleProfile, throttleProfiles, windowRequestsMax } from '../http/throttle.ts'

/** Limits with the text that they were set by. */
export interface NamedThrottle {
  readonly name: string
  readonly profile: ThrottleProfile
}

const windowMsMax = 3_600_000

/**
 * Reads a profile's name, or numbers: `40/1s` (window of bulkUpload), `2000/day` (its quota), `reports:5/10s` (logs),
 * `units:3500/10s` (resource units of directory objects), `writes:3000/150s` (writes of them), joined by commas. What is
 * not named is not limited.
 */
export function parseThrottle(text: string): NamedThrottle {
  const name = text.toLowerCase().replaceAll(/\s/g, '')
  const profile = Object.entries(throttleProfiles).find(([known]) => known === name)?.[1]
  return { name, profile: profile ?? parseNumbers(name) }
}

const numbers = /^(?:(reports|units|writes):)?(\d{1,9})\/(\d{0,9})(ms|s|day)$/

function parseNumbers(text: string): ThrottleProfile {
  const windows = new Map<string, Omit<RequestLimit, 'perDay'>>()
  let perDay: number | null = null
  for (const part of text.split(',')) {
    const [, target = 'bulkUpload', count = '', size = '', unit = ''] = numbers.exec(part) ?? []
    const requests = Number(count)
    const windowMs = Number(size === '' ? 1 : size) * (unit === 's' ? 1000 : 1)
    if (requests < 1) throw unreadable(text)
    if (unit === 'day' && target === 'bulkUpload' && size === '') perDay = requests
    else if (unit === 'day' || windowMs < 1 || windowMs > windowMsMax) throw unreadable(text)
    else if (requests > windowRequestsMax && !metered.has(target)) throw unreadable(text)
    else windows.set(target, { requests, windowMs })
  }
  const window = windows.get('bulkUpload')
  const reports = windows.get('reports')
  return {
    bulkUpload: window === undefined && perDay === null ? null : { ...(window ?? unlimitedWindow), perDay },
    reports: reports === undefined ? null : { ...reports, perDay: null },
    provisionOnDemand: null,
    directory: toDirectoryLimits(windows),
  }
}

/** Kept as one number, however many there are. */
const metered: ReadonlySet<string> = new Set(['units', 'writes'])

function toDirectoryLimits(windows: ReadonlyMap<string, Omit<RequestLimit, 'perDay'>>): ThrottleProfile['directory'] {
  const [units, writes] = ['units', 'writes'].map((name) => toUnitLimit(windows.get(name)))
  if (!units && !writes) return null
  return { bySize: units ? [units, units, units] : null, writes: writes ?? null, application: null, tenantWrites: null }
}

function toUnitLimit(window: Omit<RequestLimit, 'perDay'> | undefined): UnitLimit | null {
  return window === undefined ? null : { units: window.requests, windowMs: window.windowMs }
}

/** For a quota without a window. */
const unlimitedWindow = { requests: 1_000, windowMs: 1 }

function unreadable(text: string): Error {
  const names = Object.keys(throttleProfiles).join(', ')
  return new Error(
    `must be one of ${names}, or numbers such as 40/1s,2000/day,reports:5/10s,units:3500/10s,writes:3000/150s (at most ${windowRequestsMax} requests in a window of at most an hour), and is '${text}'`,
  )
}

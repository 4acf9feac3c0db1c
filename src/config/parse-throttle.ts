import { type RequestLimit, type ThrottleProfile, throttleProfiles, windowRequestsMax } from '../http/throttle.ts'

/** Limits with the text that they were set by. */
export interface NamedThrottle {
  readonly name: string
  readonly profile: ThrottleProfile
}

const windowMsMax = 3_600_000

/**
 * Reads a profile's name, or numbers: `40/1s` (window of bulkUpload), `2000/day` (its quota), `reports:5/10s` (logs),
 * joined by commas. What is not named is not limited.
 */
export function parseThrottle(text: string): NamedThrottle {
  const name = text.toLowerCase().replaceAll(/\s/g, '')
  const profile = Object.entries(throttleProfiles).find(([known]) => known === name)?.[1]
  return { name, profile: profile ?? parseNumbers(name) }
}

function parseNumbers(text: string): ThrottleProfile {
  let window: Omit<RequestLimit, 'perDay'> | null = null
  let perDay: number | null = null
  let reports: RequestLimit | null = null
  for (const part of text.split(',')) {
    const [, target, count = '', size = '', unit = ''] = /^(reports:)?(\d{1,9})\/(\d{0,9})(ms|s|day)$/.exec(part) ?? []
    const requests = Number(count)
    const windowMs = Number(size === '' ? 1 : size) * (unit === 's' ? 1000 : 1)
    if (requests < 1) throw unreadable(text)
    if (unit === 'day' && target === undefined && size === '') perDay = requests
    else if (unit === 'day' || requests > windowRequestsMax || windowMs < 1 || windowMs > windowMsMax)
      throw unreadable(text)
    else if (target === undefined) window = { requests, windowMs }
    else reports = { requests, windowMs, perDay: null }
  }
  const bulkUpload = window === null && perDay === null ? null : { ...(window ?? unlimitedWindow), perDay }
  return { bulkUpload, reports, provisionOnDemand: null }
}

/** For a quota without a window. */
const unlimitedWindow = { requests: 1_000, windowMs: 1 }

function unreadable(text: string): Error {
  const names = Object.keys(throttleProfiles).join(', ')
  return new Error(
    `must be one of ${names}, or numbers such as 40/1s,2000/day,reports:5/10s (at most ${windowRequestsMax} requests in a window of at most an hour), and is '${text}'`,
  )
}

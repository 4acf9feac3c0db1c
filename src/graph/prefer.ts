import type { Call } from '../http/route.ts'

/** The longest that a request is held open. */
export const waitSecondsMax = 60

/**
 * The number of seconds the caller is willing to wait (`Prefer: wait=n`, RFC 7240 section 4.3), not more than
 * `waitSecondsMax`; undefined when it did not say. `Preference-Applied` tells the caller what was used.
 */
export function readWait({ request }: Pick<Call, 'request'>): number | undefined {
  const seconds = preferencesOf(request).map((preference) => /^\s*wait\s*=\s*"?(\d{1,9})"?\s*$/i.exec(preference)?.[1])
  const first = seconds.find((value) => value !== undefined)
  return first === undefined ? undefined : Math.min(Number(first), waitSecondsMax)
}

/** Whether the caller sent a preference that has no value. Names compare without letter case (RFC 7240 section 2). */
export function prefers({ request }: Pick<Call, 'request'>, name: string): boolean {
  return preferencesOf(request).some((preference) => preference.trim().toLowerCase() === name)
}

function preferencesOf(request: Call['request']): readonly string[] {
  return (request.header('prefer') ?? '').split(/[,;]/)
}

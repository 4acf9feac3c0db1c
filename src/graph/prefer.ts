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

/** What a write should answer with (RFC 7240 section 4.2); undefined when the caller did not say. The first one counts. */
export function readReturn({ request }: Pick<Call, 'request'>): 'minimal' | 'representation' | undefined {
  const wanted = valuesOf(request, 'return').find((value) => value === 'minimal' || value === 'representation')
  return wanted === 'minimal' || wanted === 'representation' ? wanted : undefined
}

/** How many items a page should have at most (`odata.maxpagesize=n`, OData 4.01 protocol 8.2.8.6); undefined when not said. */
export function readMaxPageSize({ request }: Pick<Call, 'request'>): number | undefined {
  const values = ['odata.maxpagesize', 'maxpagesize'].flatMap((name) => valuesOf(request, name))
  const first = values.find((value) => /^[1-9]\d{0,8}$/.test(value))
  return first === undefined ? undefined : Number(first)
}

/**
 * The header that tells the caller which preferences were followed, empty when none was:
 * `appliedPreferences({ return: 'representation', 'odata.maxpagesize': 50 })`. Undefined values are left out.
 */
export function appliedPreferences(
  applied: Readonly<Record<string, string | number | true | undefined>>,
): Readonly<Record<string, string>> {
  const texts = Object.entries(applied).flatMap(([name, value]) =>
    value === undefined ? [] : [value === true ? name : `${name}=${value}`],
  )
  return texts.length === 0 ? {} : { 'Preference-Applied': texts.join(', ') }
}

/** Whether the caller sent a preference that has no value. Names compare without letter case (RFC 7240 section 2). */
export function prefers({ request }: Pick<Call, 'request'>, name: string): boolean {
  return preferencesOf(request).some((preference) => preference.trim().toLowerCase() === name)
}

/** Values of a preference, without quotes, in order. */
function valuesOf(request: Call['request'], name: string): readonly string[] {
  return preferencesOf(request).flatMap((preference) => {
    const [found = '', value] = preference.split('=', 2)
    if (value === undefined || found.trim().toLowerCase() !== name) return []
    return [value.trim().replace(/^"(.*)"$/, '$1')]
  })
}

function preferencesOf(request: Call['request']): readonly string[] {
  return (request.header('prefer') ?? '').split(/[,;]/)
}

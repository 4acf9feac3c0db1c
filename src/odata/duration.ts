const form = /^(-?)P(?:(\d{1,7})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,12})?)S)?)?$/i
const dayMs = 86_400_000
const hourMs = 3_600_000
const minuteMs = 60_000
const secondMs = 1_000

/**
 * Reads an Edm.Duration such as `P30D` or `PT1H30M`, in milliseconds. Years and months have no fixed length and do not
 * belong to it. Source: OData 4.01 ABNF, durationValue. Answers undefined for anything else.
 */
export function parseDuration(text: string): number | undefined {
  const [matched, sign, days, hours, minutes, seconds] = form.exec(text) ?? []
  if (matched === undefined || !/\d/.test(matched)) return undefined
  const ms =
    Number(days ?? 0) * dayMs +
    Number(hours ?? 0) * hourMs +
    Number(minutes ?? 0) * minuteMs +
    Math.round(Number(seconds ?? 0) * secondMs)
  return sign === '-' && ms > 0 ? -ms : ms
}

/** The shortest Edm.Duration of whole days, hours, minutes and seconds: `P1DT12H`. Takes milliseconds, at least 0. */
export function toDuration(ms: number): string {
  const days = Math.floor(ms / dayMs)
  const parts = [
    [Math.floor((ms % dayMs) / hourMs), 'H'],
    [Math.floor((ms % hourMs) / minuteMs), 'M'],
    [(ms % minuteMs) / secondMs, 'S'],
  ] as const
  const time = parts.flatMap(([count, unit]) => (count === 0 ? [] : [`${count}${unit}`])).join('')
  if (days === 0 && time === '') return 'PT0S'
  return `P${days === 0 ? '' : `${days}D`}${time === '' ? '' : `T${time}`}`
}

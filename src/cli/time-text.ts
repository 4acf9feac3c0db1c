const two = (number: number): string => String(number).padStart(2, '0')

/** A time of the API in the reader's time zone, `2026-02-03 09:15:20`; a dash for none and for Graph's "never". */
export function toLocalTime(iso: string | undefined): string {
  const time = new Date(iso ?? '')
  if (Number.isNaN(time.getTime()) || time.getUTCFullYear() <= 1) return '–'
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-')
  const clock = [two(time.getHours()), two(time.getMinutes()), two(time.getSeconds())].join(':')
  return `${day} ${clock}`
}

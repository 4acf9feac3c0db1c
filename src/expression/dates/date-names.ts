/** Names of the invariant culture, which the service uses whatever the language of the machine. */
export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

export const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** Number of the month from 1 whose full or three-letter name is given, 0 when there is none. */
export function monthNumber(name: string): number {
  const wanted = name.toLowerCase()
  return (
    1 + monthNames.findIndex((month) => month.toLowerCase() === wanted || month.slice(0, 3).toLowerCase() === wanted)
  )
}

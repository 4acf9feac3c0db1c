import { mappingFunction } from '../function.ts'

export const xToday = mappingFunction({
  name: 'X.Today',
  params: [],
  returns: 'text',
  doc: 'The present day in UTC as yyyy-MM-dd.',
  examples: [
    ['X.Today()', '2026-07-30'],
    ['X.DaysUntil(X.Today())', '0'],
  ],
  varies: true,
  readsClock: true,
  follow: () => ({ at: isoDay, monotoneUntil: Number.POSITIVE_INFINITY }),
  callInContext: ({ now }) => isoDay(now.getTime()),
})

function isoDay(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10)
}

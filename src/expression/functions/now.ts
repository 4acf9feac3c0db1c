import { toInstant } from '../dates/instant.ts'
import { movingNow } from '../dates/motion.ts'
import { mappingFunction } from '../function.ts'

export const now = mappingFunction({
  name: 'Now',
  params: [],
  returns: 'date',
  doc: 'The present date and time in UTC, the same for every call within one record.',
  examples: [
    ['Now()', '7/30/2026 3:33:38 PM'],
    ['DateDiff("d", Now(), Now())', '0'],
    ['FormatDateTime(Now(), ,"M/d/yyyy h:mm:ss tt","yyyy-MM-dd")', '2026-07-30'],
  ],
  varies: true,
  readsClock: true,
  motion: 'carries',
  callInContext: ({ now, holdsUntil }) =>
    holdsUntil === undefined ? toInstant(now.getTime()) : movingNow(now.getTime()),
})

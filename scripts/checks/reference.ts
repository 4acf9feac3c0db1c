import { writeReference } from '../reference/write-reference.ts'
import type { Check } from './check.ts'

export const checkReference: Check = {
  name: 'reference',
  run() {
    const { pages, stale } = writeReference({ dryRun: true })
    return {
      summary: `${pages.length - stale.length} of ${pages.length} generated pages in docs/reference are up to date`,
      problems: stale.map((page) => `${page} is stale: run npm run reference`),
    }
  },
}

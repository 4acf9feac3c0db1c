import { writeReference } from './reference/write-reference.ts'

/** `npm run reference` writes docs/reference from the tables of the code; with `--check` it only says what is stale. */
const dryRun = process.argv.includes('--check')
const { pages, stale } = writeReference({ dryRun })
for (const page of stale) console.log(`${page} ${dryRun ? 'is stale: run npm run reference' : 'written'}`)
console.log(`${pages.length - stale.length} of ${pages.length} pages were up to date`)
if (dryRun && stale.length > 0) process.exitCode = 1

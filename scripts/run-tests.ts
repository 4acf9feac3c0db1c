import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Runs every test, or those whose path contains one of the words given: `npm test -- expression`. Ends with a plain line
 * "N passed, N failed".
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const words = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const options = process.argv.slice(2).filter((word) => word.startsWith('-'))
const files = globSync(['src/**/*.test.ts', 'test/**/*.test.ts', 'packages/*/src/**/*.test.ts'], { cwd: root })
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort()

if (files.length === 0) {
  console.error(`No test file matches ${words.join(', ')}.`)
  process.exit(2)
}
const reporter = fileURLToPath(new URL('./test-reporter.ts', import.meta.url))
const { status } = spawnSync(
  process.execPath,
  [
    '--disable-warning=ExperimentalWarning',
    '--test',
    '--test-concurrency=2',
    '--test-timeout=300000',
    `--test-reporter=${reporter}`,
    ...options,
    ...files,
  ],
  { cwd: root, stdio: 'inherit' },
)
process.exit(status ?? 1)

import type { Check } from './checks/check.ts'
import { checkLinks } from './checks/links.ts'
import { checkLockFile } from './checks/lock-file.ts'
import { checkReference } from './checks/reference.ts'
import { checkSizes } from './checks/sizes.ts'
import { checkFloors, checkLint, checkTypes } from './checks/tools.ts'

/** `npm run check`: everything that a machine can judge besides the tests. One line per check; fails when one fails. */
const checks: readonly Check[] = [
  checkTypes,
  checkLint,
  checkFloors,
  checkSizes,
  checkReference,
  checkLinks,
  checkLockFile,
]

let failures = 0
for (const check of checks) {
  const { summary, problems } = await check.run()
  const isGood = problems.length === 0
  if (!isGood) failures++
  console.log(`${isGood ? '✔' : '✖'} ${check.name.padEnd(10)} ${summary}`)
  for (const problem of problems) console.log(problem.replaceAll(/^/gm, '    '))
}
console.log(`\n${checks.length - failures} checks passed, ${failures} failed`)
process.exitCode = failures === 0 ? 0 : 1

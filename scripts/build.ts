import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * `npm run build`: JavaScript for the published package, or for the one in the folder that is named (`packages/client`).
 * Node.js does not read TypeScript below node_modules.
 */
const root = fileURLToPath(new URL(`../${process.argv[2] ?? '.'}/`, import.meta.url))
const compiler = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url))

// What an earlier build left would be packed too.
rmSync(`${root}dist`, { recursive: true, force: true })
const { status } = spawnSync(process.execPath, [compiler, '--project', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
process.exitCode = status ?? 1

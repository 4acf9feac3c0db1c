import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Check, type Finding, root } from './check.ts'

const require = createRequire(import.meta.url)

export const checkTypes: Check = {
  name: 'types',
  run: () => runTool('typescript', 'tsc', ['--pretty', 'false'], 'strict TypeScript'),
}

export const checkLint: Check = {
  name: 'lint',
  run: () =>
    runTool('@biomejs/biome', 'biome', ['check', '--error-on-warnings', '.'], 'format and rules (fix: npm run format)'),
}

export const checkFloors: Check = {
  name: 'floors',
  run: () =>
    runTool(
      'dependency-cruiser',
      'depcruise',
      ['--config', 'floors.mjs', '--output-type', 'err-long', 'src'],
      'imports go downward only',
    ),
}

/** Runs the command of an installed package with the Node.js that runs this script. */
function runTool(packageName: string, command: string, args: readonly string[], summary: string): Finding {
  const manifestPath = findManifest(packageName)
  const { bin } = require(manifestPath) as { readonly bin: Readonly<Record<string, string>> }
  const script = join(dirname(manifestPath), bin[command] ?? '')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: 'utf8' })
  if (status === 0) return { summary, problems: [] }
  return { summary, problems: [`${stdout}${stderr}`.trim() || `${command} ended with ${status}`] }
}

/** Packages may hide their manifest from `require`, but not from the file system. */
function findManifest(packageName: string): string {
  return join(root, 'node_modules', packageName, 'package.json')
}

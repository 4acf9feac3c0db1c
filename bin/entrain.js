#!/usr/bin/env node
// The launcher. It is plain JavaScript so that an old Node.js can at least say what is wrong.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const nodeMajorMin = 24
const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const built = here('../dist/main.js')
const entry = existsSync(built) ? built : here('../src/main.ts')

if (Number(process.versions.node.split('.')[0]) >= nodeMajorMin) {
  await import(entry)
} else {
  const bundled = ['../node_modules/node/bin/node', '../../node/bin/node'].map(here).find(existsSync)
  if (bundled === undefined) {
    console.error(
      `entrain needs Node.js ${nodeMajorMin} or later; this is ${process.version}. Run "npm ci" to get one with the project.`,
    )
    process.exit(1)
  }
  const child = spawn(bundled, [entry, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}

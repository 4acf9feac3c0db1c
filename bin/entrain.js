#!/usr/bin/env node
// The launcher. It is plain JavaScript so that an old Node.js can at least say what is wrong.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const nodeMajorMin = 24
const here = (path) => fileURLToPath(new URL(path, import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= nodeMajorMin) {
  keepCompiledCode()
  const built = here('../dist/main.js')
  await import(existsSync(built) ? built : here('../src/main.ts'))
} else {
  const bundled = ['../node_modules/node/bin/node', '../../node/bin/node'].map(here).find(existsSync)
  if (bundled === undefined) {
    console.error(
      `entrain needs Node.js ${nodeMajorMin} or later; this is ${process.version}. Run "npm ci" to get one with the project.`,
    )
    process.exit(1)
  }
  const child = spawn(bundled, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}

/**
 * The next start takes half the time. The folder is the user's own: code from one that others may write to must not run.
 * Worker threads read the variable. NODE_DISABLE_COMPILE_CACHE=1 switches it off.
 */
function keepCompiledCode() {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env
  const caches = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'))
  if (!caches) return
  const { directory } = module.enableCompileCache(join(caches, 'entrain'))
  if (directory !== undefined) process.env.NODE_COMPILE_CACHE ??= join(caches, 'entrain')
}

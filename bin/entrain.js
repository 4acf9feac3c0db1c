#!/usr/bin/env node
// The launcher. It is plain JavaScript for any Node.js since 20, and hands over to the one that the project brings.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const nodeMajorMin = 24

if (majorOf(process.versions.node) >= nodeMajorMin) {
  keepCompiledCode()
  await run()
} else {
  handOver()
}

/** A clone runs its sources as they are; a package holds only what was built from them. */
async function run() {
  const programs = ['../src/main.ts', '../dist/main.js'].map((path) => new URL(path, import.meta.url))
  const program = programs.find((url) => existsSync(fileURLToPath(url)))
  if (program === undefined) fail('Neither src/main.ts nor dist/main.js is there: install it again.')
  else await import(program.href)
}

/** Runs this launcher again with the newer Node.js, as if it had been called directly. */
function handOver() {
  const node = findBundledNode()
  if (node === undefined) {
    fail(
      `It needs Node.js ${nodeMajorMin} or later, and this is ${process.version}. Install Node.js ${nodeMajorMin}, or let npm run the install script of the package "node", which brings one along ("npm ci" in a clone).`,
    )
    return
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  // Ctrl-C at a terminal reaches the child by itself; a second copy would cut its orderly end short.
  const isTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY)
  process.on('SIGINT', () => isTerminal || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => fail(`${node}: ${error.message}`))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal]
  })
}

/** Wherever npm put the package `node`: below this one, or beside it. */
function findBundledNode() {
  const require = module.createRequire(import.meta.url)
  try {
    const manifest = require.resolve('node/package.json')
    if (majorOf(require(manifest).version) < nodeMajorMin) return undefined
    return ['node', 'node.exe'].map((name) => join(dirname(manifest), 'bin', name)).find((path) => existsSync(path))
  } catch {
    return undefined
  }
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

/** @param {string} version */
function majorOf(version) {
  return Number(version.split('.')[0])
}

/** @param {string} reason */
function fail(reason) {
  console.error(`entrain cannot start. ${reason}`)
  process.exitCode = 1
}

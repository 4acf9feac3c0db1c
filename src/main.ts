import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline/promises'
import { commands } from './cli/index.ts'
import { runProgram } from './cli/program.ts'
import { createScreen } from './cli/terminal.ts'

const { env, stdin, stdout, stderr } = process
const stop = new AbortController()

// The first Ctrl-C lets a command end what it is in the middle of; a second one ends the process.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(new Error(name)))
// A reader that goes away (`entrain logs | head`) is no failure.
stdout.on('error', (error: Error & { code?: string }) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

/** No answer (Ctrl-D) is a no. */
async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: stdin, output: stderr })
  terminal.on('SIGINT', () => stop.abort(new Error('SIGINT')))
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal: stop.signal })
    return /^(y|yes)$/i.test(answer.trim())
  } catch (error) {
    if (stop.signal.aborted) throw error
    return false
  } finally {
    terminal.close()
  }
}

/** The manifest lies one folder above both `src` and `dist`. */
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

process.exitCode = await runProgram(commands, {
  argv: process.argv.slice(2),
  version,
  terminal: {
    out: createScreen(stdout, env),
    err: createScreen(stderr, env),
    confirm: stdin.isTTY && stderr.isTTY ? confirm : null,
  },
  env,
  signal: stop.signal,
})

import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Json, World } from '../world.ts'

/** What a client program finds in its environment: the settings that its user would have. */
export function settingsOf(world: World): Record<string, string> {
  const { tenantId, clientId, clientSecret, servicePrincipalId, jobId, caFile } = world.setUp
  return {
    ORIGIN: world.origin,
    TENANT_ID: tenantId,
    CLIENT_ID: clientId,
    CLIENT_SECRET: clientSecret,
    SERVICE_PRINCIPAL_ID: servicePrincipalId,
    JOB_ID: jobId,
    // Read at the start of a process only, therefore clients run in processes of their own.
    NODE_EXTRA_CA_CERTS: caFile ?? '',
    REQUESTS_CA_BUNDLE: caFile ?? '',
  }
}

/** The operating system's own Python, where its packages of the clients are. */
export const python = '/usr/bin/python3'
const hasPython = spawnSync(python, ['-c', 'import azure.identity, msal, requests']).status === 0
// A machine of one's own need not have them; where every change is judged, they have to be there.
export const skipsPython =
  hasPython || process.env.CI !== undefined ? false : 'python3-azure, python3-msal are not installed'

export interface Run {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A hanging client must not hang the suite. */
const clientTimeoutMs = 90_000

export function run(command: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Run> {
  const { promise, resolve } = Promise.withResolvers<Run>()
  const options = { env: { PATH: process.env.PATH, ...env }, timeout: clientTimeoutMs, killSignal: 'SIGKILL' } as const
  execFile(command, args, options, (error, out, err) => {
    resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err })
  })
  return promise
}

/** A program that prints JSON, one line at a time: where a person has to go, and at the end what came of it. */
export interface Conversation {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Called for every line but the last one; what it gives is the program's next line of input. */
  readonly answer: (told: Json) => Promise<string | undefined>
  /** Ends the program, which then fails with the reason. */
  readonly signal?: AbortSignal
}

/** Gives the `result` of the last line; fails with what the program said about its failure. */
export async function converse<T>({ command, args, env, answer, signal }: Conversation): Promise<T> {
  const child = spawn(command, args, { env: { PATH: process.env.PATH, ...env } })
  const stopping = AbortSignal.any([AbortSignal.timeout(clientTimeoutMs), ...(signal === undefined ? [] : [signal])])
  const stopped = Promise.withResolvers<never>()
  stopped.promise.catch(() => undefined)
  const stop = () => {
    child.kill('SIGKILL')
    stopped.reject(stopping.reason)
  }
  stopping.addEventListener('abort', stop)
  const err: string[] = []
  child.stderr.on('data', (text) => err.push(String(text)))
  const ended = once(child, 'close')
  let last: Json = {}
  try {
    for await (const line of createInterface(child.stdout)) {
      last = JSON.parse(line) as Json
      if ('result' in last) continue
      const reply = await Promise.race([answer(last), stopped.promise])
      if (reply !== undefined) child.stdin.write(`${reply}\n`)
    }
    await ended
  } finally {
    stopping.removeEventListener('abort', stop)
    stop()
  }
  if ('result' in last) return last.result as T
  throw new Error(`${args.join(' ')}: ${err.join('')}${JSON.stringify(last)}`, { cause: stopping.reason })
}

/** Runs a program of `programs/` in a process of its own and gives what it printed as JSON. */
export async function runClient<T>(
  world: World,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<T> {
  const file = fileURLToPath(new URL(`programs/${program}.ts`, import.meta.url))
  const { code, out, err } = await run(process.execPath, [file, ...args], { ...settingsOf(world), ...env })
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${err}${out}`)
  return JSON.parse(out) as T
}

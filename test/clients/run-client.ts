import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { World } from '../world.ts'

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
  }
}

export interface Run {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A hanging client must not hang the suite. */
const clientTimeoutMs = 60_000

export function run(command: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Run> {
  const { promise, resolve } = Promise.withResolvers<Run>()
  const options = { env: { PATH: process.env.PATH, ...env }, timeout: clientTimeoutMs, killSignal: 'SIGKILL' } as const
  execFile(command, args, options, (error, out, err) => {
    resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err })
  })
  return promise
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

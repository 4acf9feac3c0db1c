import { join } from 'node:path'
import { commands } from '../src/cli/index.ts'
import { runProgram } from '../src/cli/program.ts'
import { createScreen } from '../src/cli/terminal.ts'
import type { World } from './world.ts'

/** Commands in this process, as a program that calls them sees them. */

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Running {
  readonly env?: Readonly<Record<string, string>>
  /** What somebody says when asked; null when nobody is there. */
  readonly answer?: boolean | null
}

export async function runCommand(argv: readonly string[], { env = {}, answer = null }: Running = {}): Promise<Ran> {
  const out: string[] = []
  const err: string[] = []
  const code = await runProgram(commands, {
    argv,
    version: '1.2.3',
    terminal: {
      out: createScreen({ write: (text) => out.push(text) }, {}),
      err: createScreen({ write: (text) => err.push(text) }, {}),
      confirm: answer === null ? null : () => Promise.resolve(answer),
    },
    env,
    signal: new AbortController().signal,
  })
  return { code, out: out.join(''), err: err.join('') }
}

/** Runs a command of the tenant against a world, with the administration's profile. */
export function runAsAdministration(world: World, argv: readonly string[], answer: boolean | null = null) {
  const { clientId, clientSecret } = world.setUp.administration
  const connection = connectionOf(world, clientId)
  return runCommand([...argv, ...connection], { env: { ENTRAIN_CLIENT_SECRET: clientSecret }, answer })
}

/** Runs a command about the world's job, as its first client. */
export function runAsConnector(world: World, argv: readonly string[], answer: boolean | null = null) {
  const { clientId, clientSecret, servicePrincipalId } = world.setUp
  const connection = [...connectionOf(world, clientId), '--service-principal', servicePrincipalId]
  return runCommand([...argv, ...connection], { env: { ENTRAIN_CLIENT_SECRET: clientSecret }, answer })
}

function connectionOf({ origin, setUp, config }: World, clientId: string): readonly string[] {
  const who = ['--graph-url', origin, '--tenant', setUp.tenantId, '--client-id', clientId]
  return [...who, '--ca-file', join(config.dataDirectory, 'ca.pem')]
}

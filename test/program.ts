import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The program as its users run it: `bin/entrain.js` in a process of its own. */

const launcher = fileURLToPath(new URL('../bin/entrain.js', import.meta.url))
/** A command that hangs must not hang the suite. */
const commandTimeoutMs = 60_000
/** A server lives as long as the tests that use it, but not longer than the suite may take. */
const serverTimeoutMs = 280_000

export interface Finished {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Starts the program; it is ended when it takes too long. */
export function begin(args: readonly string[], timeoutMs = commandTimeoutMs) {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', COLUMNS: '160' }
  const child = spawn(process.execPath, [launcher, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  const texts = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    texts.out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    texts.err += chunk.toString()
  })
  const finished = once(child, 'close').then(([code]: (number | null)[]): Finished => {
    clearTimeout(timer)
    return { code: code ?? null, ...texts }
  })
  return { child, finished }
}

export function entrain(...args: readonly string[]): Promise<Finished> {
  return begin(args).finished
}

/** What `init --json` prints. */
export interface Installation {
  readonly folder: string
  readonly origin: string
  readonly caFile: string
  readonly tenantId: string
  readonly clientId: string
  readonly clientSecret: string
  readonly servicePrincipalId: string
  readonly jobId: string
}

export async function init(folder: string, port: number): Promise<Installation> {
  const { code, out, err } = await entrain('init', '--json', '--data', folder, '--port', String(port))
  if (code !== 0) throw new Error(`init ended with ${code}: ${err}`)
  return { ...(JSON.parse(out) as Installation), folder }
}

export interface Server {
  /** Asks it to stop, and gives how it ended. */
  stop(): Promise<Finished>
}

/** `start`, once it says that it is ready. */
export async function start(folder: string, port: number, options: readonly string[] = []): Promise<Server> {
  const quiet = ['--log-level', 'silent', '--throttle', 'off', '--json', ...options]
  const { child, finished } = begin(['start', '--data', folder, '--port', String(port), ...quiet], serverTimeoutMs)
  const ready = await Promise.race([once(child.stdout, 'data'), finished])
  if ('code' in ready) throw new Error(`start ended with ${ready.code}: ${ready.err}`)
  return {
    stop() {
      child.kill('SIGTERM')
      return finished
    },
  }
}

/** An installation that runs, on an empty folder that goes away at the end. */
export async function runInstallation() {
  const root = await mkdtemp(join(tmpdir(), 'entrain-program-'))
  const folder = join(root, 'data')
  const port = await freePort()
  const installation = await init(folder, port)
  const server = await start(folder, port)
  return {
    ...installation,
    root,
    port,
    server,
    async [Symbol.asyncDispose]() {
      await server.stop()
      await rm(root, { recursive: true, force: true })
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** A POST whose body can be held back. */
export function openPost(url: string, { caFile }: Installation, headers: Readonly<Record<string, string>>) {
  const outgoing = request(url, { method: 'POST', ca: readFileSync(caFile), headers, agent: false })
  const status = once(outgoing, 'response').then(([response]) => {
    response.resume()
    return Number(response.statusCode)
  })
  return { outgoing, status }
}

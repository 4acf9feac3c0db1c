import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Initialized } from '../src/cli/init.ts'
import { domain } from './people.ts'

/** A running `entrain start`. */
export interface ServerProcess {
  readonly pid: number
  /** Highest memory in use so far (resident set), MiB. */
  peakRssMiB(): number
  /** Processor time used so far by all its threads, microseconds; null where the system does not tell. */
  cpuMicros(): number | null
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>
}

const launcher = fileURLToPath(new URL('../bin/entrain.js', import.meta.url))
const stopMsMax = 30_000
const readyMsMax = 60_000
/** Linux counts processor time in hundredths of a second (USER_HZ). */
const tickMicros = 10_000

/** Sets up a data folder in a new port's name: tokens stay valid over a restart only if the origin stays. */
export async function initialize(folder: string, port: number): Promise<Initialized> {
  const text = execFileSync(
    process.execPath,
    [launcher, 'init', '--json', '--data', folder, '--port', String(port), '--domain', domain],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  )
  return JSON.parse(text) as Initialized
}

/** Resolves when the server says that it listens. What it logs goes to `server.log` in the folder. */
export async function startServer(folder: string, port: number): Promise<ServerProcess> {
  const logFile = join(folder, 'server.log')
  const log = openSync(logFile, 'a')
  const child = spawn(
    process.execPath,
    [launcher, 'start', '--json', '--data', folder, '--port', String(port), '--throttle', 'off'],
    { stdio: ['ignore', 'pipe', log] },
  )
  closeSync(log)
  const ready = await readReadyLine(child).catch((error: unknown) => {
    child.kill('SIGKILL')
    throw new Error(`The server did not start; the end of its log:\n${endOf(logFile)}`, { cause: error })
  })
  return {
    pid: ready.pid,
    peakRssMiB: () => readPeakRss(ready.pid),
    cpuMicros: () => readCpuMicros(ready.pid),
    stop: () => stopChild(child, logFile),
  }
}

async function readReadyLine(child: ChildProcess): Promise<{ readonly pid: number }> {
  if (child.stdout === null) throw new Error('the server has no standard output')
  const lines = createInterface({ input: child.stdout })
  const signal = AbortSignal.timeout(readyMsMax)
  const exited = once(child, 'exit', { signal }).then(([code]: unknown[]) => {
    throw new Error(`it ended with code ${String(code)}`)
  })
  // Whichever is not first must not count as unhandled later.
  exited.catch(() => undefined)
  const [line] = await Promise.race([once(lines, 'line', { signal }), exited])
  return JSON.parse(String(line)) as { pid: number }
}

async function stopChild(child: ChildProcess, logFile: string): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) {
    throw new Error(`The server ended by itself; the end of its log:\n${endOf(logFile)}`)
  }
  const exited = once(child, 'exit', { signal: AbortSignal.timeout(stopMsMax) })
  child.kill('SIGTERM')
  const [code] = (await exited) as unknown[]
  if (code !== 0) throw new Error(`The server ended with code ${String(code)}:\n${endOf(logFile)}`)
}

function endOf(logFile: string): string {
  return readFileSync(logFile, 'utf8').split('\n').slice(-20).join('\n')
}

function readPeakRss(pid: number): number {
  if (process.platform !== 'linux') {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024
  }
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status has no VmHWM`)
  return Number(kibibytes) / 1024
}

function readCpuMicros(pid: number): number | null {
  if (process.platform !== 'linux') return null
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // proc(5): the fields after the name in brackets begin with the state, number 3; user and system time are 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * tickMicros
}

/** A port that nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  server.listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  return address.port
}

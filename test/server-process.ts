import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('../bin/entrain.js', import.meta.url))

export interface ServerProcess {
  /** Resolves with the origin once the server is ready; rejects when it ends before. */
  readonly ready: Promise<string>
  /** Ends the process at once, as a power cut would (SIGKILL). */
  kill(): Promise<void>
  /** Asks it to finish what is in hand and waits for the end. Answers with the exit code. */
  stop(): Promise<number | null>
}

/** The server as a process of its own, started by the launcher, on plain HTTP of this machine. Port 0 takes a free one. */
export function startServerProcess(dataDirectory: string, port: number, more: readonly string[] = []): ServerProcess {
  const options = ['--data', dataDirectory, '--host', '127.0.0.1', '--port', String(port), '--http', ...more]
  const child = spawn(
    process.execPath,
    [launcher, 'start', '--json', '--throttle', 'off', '--log-level', 'error', ...options],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = once(child, 'exit')
  const ready = readOrigin(child)
  // Whoever kills it while it starts does not wait for this.
  ready.catch(() => undefined)
  return {
    ready,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async stop() {
      child.kill('SIGTERM')
      const [code] = await exited
      return code
    },
  }
}

async function readOrigin(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the server has no standard output')
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line).origin
  throw new Error('the server ended before it was ready')
}

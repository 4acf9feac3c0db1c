import { createGraphClient } from '../client.ts'
import type { CommandContext } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { type ConnectionFlags, readConnectionSettings } from '../connection-settings.ts'
import { isJsonObject, type JsonObject, parseJson } from '../json-value.ts'
import { jsonBody } from '../schema/session.ts'
import type { Terminal } from '../terminal.ts'
import { findJob } from '../upload/job-target.ts'

export interface JobFlags extends ConnectionFlags {
  readonly json?: true
}

/** A job at the other end of the line. Paths are below the job. */
export interface JobSession {
  readonly jobId: string
  readonly terminal: Terminal
  readonly isJson: boolean
  get(path?: string): Promise<JsonObject>
  /** Undefined when the answer has no body. */
  send(method: 'POST' | 'PATCH' | 'DELETE', path?: string, body?: unknown): Promise<JsonObject | undefined>
  /** The items of a collection, page after page. */
  items(path: string): AsyncGenerator<JsonObject, void>
  setExitCode(code: number): void
}

/** Finds the job, does the work and hangs up. */
export async function withJob(
  flags: JobFlags,
  { terminal, env, signal, setExitCode }: CommandContext,
  work: (session: JobSession) => Promise<void>,
): Promise<void> {
  const settings = readConnectionSettings(flags, env)
  const client = createGraphClient(settings)
  try {
    const { jobId, path } = await findJob(client, settings, signal)
    await work({
      jobId,
      terminal,
      isJson: flags.json === true,
      setExitCode,
      get: (below = '') => client.getJson(`${path}${below}`, { signal }),
      items: (below) => client.items(`${path}${below}`, signal),
      async send(method, below = '', body = undefined) {
        const { body: text } = await client.send({ method, path: `${path}${below}`, ...jsonBody(body), signal })
        if (text === '') return undefined
        const answer = parseJson(text)
        if (isJsonObject(answer)) return answer
        throw new CommandError('server', `${method} ${path}${below} was answered with something else than JSON.`)
      },
    })
  } finally {
    client.close()
  }
}

import { createGraphClient, type GraphClient } from '../client.ts'
import type { CommandContext } from '../command.ts'
import { CommandError } from '../command-error.ts'
import { type ConnectionFlags, readConnectionSettings } from '../connection-settings.ts'
import { isJsonObject, type JsonObject, parseJson } from '../json-value.ts'
import type { Screen } from '../terminal.ts'
import { findJob } from '../upload/job-target.ts'

export interface SchemaFlags extends ConnectionFlags {
  readonly json?: true
}

/** A job's schema at the other end of the line. */
export interface SchemaSession {
  readonly client: GraphClient
  /** Path of the schema, below the API's version. */
  readonly path: string
  readonly out: Screen
  readonly err: Screen
  readonly isJson: boolean
  readonly signal: AbortSignal
  setExitCode(code: number): void
  get(path?: string): Promise<JsonObject>
  /** A POST that answers with JSON. */
  post(path: string, body?: unknown): Promise<JsonObject>
}

/** Finds the job, does the work and hangs up. */
export async function withSchema(
  flags: SchemaFlags,
  { terminal, env, signal, setExitCode }: CommandContext,
  work: (session: SchemaSession) => Promise<void>,
): Promise<void> {
  const settings = readConnectionSettings(flags, env)
  const client = createGraphClient(settings)
  try {
    const path = `${(await findJob(client, settings, signal)).path}/schema`
    await work({
      client,
      path,
      ...terminal,
      isJson: flags.json === true,
      signal,
      setExitCode,
      get: (below = '') => client.getJson(`${path}${below}`, { signal }),
      async post(below, body) {
        const { body: text } = await client.send({ method: 'POST', path: `${path}${below}`, ...jsonBody(body), signal })
        const answer = parseJson(text)
        if (isJsonObject(answer)) return answer
        throw new CommandError('server', `POST ${path}${below} was answered with something else than JSON.`)
      },
    })
  } finally {
    client.close()
  }
}

export function jsonBody(body: unknown): {
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
} {
  return body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

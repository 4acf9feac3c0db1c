import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { SimulationReport } from '../../model/simulation.ts'
import type { SessionMode } from '../../model/upload-session.ts'
import type { GraphClient } from '../client.ts'
import { CommandError } from '../command-error.ts'
import { GraphError } from '../graph-error.ts'
import { isJsonObject, type JsonObject, listAt, numberAt, parseJson, textAt } from '../json-value.ts'
import type { BulkRequest } from '../people/to-bulk-requests.ts'
import { parseSimulationReport } from './simulation-report.ts'

/** Where sessions are: the job's path, and who asks. */
export interface SessionPlace {
  readonly client: GraphClient
  /** Path of the job. */
  readonly path: string
  readonly signal?: AbortSignal
}

/** An upload session of the server, as much as the program needs of it. */
export interface OpenSession {
  readonly id: string
  readonly mode: string
  readonly state: string
  readonly label: string
  /** The number behind the largest chunk received. */
  readonly nextChunk: number
  /** Numbers below `nextChunk` that were not received; not all of them when they are many. */
  readonly missing: readonly number[]
  readonly missingCount: number
}

const fileNameLengthMax = 120

/** Names the file and its contents, so that a session is never gone on with by another file. */
export function toLabel(file: string, requests: readonly BulkRequest[]): string {
  const hash = createHash('sha256')
  for (const { body } of requests) hash.update(body)
  return `${basename(file).slice(0, fileNameLengthMax)} sha256:${hash.digest('hex')}`
}

export async function beginSession(
  place: SessionPlace,
  request: { readonly mode: SessionMode; readonly label: string },
): Promise<OpenSession> {
  try {
    return toSession(await post(place, 'uploadSessions', request))
  } catch (error) {
    if (!(error instanceof GraphError) || ![400, 404, 405].includes(error.status)) throw error
    const hint = 'Upload sessions, snapshots and simulations are Entrain’s own: is this server one, and new enough?'
    throw new CommandError('server', error.message, hint)
  }
}

export async function readSession({ client, path, signal }: SessionPlace, id: string): Promise<OpenSession> {
  return toSession(await client.getJson(`${path}/uploadSessions/${encodeURIComponent(id)}`, { signal }))
}

/** Answers with the ids of the uploads: the n-th chunk's is the n-th, a snapshot has one more at its end. */
export async function commitSession(place: SessionPlace, id: string, chunkCount: number): Promise<readonly string[]> {
  const committed = await post(place, `uploadSessions/${encodeURIComponent(id)}/commit`, { chunkCount })
  return listAt(committed, 'uploadIds').filter((each) => typeof each === 'string')
}

export async function previewSession(
  place: SessionPlace,
  id: string,
  request: { readonly chunkCount: number; readonly detailMax: number },
): Promise<SimulationReport> {
  return parseSimulationReport(await post(place, `uploadSessions/${encodeURIComponent(id)}/preview`, request))
}

/** Also when the user has pressed Ctrl-C: so it takes no signal. */
export async function abandonSession({ client, path }: SessionPlace, id: string): Promise<void> {
  await client.send({ method: 'DELETE', path: `${path}/uploadSessions/${encodeURIComponent(id)}` })
}

async function post({ client, path, signal }: SessionPlace, below: string, body: object): Promise<JsonObject> {
  const { body: text } = await client.send({
    method: 'POST',
    path: `${path}/${below}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  })
  const value = parseJson(text)
  if (!isJsonObject(value))
    throw new CommandError('server', `The server answered ${below} with something else than JSON.`)
  return value
}

function toSession(value: JsonObject): OpenSession {
  return {
    id: textAt(value, 'id') ?? '',
    mode: textAt(value, 'mode') ?? '',
    state: textAt(value, 'state') ?? '',
    label: textAt(value, 'label') ?? '',
    nextChunk: numberAt(value, 'nextChunk') ?? 0,
    missing: listAt(value, 'missingChunks').filter((each) => typeof each === 'number'),
    missingCount: numberAt(value, 'missingChunkCount') ?? 0,
  }
}

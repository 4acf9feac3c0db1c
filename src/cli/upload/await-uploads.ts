import type { GraphClient } from '../client.ts'
import { isJsonObject, type JsonObject, listAt, numberAt, textAt } from '../json-value.ts'
import { pause } from '../pause.ts'
import { type RowOutcome, toRowOutcome, unknownOutcome } from './outcome.ts'
import type { SentRequest } from './send-requests.ts'

export interface AwaitOptions {
  readonly client: GraphClient
  /** Path of the job. */
  readonly path: string
  /** Waiting ends when nothing has happened for so long. */
  readonly patienceMs: number
  readonly onProgress: (settledPeople: number) => void
  readonly signal: AbortSignal
}

/** The server holds an answer back for at most so long when nothing has changed (RFC 7240 section 4.3). */
const waitSeconds = 20
const readersMax = 4
const pauseFirstMs = 100
const pauseMaxMs = 2_000

export interface AwaitedOutcomes {
  readonly outcomes: readonly RowOutcome[]
  /** Remarks about whole uploads, each once. */
  readonly warnings: readonly string[]
}

/** Reads the status resources until all uploads are completed; what is still open at the end has the state `staged`. */
export async function awaitUploads(sent: readonly SentRequest[], options: AwaitOptions): Promise<AwaitedOutcomes> {
  const statuses: JsonObject[] = []
  const settled = new Array<number>(sent.length).fill(0)
  let movedAt = performance.now()
  const isPatient = () => performance.now() - movedAt < options.patienceMs && !options.signal.aborted

  async function follow(index: number, uploadId: string): Promise<void> {
    for (let pauseMs = pauseFirstMs; isPatient(); pauseMs = Math.min(pauseMs * 2, pauseMaxMs)) {
      const status = await readStatus(uploadId, options)
      statuses[index] = status
      const now = countSettled(status)
      if (now !== settled[index]) movedAt = performance.now()
      settled[index] = now
      options.onProgress(settled.reduce((sum, count) => sum + count, 0))
      if (textAt(status, 'status') === 'completed') return
      await pause(pauseMs, options.signal)
    }
  }

  const queue = sent.entries()
  await Promise.all(
    Array.from({ length: readersMax }, async () => {
      for (const [index, { uploadId }] of queue) if (uploadId !== null) await follow(index, uploadId)
    }),
  )
  return {
    outcomes: sent.flatMap((each, index) => toOutcomes(each, statuses[index])),
    warnings: [...new Set(sent.flatMap((each, index) => warningsOf(each, statuses[index])))],
  }
}

/** Waits until one upload is completed; answers with its counts by state, null when patience ended before. */
export async function awaitStatus(
  uploadId: string,
  options: Pick<AwaitOptions, 'client' | 'path' | 'patienceMs'> & { readonly signal?: AbortSignal },
): Promise<Readonly<Record<string, number>> | null> {
  const startedAt = performance.now()
  const signal = options.signal ?? new AbortController().signal
  while (performance.now() - startedAt < options.patienceMs && !signal.aborted) {
    const status = await readStatus(uploadId, { ...options, signal })
    if (textAt(status, 'status') === 'completed') {
      const counts = isJsonObject(status.counts) ? Object.entries(status.counts) : []
      return Object.fromEntries(counts.flatMap(([state, count]) => (typeof count === 'number' ? [[state, count]] : [])))
    }
    await pause(pauseFirstMs, signal)
  }
  return null
}

type ReadOptions = Pick<AwaitOptions, 'client' | 'path' | 'signal'>

function readStatus(uploadId: string, { client, path, signal }: ReadOptions): Promise<JsonObject> {
  return client.getJson(`${path}/uploads/${encodeURIComponent(uploadId)}`, {
    headers: { prefer: `wait=${waitSeconds}` },
    signal,
  })
}

function countSettled(status: JsonObject): number {
  const counts = isJsonObject(status.counts) ? status.counts : {}
  return Object.keys(counts).reduce((sum, state) => sum + (state === 'staged' ? 0 : (numberAt(counts, state) ?? 0)), 0)
}

/** The server points into the request; the reader knows lines of the file. */
function warningsOf({ request }: SentRequest, status: JsonObject | undefined): readonly string[] {
  return listAt(status, 'warnings').map((warning) => {
    const position = /^\/Operations\/(\d+)/i.exec(textAt(warning, 'target') ?? '')?.[1]
    const line = position === undefined ? undefined : request.operations[Number(position)]?.line
    const message = textAt(warning, 'message') ?? textAt(warning, 'code') ?? ''
    return line === undefined ? message : `Line ${line}: ${message}`
  })
}

function toOutcomes({ request, uploadId }: SentRequest, status: JsonObject | undefined): readonly RowOutcome[] {
  const byIndex = new Map(listAt(status, 'operations').map((each) => [numberAt(each, 'index'), each]))
  return request.operations.map((operation, index) => {
    const found = byIndex.get(index)
    return found === undefined ? unknownOutcome(operation, uploadId) : toRowOutcome(found, operation, uploadId ?? '')
  })
}

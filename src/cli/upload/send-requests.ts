import type { GraphClient } from '../client.ts'
import { GraphError } from '../graph-error.ts'
import type { BulkRequest } from '../people/to-bulk-requests.ts'
import type { Pacer } from './pacer.ts'

/** A request that the server has accepted (202). */
export interface SentRequest {
  readonly request: BulkRequest
  /** Null when the server has no status resource, as Microsoft's. */
  readonly uploadId: string | null
  /** The server's time of acceptance, milliseconds since 1970, as far as its `Date` header tells. */
  readonly acceptedAt: number
}

export interface SendResult {
  /** In the order of the requests. */
  readonly sent: readonly SentRequest[]
  /** What stopped the sending; null when everything was sent. */
  readonly failure: unknown
}

export interface SendOptions {
  readonly client: GraphClient
  /** Path of the job. */
  readonly path: string
  readonly pacer: Pacer
  readonly inFlightMax: number
  readonly onSent: (people: number) => void
  readonly signal: AbortSignal
}

interface Flight {
  readonly people: ReadonlySet<string>
  readonly done: Promise<void>
}

/**
 * Sends the requests in their order, several at a time. A request waits while one in flight carries the same person
 * or the manager of one of its people, so nobody is overtaken and managers arrive first when the file has them first.
 * After a failure nothing more is started.
 */
export async function sendRequests(requests: readonly BulkRequest[], options: SendOptions): Promise<SendResult> {
  const sent: SentRequest[] = []
  const flights = new Set<Flight>()
  let failure: unknown = null
  const fly = async (request: BulkRequest, index: number): Promise<void> => {
    try {
      sent[index] = await sendOne(request, options)
      options.onSent(request.operations.length)
    } catch (error) {
      failure ??= explainRefusal(error, request)
    }
  }
  for (const [index, request] of requests.entries()) {
    const awaited = peopleAwaitedBy(request)
    while (flights.size >= options.inFlightMax || overlaps(flights, awaited)) {
      await Promise.race([...flights].map(({ done }) => done))
    }
    await options.pacer(options.signal).catch((error: unknown) => {
      failure ??= error
    })
    if (failure !== null) break
    const done = fly(request, index).finally(() => flights.delete(flight))
    const flight: Flight = { people: peopleOf(request), done }
    flights.add(flight)
  }
  await Promise.all([...flights].map(({ done }) => done))
  return { sent: sent.filter((each) => each !== undefined), failure }
}

function overlaps(flights: ReadonlySet<Flight>, awaited: ReadonlySet<string>): boolean {
  return [...flights].some(({ people }) => [...awaited].some((id) => people.has(id)))
}

async function sendOne(request: BulkRequest, { client, path, signal }: SendOptions): Promise<SentRequest> {
  const answer = await client.send({
    method: 'POST',
    path: `${path}/bulkUpload`,
    headers: { 'content-type': 'application/scim+json' },
    body: request.body,
    signal,
  })
  const acceptedAt = Date.parse(answer.headers.date ?? '')
  return {
    request,
    uploadId: answer.headers['entrain-upload-id'] ?? null,
    acceptedAt: Number.isNaN(acceptedAt) ? Date.now() : acceptedAt,
  }
}

function peopleOf({ operations }: BulkRequest): ReadonlySet<string> {
  return new Set(operations.flatMap(({ externalId }) => (externalId === '' ? [] : [externalId.toLowerCase()])))
}

function peopleAwaitedBy({ operations }: BulkRequest): ReadonlySet<string> {
  const ids = operations.flatMap(({ externalId, managerId }) => [externalId.toLowerCase(), managerId.toLowerCase()])
  return new Set(ids.filter((id) => id !== ''))
}

/** The server names operations by their position in the request; the reader knows lines of the file. */
export function explainRefusal(error: unknown, { operations }: BulkRequest): unknown {
  if (!(error instanceof GraphError)) return error
  const message = error.message.replaceAll(/\/Operations\/(\d+)/g, (pointer, position) => {
    const line = operations[Number(position)]?.line
    return line === undefined ? pointer : `line ${line}, ${pointer}`
  })
  const lines = `${operations[0]?.line}–${operations.at(-1)?.line}`
  return new GraphError(error.status, error.code, `${message}\n  (request with lines ${lines})`, error.hint)
}

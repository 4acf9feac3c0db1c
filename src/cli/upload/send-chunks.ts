import { CommandError } from '../command-error.ts'
import type { BulkRequest } from '../people/to-bulk-requests.ts'
import type { Pacer } from './pacer.ts'
import { explainRefusal } from './send-requests.ts'
import type { OpenSession, SessionPlace } from './upload-session.ts'

export interface ChunkOptions extends SessionPlace {
  readonly signal: AbortSignal
  readonly pacer: Pacer
  readonly inFlightMax: number
  readonly onSent: (people: number) => void
}

/** Numbers of the chunks that the session still lacks. A chunk that it has may be sent again: that does no harm. */
export function chunksToSend({ nextChunk, missing, missingCount }: OpenSession, chunkCount: number): readonly number[] {
  // The server names only so many of the missing ones; behind the last named one everything counts as missing.
  const known = missing.length < missingCount ? (missing.at(-1) ?? -1) + 1 : nextChunk
  const listed = new Set(missing)
  return Array.from({ length: chunkCount }, (_, number) => number).filter(
    (number) => number >= known || listed.has(number),
  )
}

/** Sends chunks, several at a time; their order does not matter. Throws what stopped it. */
export async function sendChunks(
  { id }: OpenSession,
  chunks: readonly (readonly [number: number, request: BulkRequest])[],
  options: ChunkOptions,
): Promise<void> {
  const { client, path, signal, pacer, onSent } = options
  const queue = chunks.values()
  let failure: unknown
  const work = async (): Promise<void> => {
    for (const [number, request] of queue) {
      if (failure !== undefined) return
      try {
        await pacer(signal)
        await client.send({
          method: 'PUT',
          path: `${path}/uploadSessions/${encodeURIComponent(id)}/chunks/${number}`,
          headers: { 'content-type': 'application/scim+json' },
          body: request.body,
          signal,
        })
        onSent(request.operations.length)
      } catch (error) {
        failure ??= explainRefusal(error, request)
      }
    }
  }
  await Promise.all(Array.from({ length: options.inFlightMax }, work))
  if (failure !== undefined) throw failure
}

/** What was sent is kept for a day, and a commit whose answer was lost is done once: says how to go on. */
export function resumable(error: unknown, { id }: Pick<OpenSession, 'id'>, file: string): unknown {
  if (!(error instanceof CommandError) && !(error instanceof DOMException)) return error
  const hint = `Go on with: entrain upload ${file} --snapshot --resume ${id}`
  if (!(error instanceof CommandError)) return new CommandError('server', 'The upload was stopped.', hint)
  return new CommandError(error.reason, error.message, error.hint === null ? hint : `${error.hint}\n${hint}`)
}

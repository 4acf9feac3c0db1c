import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Staging } from '../../contracts/staging.ts'
import { EntrainError } from '../../model/error.ts'
import type { StagingAnswer, StagingRequest } from './staging-protocol.ts'
import { createUploadsReader } from './staging-reader.ts'
import { openStagingReader } from './staging-schema.ts'

/** Requests without their ticket, for each kind of them. */
type Untagged<Request> = Request extends unknown ? Omit<Request, 'ticket'> : never

interface Waiting {
  readonly resolve: (value: number) => void
  readonly reject: (error: unknown) => void
}

/** Opens the staging file with its writer in a thread of its own. */
export async function openSqliteStaging(file: string): Promise<Staging> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const worker = new Worker(new URL(`./staging-thread.${extension}`, import.meta.url), {
    workerData: { file },
    name: 'staging',
  })
  await once(worker, 'message')
  const reader = openStagingReader(file)
  const waiting = new Map<number, Waiting>()
  let tickets = 0
  worker.on('message', (answers: readonly StagingAnswer[]) => {
    for (const { ticket, value, error } of answers) {
      const caller = waiting.get(ticket)
      waiting.delete(ticket)
      if (value !== null) caller?.resolve(value)
      else
        caller?.reject(
          new EntrainError('unavailable', 'The upload could not be stored; nothing of it was kept. Send it again.', {
            cause: error,
          }),
        )
    }
  })
  worker.on('error', (error) => {
    for (const caller of waiting.values()) caller.reject(error)
    waiting.clear()
  })
  const ask = (request: Untagged<StagingRequest>, transfer: readonly ArrayBuffer[] = []): Promise<number> => {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    const ticket = ++tickets
    waiting.set(ticket, { resolve, reject })
    worker.postMessage({ ...request, ticket }, [...transfer])
    return promise
  }
  return {
    stage: (tenantId, upload) => ask({ kind: 'stage', tenantId, upload }, transferable(upload.body)),
    uploads: createUploadsReader(reader),
    purge: (request) => ask({ kind: 'purge', request }),
    async close() {
      await ask({ kind: 'close' })
      reader.close()
      await worker.terminate()
    },
  }
}

/** A buffer that holds nothing but the body can be moved instead of copied. */
function transferable(body: Uint8Array): ArrayBuffer[] {
  const { buffer } = body
  return buffer instanceof ArrayBuffer && buffer.byteLength === body.byteLength ? [buffer] : []
}

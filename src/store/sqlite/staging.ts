import { Worker } from 'node:worker_threads'
import type { Staging } from '../../contracts/staging.ts'
import { EntrainError } from '../../model/error.ts'
import type { StagingAnswer, StagingRequest, StagingValue } from './staging-protocol.ts'
import { createUploadsReader } from './staging-reader.ts'
import { openStagingReader } from './staging-schema.ts'
import { createSessionsReader } from './staging-session-reader.ts'
import { type AskSession, createSessions } from './staging-sessions.ts'

/** Requests without their ticket, for each kind of them. */
type Untagged<Request> = Request extends unknown ? Omit<Request, 'ticket'> : never

interface Waiting {
  readonly resolve: (value: StagingValue) => void
  readonly reject: (error: unknown) => void
}

export interface StagingOptions {
  /** The writing thread ended by itself; the next request starts it anew. */
  readonly onCrash?: (error: Error) => void
  /** Module that the thread runs. Default: staging-thread. */
  readonly module?: URL
}

/** Opens the staging file with its writer in a thread of its own. */
export async function openSqliteStaging(file: string, options: StagingOptions = {}): Promise<Staging> {
  let thread = startThread(file, options)
  await thread.ready
  const reader = openStagingReader(file)
  let isClosed = false
  const ask = (request: Untagged<StagingRequest>, transfer: readonly ArrayBuffer[] = []): Promise<StagingValue> => {
    if (isClosed) return Promise.reject(notStored('The server stops.'))
    if (thread.isDead()) thread = startThread(file, options)
    return thread.ask(request, transfer)
  }
  // The thread answers each kind of request with the value of that kind (staging-protocol.ts).
  const askForNumber = (request: Untagged<StagingRequest>, transfer?: readonly ArrayBuffer[]) =>
    ask(request, transfer) as Promise<number>
  const askSession = ((call, body) =>
    ask({ kind: 'session', call }, body === undefined ? [] : transferable(body))) as AskSession
  return {
    stage: (tenantId, upload) => askForNumber({ kind: 'stage', tenantId, upload }, transferable(upload.body)),
    uploads: createUploadsReader(reader),
    sessions: createSessions(askSession, createSessionsReader(reader)),
    purge: (request) => askForNumber({ kind: 'purge', request }),
    async close() {
      if (isClosed) return
      isClosed = true
      await thread.close()
      reader.close()
    },
  }
}

interface StagingThread {
  readonly ready: Promise<void>
  ask(request: Untagged<StagingRequest>, transfer: readonly ArrayBuffer[]): Promise<StagingValue>
  /** It ended: whoever waited was told so, and nothing more is answered. */
  isDead(): boolean
  /** Carries out what was asked before, then ends. */
  close(): Promise<void>
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

function startThread(file: string, { module, onCrash }: StagingOptions): StagingThread {
  const worker = new Worker(module ?? new URL(`./staging-thread.${extension}`, import.meta.url), {
    workerData: { file },
    name: 'staging',
  })
  const ready = Promise.withResolvers<void>()
  // Only the first start is waited for; later ones fail their requests.
  ready.promise.catch(() => undefined)
  const waiting = new Map<number, Waiting>()
  const state = { tickets: 0, isDead: false, isClosing: false }
  let failure: unknown
  worker.on('message', (message: 'ready' | readonly StagingAnswer[]) => {
    if (message === 'ready') ready.resolve()
    else settle(message, waiting)
  })
  worker.on('error', (error) => {
    failure = error
  })
  worker.on('exit', () => {
    state.isDead = true
    const error = failure instanceof Error ? failure : new Error('the staging thread ended by itself')
    ready.reject(error)
    if (!state.isClosing) onCrash?.(error)
    for (const caller of waiting.values()) caller.reject(notStored(error))
    waiting.clear()
  })
  const ask: StagingThread['ask'] = (request, transfer) => {
    const { promise, resolve, reject } = Promise.withResolvers<StagingValue>()
    const ticket = ++state.tickets
    waiting.set(ticket, { resolve, reject })
    worker.postMessage({ ...request, ticket }, [...transfer])
    return promise
  }
  return {
    ready: ready.promise,
    ask,
    isDead: () => state.isDead,
    async close() {
      state.isClosing = true
      if (!state.isDead) await ask({ kind: 'close' }, []).catch(() => undefined)
      await worker.terminate()
    },
  }
}

/** One bundle of answers per commit. */
function settle(answers: readonly StagingAnswer[], waiting: Map<number, Waiting>): void {
  for (const { ticket, value, error } of answers) {
    const caller = waiting.get(ticket)
    waiting.delete(ticket)
    if (value === null) caller?.reject(notStored(error))
    else caller?.resolve(value)
  }
}

function notStored(cause: unknown): EntrainError {
  return new EntrainError('unavailable', 'The upload could not be stored; nothing of it was kept. Send it again.', {
    cause,
  })
}

/** A buffer that holds nothing but the body can be moved instead of copied. */
function transferable(body: Uint8Array): ArrayBuffer[] {
  const { buffer } = body
  return buffer instanceof ArrayBuffer && buffer.byteLength === body.byteLength ? [buffer] : []
}

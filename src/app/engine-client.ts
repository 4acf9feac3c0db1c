import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { EngineCommand, EngineReport } from './engine-protocol.ts'

/** The engine's thread as the rest of the process sees it. */
export interface EngineClient {
  wake(tenantId: string, jobId: string): void
  /** Finishes the batch in hand, then ends the thread. */
  stop(): Promise<void>
}

/** Starts the engine in its own thread; resolves when it is ready. `onReport` hears of everything that it does. */
export async function startEngine(
  dataDirectory: string,
  onReport: (report: EngineReport) => void,
  onCrash: (error: Error) => void,
): Promise<EngineClient> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const worker = new Worker(new URL(`./engine-thread.${extension}`, import.meta.url), {
    workerData: { dataDirectory },
    name: 'engine',
  })
  await once(worker, 'message')
  worker.on('message', onReport)
  worker.on('error', (error) => onCrash(error instanceof Error ? error : new Error(String(error))))
  const tell = (command: EngineCommand): void => worker.postMessage(command)
  return {
    wake: (tenantId, jobId) => tell({ kind: 'wake', tenantId, jobId }),
    async stop() {
      const ended = once(worker, 'exit')
      tell({ kind: 'stop' })
      await ended
    },
  }
}

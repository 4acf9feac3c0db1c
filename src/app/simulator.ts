import { Worker } from 'node:worker_threads'
import { EntrainError } from '../model/error.ts'
import type { Simulate, SimulationReport, SimulationRequest } from '../model/simulation.ts'
import type { SimulationAnswer, SimulationTask } from './simulation-protocol.ts'

/** Simulations that wait for their turn; whoever comes after them is asked to come again. */
const waitingMax = 4
/** When it is worth asking again. */
const retryAfterSeconds = 10
/** A simulation that takes longer is given up. */
const simulationMsMax = 5 * 60_000
/** What a dry run keeps in memory at most, in MiB: people changed in it, not people in the directory. */
const memoryMiBMax = 2_048

export interface SimulatorOptions {
  readonly dataDirectory: string
  readonly clock: SharedArrayBuffer
}

export interface Simulator {
  readonly simulate: Simulate
  /** Gives up what runs and what waits. */
  close(): Promise<void>
}

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

/** Runs simulations one after the other, each in a thread of its own, so that the engine and the doors go on. */
export function createSimulator(options: SimulatorOptions): Simulator {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let running: Worker | null = null
  let isClosed = false

  const run = async (request: SimulationRequest): Promise<SimulationReport> => {
    if (isClosed) throw stopped()
    const task: SimulationTask = { request, ...options }
    running = new Worker(new URL(`./simulation-thread.${extension}`, import.meta.url), {
      workerData: task,
      name: 'simulation',
      resourceLimits: { maxOldGenerationSizeMb: memoryMiBMax },
    })
    try {
      return await hear(running)
    } finally {
      await running.terminate()
      running = null
    }
  }

  return {
    async simulate(request) {
      if (waiting >= waitingMax) throw busy()
      waiting++
      const turn = last.then(() => run(request))
      last = turn.catch(() => undefined)
      try {
        return await turn
      } finally {
        waiting--
      }
    },
    async close() {
      isClosed = true
      await running?.terminate()
      await last
    },
  }
}

/** The thread's one answer. */
async function hear(worker: Worker): Promise<SimulationReport> {
  const { promise, resolve, reject } = Promise.withResolvers<SimulationAnswer>()
  const timer = setTimeout(() => reject(tooLong()), simulationMsMax)
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', () => reject(stopped()))
  try {
    const answer = await promise
    if (answer.kind === 'report') return answer.report
    throw new EntrainError(answer.code, answer.message, { details: answer.details })
  } finally {
    clearTimeout(timer)
  }
}

function busy(): EntrainError {
  return new EntrainError('tooManyRequests', 'Other simulations are waiting already. Try again when they are done.', {
    headers: { 'Retry-After': String(retryAfterSeconds) },
  })
}

function tooLong(): EntrainError {
  return new EntrainError('unavailable', 'The simulation took too long and was given up. Nothing was changed.')
}

function stopped(): EntrainError {
  return new EntrainError('unavailable', 'The simulation ended before it was done. Nothing was changed. Try again.')
}

import type { HeldRecord, ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import { EntrainError } from '../model/error.ts'
import type { SimulationReport, SimulationSource } from '../model/simulation.ts'
import { evaluationOfAll, type JobProgress, type SynchronizationJob } from '../model/synchronization-job.ts'
import type { StagedUpload } from '../model/upload.ts'
import { settleAbsences } from './absence.ts'
import type { Batch } from './batch.ts'
import { type CycleDeps, settleUploads } from './cycle.ts'
import { type RetainedUploads, settleEvaluation } from './evaluation.ts'
import { deletesMax, type HeldPiece, judgeHeld, releaseHeld, stageHeld } from './held.ts'
import { compileJob, type JobProgram } from './job-program.ts'
import { planOptionsOf } from './plan-options.ts'
import type { SimulationTally } from './simulation-tally.ts'

export interface Simulation {
  readonly tenantId: string
  /** With the schema that is to decide. */
  readonly job: SynchronizationJob
  readonly source: SimulationSource
  /** Uploads that hold somebody's latest record. */
  readonly retained: RetainedUploads
  /** Hears of each log entry that the dry run would write. */
  readonly tally: SimulationTally
}

/** Uploads that are settled in one transaction of the dry run. */
const uploadsPerBatchMax = 100

/**
 * What would happen (ours): one whole cycle of the very same engine over a store that keeps nothing. Its `deps` must be
 * those of a dry run.
 */
export async function simulate(simulation: Simulation, deps: CycleDeps): Promise<SimulationReport> {
  const { source } = simulation
  const began = deps.clock.now()
  const cycle = new SimulatedCycle(simulation, deps)
  if (source.kind === 'retained') await cycle.evaluate()
  else await cycle.upload(source.bodies, source.isSnapshot)
  const threshold = await cycle.end()
  return { ...simulation.tally.report(), threshold, durationMs: Math.max(1, deps.clock.now() - began) }
}

class SimulatedCycle {
  readonly #simulation: Simulation
  readonly #deps: CycleDeps
  readonly #program: JobProgram
  /** Uploads that only this simulation has, by sequence. */
  readonly #pretended = new Map<number, StagedUpload>()
  #job: SynchronizationJob

  constructor(simulation: Simulation, deps: CycleDeps) {
    this.#simulation = simulation
    this.#deps = { ...deps, uploads: { read: (...request) => this.#read(deps, ...request) } }
    this.#job = simulation.job
    this.#program = requireProgram(simulation.job)
  }

  async upload(bodies: readonly Uint8Array[], isSnapshot: boolean): Promise<void> {
    // Behind everything that is there, as they would come.
    const first = Math.max(this.#job.progress.cursor, this.#simulation.retained.sequences.at(-1) ?? 0) + 1
    const uploads = bodies.map((body, position) => toUpload(first + position, body, this.#job.id))
    for (const upload of uploads) this.#pretended.set(upload.sequence, upload)
    this.#simulation.tally.begin(first)
    for (let start = 0; start < uploads.length; start += uploadsPerBatchMax) {
      const some = uploads.slice(start, start + uploadsPerBatchMax)
      await this.#settle((batch, transaction) => settleUploads(batch, some, transaction, this.#deps))
    }
    if (!isSnapshot) return
    const end = { ...toUpload(first + bodies.length, new Uint8Array(), this.#job.id), snapshotFrom: first }
    this.#pretended.set(end.sequence, end)
    while (this.#job.progress.cursor < end.sequence)
      await this.#settle((batch, transaction) => settleAbsences(batch, end, transaction, this.#deps))
  }

  async evaluate(): Promise<void> {
    const { retained } = this.#simulation
    const through = this.#job.progress.cursor
    this.#follow({ ...this.#job.progress, evaluation: { ...evaluationOfAll, through } })
    while (this.#job.progress.evaluation !== null)
      await this.#settle((batch, transaction) => settleEvaluation(batch, retained, transaction, this.#deps))
  }

  /** What was kept back is judged as at the end of a real cycle. */
  async end(): Promise<SimulationReport['threshold']> {
    const { provisioning } = this.#deps
    const limit = deletesMax(this.#job)
    const people = await provisioning.transaction(({ held }) => held.countPeople(this.#job.id))
    const verdict = await provisioning.transaction((transaction) => judgeHeld(this.#job, transaction))
    if (verdict.kind === 'release') await this.#release()
    if (verdict.kind === 'stage') await this.#stage()
    const wouldDisableOrDelete = limit === null ? this.#simulation.tally.deprovisioned() : people
    return { limit, wouldDisableOrDelete, exceeded: verdict.kind === 'stage' }
  }

  async #release(): Promise<void> {
    while (!(await this.#deps.provisioning.transaction(({ held }) => held.isEmpty(this.#job.id))))
      await this.#settle(async (batch, transaction) => (await releaseHeld(batch, transaction, this.#deps)).progress)
  }

  async #stage(): Promise<void> {
    let after: HeldRecord | null = null
    do {
      const from: HeldRecord | null = after
      await this.#settle(async (batch, transaction) => {
        const piece: HeldPiece = await stageHeld(batch, from, transaction, this.#deps)
        after = piece.after
        return piece.progress
      })
    } while (after !== null)
  }

  async #settle(work: (batch: Batch, transaction: ProvisioningTransaction) => Promise<JobProgress>): Promise<void> {
    const batch = this.#batch()
    this.#follow(await this.#deps.provisioning.transaction((transaction) => work(batch, transaction)))
  }

  #batch(): Batch {
    return {
      tenantId: this.#simulation.tenantId,
      job: this.#job,
      program: this.#program,
      options: planOptionsOf(this.#job),
      cycleId: 'simulation',
      timeBegan: new Date(this.#deps.clock.now()).toISOString(),
      deprovisioning: deletesMax(this.#job) === null ? 'apply' : 'hold',
      isCareful: false,
      isGivenUp: false,
      initiator: null,
    }
  }

  #follow(progress: JobProgress): void {
    this.#job = { ...this.#job, progress }
  }

  async #read(
    { uploads }: CycleDeps,
    tenantId: string,
    jobId: string,
    sequences: readonly number[],
  ): Promise<readonly StagedUpload[]> {
    const pretended = sequences.flatMap((sequence) => this.#pretended.get(sequence) ?? [])
    const real = sequences.filter((sequence) => !this.#pretended.has(sequence))
    return [...(await uploads.read(tenantId, jobId, real)), ...pretended]
  }
}

function requireProgram({ schema, schemaVersion }: SynchronizationJob): JobProgram {
  const { program, problems } = compileJob(schema, schemaVersion)
  if (program !== null) return program
  throw new EntrainError('invalidValue', 'The schema cannot run.', { details: problems })
}

function toUpload(sequence: number, body: Uint8Array, jobId: string): StagedUpload {
  const id = `simulated-${sequence}`
  return {
    sequence,
    id,
    jobId,
    requestId: id,
    clientRequestId: id,
    appId: '',
    receivedAt: 0,
    operationCount: 0,
    bodyBytes: body.byteLength,
    snapshotFrom: null,
    body,
  }
}

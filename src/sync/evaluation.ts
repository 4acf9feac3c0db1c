import type { ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import { type Evaluation, evaluationOfAll, type JobProgress } from '../model/synchronization-job.ts'
import type { Batch } from './batch.ts'
import { type CycleDeps, contextOf } from './cycle.ts'
import { importAgain } from './import.ts'
import { mergeRecords } from './merge.ts'
import { countTrails } from './progress.ts'
import type { SourceRecord } from './record.ts'
import { settleRecords } from './settle.ts'

/** Retained uploads that are looked at again in one transaction. */
export const evaluatedUploadsMax = 50

/** Uploads that hold somebody's latest record, and how many people there are. */
export interface RetainedUploads {
  /** Ascending, each once. */
  readonly sequences: readonly number[]
  readonly people: number
}

/** Fixes who takes part. From here on whoever asks for an evaluation asks for another one. */
export async function beginEvaluation(
  jobId: string,
  limits: Pick<Evaluation, 'through' | 'waitsFor'>,
  transaction: ProvisioningTransaction,
): Promise<JobProgress> {
  return transaction.advance(jobId, (before) => ({ ...before, evaluation: { ...evaluationOfAll, ...limits } }))
}

/**
 * Looks again at everybody whose latest record lies in one of the next retained uploads, as if it had been sent again
 * (provisioning-engine: "Cycle model"): after a change of the mapping, or a restart that resets the watermark.
 */
export async function settleEvaluation(
  batch: Batch,
  retained: RetainedUploads,
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<JobProgress> {
  const { job, tenantId } = batch
  const { after, through, waitsFor } = job.progress.evaluation ?? evaluationOfAll
  const last = through ?? job.progress.cursor
  const open = retained.sequences.filter((sequence) => sequence > after && sequence <= last)
  const uploadsMax = batch.isCareful ? 1 : evaluatedUploadsMax
  const some = open.slice(0, uploadsMax)
  let looked = 0
  let progress = job.progress
  for (const upload of await deps.uploads.read(tenantId, job.id, some)) {
    const read = importAgain(upload, batch.program, 'evaluation', deps.onDefect)
    const records = await keepLatest(read, batch, transaction)
    looked += records.length
    const settled = await settleRecords(records, contextOf(batch, transaction, deps))
    progress = await transaction.advance(job.id, (before) => countTrails(before, batch, settled))
  }
  const heldFrom = await transaction.held.firstUpload(job.id)
  const isDone = open.length <= uploadsMax
  const done = {
    after: some.at(-1) ?? last,
    through: last,
    waitsFor,
    completed: (progress.evaluation?.completed ?? 0) + looked,
    total: retained.people,
  }
  return transaction.advance(job.id, (before) => ({
    ...before,
    heldFrom,
    evaluation: isAskedAgain(before, last) ? before.evaluation : isDone ? null : done,
  }))
}

/** Whether the mapping changed once more while it was being looked at with the one before. */
function isAskedAgain({ evaluation }: JobProgress, through: number): boolean {
  return evaluation !== null && evaluation.through !== through
}

/** The records that are still the latest of people who are there. */
async function keepLatest(
  records: readonly SourceRecord[],
  batch: Batch,
  transaction: ProvisioningTransaction,
): Promise<readonly SourceRecord[]> {
  const named = records.filter(({ anchor }) => anchor !== '')
  const entries = await transaction.entries.find(
    batch.job.id,
    named.map(({ anchor }) => anchor),
  )
  const latest = named.filter(({ origin }, position) => {
    const entry = entries[position]
    return (
      entry !== undefined &&
      !entry.isAbsent &&
      entry.uploadSequence === origin.uploadSequence &&
      entry.operationIndex === origin.operationIndex
    )
  })
  return mergeRecords(latest, batch, transaction)
}

import type { Clock } from '../contracts/clock.ts'
import type { ProvisioningStore, ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import type { Target } from '../contracts/target.ts'
import type { EvaluationContext } from '../expression/evaluation.ts'
import type { JobProgress } from '../model/synchronization-job.ts'
import type { StagedUpload } from '../model/upload.ts'
import type { Batch } from './batch.ts'
import { importRecords, unreadRecords } from './import.ts'
import type { JobProgram } from './job-program.ts'
import { toHealedEntry, toLogEntry } from './log.ts'
import { prepareDefective, prepareRecord } from './prepare.ts'
import { countBatch } from './progress.ts'
import { compareArrival, type SourceRecord } from './record.ts'
import { settleReferences } from './settle-references.ts'
import { settleWave } from './settle-wave.ts'
import type { Prepared, Trail } from './trail.ts'
import { createTies } from './wave-ties.ts'
import { splitIntoWaves } from './waves.ts'

export interface CycleDeps {
  readonly provisioning: ProvisioningStore
  readonly targetFor: (transaction: ProvisioningTransaction) => Target
  readonly clock: Clock
  /** Clock, chance and the tenant's domains as expressions see them; made anew for each batch. */
  readonly evaluationContext: () => EvaluationContext
  /** `anchor` is null when no record of the upload could be read. */
  readonly onDefect: (error: unknown, anchor: string | null, upload: StagedUpload) => void
}

/**
 * Uploads that are decided together. A transaction holds several such pieces: the disk likes few large transactions, the
 * memory likes few people at a time.
 */
export const uploadsPerPieceMax = 10

/** Settles claimed uploads, all or nothing: import, scope, map, match, plan, apply, link, log. */
export async function settleBatch(batch: Batch, deps: CycleDeps): Promise<JobProgress> {
  return deps.provisioning.transaction(async (transaction) => {
    const { uploads } = batch
    let settled = batch.job.progress
    for (let start = 0; start < uploads.length; start += uploadsPerPieceMax) {
      const piece = { ...batch, uploads: uploads.slice(start, start + uploadsPerPieceMax) }
      settled = await settlePiece(piece, transaction, deps)
    }
    return settled
  })
}

async function settlePiece(batch: Batch, transaction: ProvisioningTransaction, deps: CycleDeps): Promise<JobProgress> {
  const { job, program, cycleId, options } = batch
  const began = deps.clock.now()
  const prepared = prepareBatch(batch, deps)
  const target = deps.targetFor(transaction)
  const linkedBy = new Map<string, SourceRecord>()
  const context = { jobId: job.id, program, options, transaction, target, linkedBy }
  const decided: Trail[] = []
  for (const wave of splitIntoWaves(prepared, createTies(program, target)))
    decided.push(...(await settleWave(wave, context)))
  const { trails, healed } = await settleReferences(decided.sort(byArrival), context)
  const at = deps.clock.now()
  const log = { jobId: job.id, cycleId, program, at, durationMs: Math.max(1, Math.round(at - began)) }
  const entries = [
    ...trails.map((trail) => toLogEntry(trail, log)),
    ...healed.map((reference) => toHealedEntry(reference, log)),
  ]
  await transaction.appendLog(entries)
  return transaction.advance(job.id, (progress) => countBatch(progress, batch, trails))
}

/** A defect of ours costs the record that shows it, not those that wait behind it. */
function prepareBatch({ uploads, program, isGivenUp }: Batch, deps: CycleDeps): Prepared[] {
  const context = deps.evaluationContext()
  return uploads.flatMap((upload) => {
    const records = readRecords(upload, program, deps)
    if (records === null) return unreadRecords(upload).map(prepareDefective)
    if (isGivenUp) return records.map(prepareDefective)
    return records.map((record) => {
      try {
        return prepareRecord(program, record, context)
      } catch (error) {
        deps.onDefect(error, record.anchor, upload)
        return prepareDefective(record)
      }
    })
  })
}

function readRecords(upload: StagedUpload, program: JobProgram, deps: CycleDeps): SourceRecord[] | null {
  try {
    return importRecords(upload, program)
  } catch (error) {
    deps.onDefect(error, null, upload)
    return null
  }
}

function byArrival(a: Trail, b: Trail): number {
  return compareArrival(a.record, b.record)
}

import type { Clock } from '../contracts/clock.ts'
import type { UploadsReader } from '../contracts/staging.ts'
import type { AuditEntry } from '../contracts/store-audits.ts'
import type { ProvisioningStore, ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import type { Target } from '../contracts/target.ts'
import type { EvaluationContext } from '../expression/evaluation.ts'
import type { JobProgress, Quarantine, SynchronizationJob } from '../model/synchronization-job.ts'
import type { StagedUpload } from '../model/upload.ts'
import { advanceSettled } from './advance.ts'
import type { Batch } from './batch.ts'
import { importRecords, unreadRecords } from './import.ts'
import { keepMerged, mergeRecords } from './merge.ts'
import type { SourceRecord } from './record.ts'
import { type SettleContext, settleRecords } from './settle.ts'

export interface CycleDeps {
  readonly provisioning: ProvisioningStore
  readonly uploads: Pick<UploadsReader, 'read'>
  readonly targetFor: (transaction: ProvisioningTransaction) => Target
  readonly clock: Clock
  /** Clock, chance and the tenant's domains as expressions see them; made anew for each piece. */
  readonly evaluationContext: () => EvaluationContext
  /** `anchor` is null when no record of the upload could be read. */
  readonly onDefect: (error: unknown, anchor: string | null, uploadId: string) => void
  /** The audit of a quarantine that began, changed its reason or ended; left out where nothing lasts. */
  readonly auditQuarantine?: (change: QuarantineChange) => AuditEntry
}

/** How the end of a cycle changed a job's quarantine. */
export interface QuarantineChange {
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  readonly cycleId: string
  readonly job: Pick<SynchronizationJob, 'id' | 'servicePrincipalId'>
  readonly before: Quarantine | null
  readonly after: Quarantine | null
}

/**
 * Uploads that are decided together. A transaction holds several such pieces: the disk likes few large transactions, the
 * memory likes few people at a time.
 */
export const uploadsPerPieceMax = 10

/** Settles claimed uploads in one transaction, all or nothing. */
export async function settleUploads(
  batch: Batch,
  uploads: readonly StagedUpload[],
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<JobProgress> {
  let settled = batch.job.progress
  for (let start = 0; start < uploads.length; start += uploadsPerPieceMax) {
    const piece = uploads.slice(start, start + uploadsPerPieceMax)
    settled = await settlePiece(batch, piece, transaction, deps)
  }
  return settled
}

async function settlePiece(
  batch: Batch,
  uploads: readonly StagedUpload[],
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<JobProgress> {
  const read = uploads.flatMap((upload) => readUpload(upload, batch, deps))
  const records = await mergeRecords(read, batch, transaction)
  const settled = await settleRecords(records, contextOf(batch, transaction, deps))
  await keepMerged(records, settled, batch, transaction)
  return advanceSettled(batch, settled, transaction, ({ cursor }) => ({
    // Never backwards: a restart may have purged what came after this batch while it ran.
    cursor: Math.max(cursor, uploads.at(-1)?.sequence ?? 0),
  }))
}

/** An upload that cannot be read costs its own operations, nothing else. */
function readUpload(upload: StagedUpload, { program }: Batch, deps: CycleDeps): SourceRecord[] {
  try {
    return importRecords(upload, program, 'upload')
  } catch (error) {
    deps.onDefect(error, null, upload.id)
    return unreadRecords(upload)
  }
}

/** What settling needs to know. */
export function contextOf(batch: Batch, transaction: ProvisioningTransaction, deps: CycleDeps): SettleContext {
  return {
    batch,
    transaction,
    target: deps.targetFor(transaction),
    clock: deps.clock,
    evaluationContext: deps.evaluationContext,
    onDefect: (error, { anchor, origin }) => deps.onDefect(error, anchor, origin.uploadId),
  }
}

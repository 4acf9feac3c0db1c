import type { ProvisioningTransaction, SourceEntry } from '../contracts/store-provisioning.ts'
import type { OperationOrigin } from '../model/provisioning-log.ts'
import type { JobProgress } from '../model/synchronization-job.ts'
import type { StagedUpload, Upload } from '../model/upload.ts'
import type { Batch } from './batch.ts'
import { type CycleDeps, contextOf } from './cycle.ts'
import { countTrails } from './progress.ts'
import type { SourceRecord } from './record.ts'
import { readRetained } from './retained.ts'
import { settleRecords } from './settle.ts'

/** People who are looked at in one transaction. */
export const absentPerPieceMax = 500

/** The end of a snapshot: whoever has no record since it began is gone from the source (ours). Some of them at a time. */
export async function settleAbsences(
  batch: Batch,
  end: StagedUpload,
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<JobProgress> {
  const { job } = batch
  const limit = batch.isCareful ? 1 : absentPerPieceMax
  const page = await transaction.entries.listBefore(job.id, {
    uploadSequence: end.snapshotFrom ?? 0,
    limit,
    afterAnchor: job.progress.absentAfter,
  })
  const isIgnored = job.options.absentPeople === 'ignore'
  const records = isIgnored ? [] : await readAbsent(page, toSnapshotEnd(end), batch, deps)
  const settled = await settleRecords(records, contextOf(batch, transaction, deps))
  const heldFrom = await transaction.held.firstUpload(job.id)
  const isDone = isIgnored || page.length < limit
  return transaction.advance(job.id, (progress) => ({
    ...countTrails(progress, batch, settled),
    heldFrom,
    absentAfter: isDone ? null : (page.at(-1)?.anchor ?? null),
    cursor: isDone ? Math.max(progress.cursor, end.sequence) : progress.cursor,
  }))
}

/** People who are gone, with what they sent last. */
export async function readAbsent(
  entries: readonly SourceEntry[],
  snapshotEnd: OperationOrigin,
  { tenantId, job, program }: Batch,
  { uploads, onDefect }: CycleDeps,
): Promise<SourceRecord[]> {
  const context = { tenantId, jobId: job.id, program, uploads, onDefect, cause: 'absence' } as const
  const records = await readRetained(entries, context)
  return records.map((record) => ({ ...record, presence: 'absent', snapshotEnd }))
}

/** The end of a snapshot has no operations; what became of the people whom it does not name stands under its first. */
export function toSnapshotEnd({ sequence, id, requestId }: Upload): OperationOrigin {
  return { uploadSequence: sequence, uploadId: id, requestId, operationIndex: 0, bulkId: '' }
}

import type { ProvisioningTransaction, SourceEntry } from '../contracts/store-provisioning.ts'
import type { OperationOrigin } from '../model/provisioning-log.ts'
import type { JobProgress } from '../model/synchronization-job.ts'
import type { StagedUpload, Upload } from '../model/upload.ts'
import { advanceSettled } from './advance.ts'
import type { Batch } from './batch.ts'
import { type CycleDeps, contextOf } from './cycle.ts'
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
  const snapshotEnd = toSnapshotEnd(end)
  const gone = isIgnored ? [] : page.map((entry) => ({ entry, snapshotEnd }))
  const settled = await settleRecords(await readAbsent(gone, batch, deps), contextOf(batch, transaction, deps))
  const isDone = isIgnored || page.length < limit
  return advanceSettled(batch, settled, transaction, ({ cursor }) => ({
    absentAfter: isDone ? null : (page.at(-1)?.anchor ?? null),
    cursor: isDone ? Math.max(cursor, end.sequence) : cursor,
  }))
}

/** Somebody whom a snapshot does not name. */
export interface Gone {
  readonly entry: SourceEntry
  readonly snapshotEnd: OperationOrigin
}

/** People who are gone, with what they sent last, in the same order. */
export async function readAbsent(gone: readonly Gone[], batch: Batch, deps: CycleDeps): Promise<SourceRecord[]> {
  const entries = gone.map(({ entry }) => entry)
  const records = await readRetained(entries, 'absence', batch, deps)
  return records.map((record, position): SourceRecord => {
    const snapshotEnd = gone[position]?.snapshotEnd
    return { ...record, presence: 'absent', ...(snapshotEnd && { snapshotEnd }) }
  })
}

/** The end of a snapshot has no operations; what became of the people whom it does not name stands under its first. */
export function toSnapshotEnd({ sequence, id, requestId }: Upload): OperationOrigin {
  return { uploadSequence: sequence, uploadId: id, requestId, operationIndex: 0, bulkId: '' }
}

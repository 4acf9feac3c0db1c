import type { ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import { EntrainError } from '../model/error.ts'
import type { Batch } from './batch.ts'
import { type CycleDeps, contextOf } from './cycle.ts'
import { mergeRecords } from './merge.ts'
import { readRetained } from './retained.ts'
import { type Settled, settleRecords } from './settle.ts'

/** Looks at some people again because somebody asked. Thresholds do not count. */
export async function settleDemand(
  batch: Batch,
  anchors: readonly string[],
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<Settled> {
  const entries = (await transaction.entries.find(batch.job.id, anchors)).map((entry, position) => {
    if (entry !== undefined) return entry
    throw new EntrainError('notFound', `The job has no record of '${anchors[position]}'.`)
  })
  const read = (await readRetained(entries, 'onDemand', batch, deps)).map((record, position) =>
    entries[position]?.isAbsent === true ? { ...record, presence: 'absent' as const } : record,
  )
  return settleRecords(await mergeRecords(read, batch, transaction), contextOf(batch, transaction, deps))
}

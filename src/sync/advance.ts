import type { ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import type { JobProgress } from '../model/synchronization-job.ts'
import type { Batch } from './batch.ts'
import { countTrails } from './progress.ts'
import type { Settled } from './settle.ts'

/** Counts what was settled, and says from which upload on records are held; `change` says what else is so now. */
export async function advanceSettled(
  batch: Batch,
  settled: Settled,
  transaction: Pick<ProvisioningTransaction, 'advance' | 'held'>,
  change: (progress: JobProgress) => Partial<JobProgress> = () => ({}),
): Promise<JobProgress> {
  const { id } = batch.job
  const heldFrom = await transaction.held.firstUpload(id)
  return transaction.advance(id, (progress) => ({
    ...countTrails(progress, batch, settled),
    heldFrom,
    ...change(progress),
  }))
}

import type { HeldRecord, ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import type { JobProgress, SynchronizationJob } from '../model/synchronization-job.ts'
import { readAbsent, toSnapshotEnd } from './absence.ts'
import { advanceSettled } from './advance.ts'
import type { Batch } from './batch.ts'
import { type CycleDeps, contextOf } from './cycle.ts'
import { keepMerged, mergeRecords } from './merge.ts'
import type { SourceRecord } from './record.ts'
import { readRetained } from './retained.ts'
import { findSetting } from './settings.ts'
import { type Settled, settleRecords } from './settle.ts'

/** Held records that are settled in one transaction. */
export const heldPerPieceMax = 500

/** What happens to held records when a cycle ends. */
export type HeldVerdict =
  | { readonly kind: 'none' }
  | { readonly kind: 'release' }
  /** Too many: the log tells of them, and the job rests. */
  | { readonly kind: 'stage'; readonly people: number; readonly limit: number }

/** What a new job has. It holds, too, when the setting is missing or not a number. */
const deletesMaxDefault = 500

/**
 * How many people one cycle may disable or delete (provisioning-engine: "Accidental deletion protection"); null = as many
 * as come. On unless `QuarantineTooManyDeletes` is `false`. Pure.
 */
export function deletesMax({ settings, options, progress }: SynchronizationJob): number | null {
  if (findSetting(settings, 'QuarantineTooManyDeletes')?.toLowerCase() === 'false') return null
  const { deletesPercentMax } = options
  const threshold = Number.parseInt(findSetting(settings, 'QuarantineTooManyDeletesThreshold') ?? '', 10)
  const isSet = Number.isSafeInteger(threshold) && threshold >= 0
  const byNumber = isSet ? threshold : deletesPercentMax === null ? deletesMaxDefault : null
  const byShare =
    deletesPercentMax === null ? null : Math.floor((progress.synchronizedEntries * deletesPercentMax) / 100)
  if (byNumber === null || byShare === null) return byNumber ?? byShare
  return Math.min(byNumber, byShare)
}

/** Judges what is held at the end of a cycle. */
export async function judgeHeld(
  job: SynchronizationJob,
  { held }: Pick<ProvisioningTransaction, 'held'>,
): Promise<HeldVerdict> {
  if (await held.isEmpty(job.id)) return { kind: 'none' }
  const limit = deletesMax(job)
  if (job.progress.releasesHeld || limit === null) return { kind: 'release' }
  const people = await held.countPeople(job.id)
  // Who was decided about one by one still counts, so that the decision does not let the others through.
  return people + job.progress.heldDecided <= limit ? { kind: 'release' } : { kind: 'stage', people, limit }
}

export interface HeldPiece {
  readonly progress: JobProgress
  /** Where to continue; null at the end. */
  readonly after: HeldRecord | null
}

/** Does what was kept back, some of it, in order of arrival. */
export async function releaseHeld(
  batch: Batch,
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<HeldPiece> {
  return settleHeld({ ...batch, deprovisioning: 'release' }, null, transaction, deps)
}

/** Tells the log of what stays held, some of it. */
export async function stageHeld(
  batch: Batch,
  after: HeldRecord | null,
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<HeldPiece> {
  return settleHeld({ ...batch, deprovisioning: 'hold' }, after, transaction, deps)
}

async function settleHeld(
  batch: Batch,
  after: HeldRecord | null,
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<HeldPiece> {
  const { job } = batch
  const stages = batch.deprovisioning === 'hold'
  const limit = batch.isCareful ? 1 : heldPerPieceMax
  const page = await transaction.held.list(job.id, limit, after)
  const taken = stages ? page.filter(({ isStaged }) => !isStaged) : page
  const settled = await settleTaken(batch, taken, transaction, deps)
  const progress = await advanceSettled(batch, settled, transaction)
  return { progress, after: page.length < limit ? null : (page.at(-1) ?? null) }
}

/** Settles held records and takes them out; what is still to be kept back is put in again. */
export async function settleTaken(
  batch: Batch,
  taken: readonly HeldRecord[],
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<Settled> {
  // Taken out first: what is still to be kept back is put in again.
  await transaction.held.remove(batch.job.id, taken)
  const read = await readHeld(taken, batch, transaction, deps)
  const records = await mergeRecords(read, batch, transaction)
  const stages = batch.deprovisioning === 'hold'
  const settled = await settleRecords(records, { ...contextOf(batch, transaction, deps), stages })
  await keepMerged(records, settled, batch, transaction)
  return settled
}

/** The records as they were when they were kept back, in the same order. */
async function readHeld(
  held: readonly HeldRecord[],
  batch: Batch,
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<SourceRecord[]> {
  const sent = held.filter(({ isAbsence }) => !isAbsence)
  const records = await readRetained(sent, 'release', batch, deps)
  const known = new Map<HeldRecord, SourceRecord>(await readGone(held, batch, transaction, deps))
  for (const [position, one] of sent.entries()) {
    const record = records[position]
    // The upload of what is repeated was answered long ago.
    if (record !== undefined) known.set(one, one.isRepeated === true ? { ...record, cause: 'evaluation' } : record)
  }
  return held.flatMap((one) => known.get(one) ?? [])
}

/** Those whom the end of a snapshot found missing, as far as they and the snapshot are still known. */
async function readGone(
  held: readonly HeldRecord[],
  batch: Batch,
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<readonly (readonly [HeldRecord, SourceRecord])[]> {
  const gone = held.filter(({ isAbsence }) => isAbsence)
  if (gone.length === 0) return []
  const { tenantId, job } = batch
  const sequences = [...new Set(gone.map(({ uploadSequence }) => uploadSequence))]
  const uploads = await deps.uploads.read(tenantId, job.id, sequences)
  const ends = new Map(uploads.map((end) => [end.sequence, toSnapshotEnd(end)] as const))
  const entries = await transaction.entries.find(
    job.id,
    gone.map(({ anchor }) => anchor),
  )
  const found = gone.flatMap((one, position) => {
    const [entry, snapshotEnd] = [entries[position], ends.get(one.uploadSequence)]
    return entry === undefined || snapshotEnd === undefined ? [] : [{ one, entry, snapshotEnd }]
  })
  const records = await readAbsent(found, batch, deps)
  return records.flatMap((record, position) => {
    const { one } = found[position] ?? {}
    return one === undefined ? [] : [[one, record] as const]
  })
}

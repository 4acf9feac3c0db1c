import type { Appointment, ProvisioningTransaction, SourceEntry } from '../contracts/store-provisioning.ts'
import type { JobProgress } from '../model/synchronization-job.ts'
import { advanceSettled } from './advance.ts'
import type { Batch } from './batch.ts'
import { type CycleDeps, contextOf } from './cycle.ts'
import { mergeRecords } from './merge.ts'
import { type SourceRecord, toAnchorKey } from './record.ts'
import { readRetained } from './retained.ts'
import { settleRecords } from './settle.ts'

/** People who are looked at in one transaction. */
export const duePerPieceMax = 500
/** Someone who cannot be looked at now, because a newer record is kept back, is looked at again after so long. */
const postponedMs = 60_000

/** Tries failures again whose time has come, and looks at those for whom a date came. */
export async function settleDue(
  batch: Batch,
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<JobProgress | null> {
  const { job } = batch
  const now = deps.clock.now()
  const due = onePerPerson(await transaction.appointments.listDue(job.id, now, batch.isCareful ? 1 : duePerPieceMax))
  if (due.length === 0) return null
  const entries = await transaction.entries.find(
    job.id,
    due.map(({ anchor }) => anchor),
  )
  const found = due.map((appointment, position) => ({ appointment, entry: entries[position] }))
  const records = await readDue(found, { ...deps, batch, transaction })
  await postpone(due, now, batch, transaction)
  await forgetUnknown(due, entries, batch, transaction)
  const settled = await settleRecords(records, contextOf(batch, transaction, deps))
  return advanceSettled(batch, settled, transaction)
}

/** A failure comes before a date: both lead to the same look. */
function onePerPerson(due: readonly Appointment[]): Appointment[] {
  const first = new Map<string, Appointment>()
  for (const appointment of due) {
    const key = toAnchorKey(appointment.anchor)
    if (first.get(key)?.kind !== 'escrow') first.set(key, appointment)
  }
  return [...first.values()]
}

interface Found {
  readonly appointment: Appointment
  readonly entry: SourceEntry | undefined
}

interface ReadContext extends CycleDeps {
  readonly batch: Batch
  readonly transaction: ProvisioningTransaction
}

const causes = { escrow: 'retry', date: 'date' } as const

async function readDue(
  found: readonly Found[],
  { batch, transaction, ...deps }: ReadContext,
): Promise<readonly SourceRecord[]> {
  const read: SourceRecord[] = []
  for (const kind of ['escrow', 'date'] as const) {
    const wanted = found.flatMap(({ appointment, entry }) =>
      appointment.kind === kind && entry !== undefined ? [entry] : [],
    )
    const records = await readRetained(wanted, causes[kind], batch, deps)
    read.push(...records.map((record, position) => withPresence(record, wanted[position])))
  }
  return mergeRecords(read, batch, transaction)
}

function withPresence(record: SourceRecord, entry: SourceEntry | undefined): SourceRecord {
  return entry?.isAbsent === true ? { ...record, presence: 'absent' } : record
}

/** Whatever comes of it, nobody is due twice for the same appointment. */
async function postpone(
  due: readonly Appointment[],
  now: number,
  { job }: Batch,
  { appointments }: ProvisioningTransaction,
): Promise<void> {
  await appointments.put(
    job.id,
    due.map((appointment) => ({ ...appointment, dueAt: now + postponedMs })),
  )
}

async function forgetUnknown(
  due: readonly Appointment[],
  entries: readonly (SourceEntry | undefined)[],
  { job }: Batch,
  { appointments }: ProvisioningTransaction,
): Promise<void> {
  const unknown = due.filter((_, position) => entries[position] === undefined)
  for (const { kind, anchor } of unknown) await appointments.remove(job.id, kind, [anchor])
}

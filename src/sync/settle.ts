import type { Clock } from '../contracts/clock.ts'
import type { HeldRecord, ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import type { Target } from '../contracts/target.ts'
import type { EvaluationContext } from '../expression/evaluation.ts'
import { keepAppointments } from './appointments.ts'
import type { Batch } from './batch.ts'
import { toHealedEntry, toLogEntry } from './log.ts'
import { watchClock } from './next-change.ts'
import { prepareDefective, prepareRecord } from './prepare.ts'
import { compareArrival, type SourceRecord, toAnchorKey } from './record.ts'
import { settleReferences } from './settle-references.ts'
import { settleWave } from './settle-wave.ts'
import type { Prepared, Trail } from './trail.ts'
import { createTies } from './wave-ties.ts'
import { splitIntoWaves } from './waves.ts'

export interface SettleContext {
  readonly batch: Batch
  readonly transaction: ProvisioningTransaction
  readonly target: Target
  readonly clock: Clock
  /** Clock, chance and the tenant's domains as expressions see them; made anew for each piece. */
  readonly evaluationContext: () => EvaluationContext
  readonly onDefect: (error: unknown, record: SourceRecord) => void
  /** What is kept back is told to the log: it waits for an administrator. */
  readonly stages?: boolean
}

/** What became of some records. */
export interface Settled {
  /** In order of arrival, without those that are kept back or were looked at in vain: of these nobody is told. */
  readonly told: readonly Trail[]
  readonly held: readonly Trail[]
  /** Records that are kept back, those that wait behind others as well. */
  readonly waiting: ReadonlySet<SourceRecord>
}

/** Settles some records, all of one job: scope, map, match, plan, apply, link, log. */
export async function settleRecords(records: readonly SourceRecord[], context: SettleContext): Promise<Settled> {
  const { batch, transaction, target, clock } = context
  const { job, program, options, deprovisioning } = batch
  const began = clock.now()
  const heldKeys = await findHeld(records, context)
  const prepared = prepareAll(records, context)
  const linkedBy = new Map<string, SourceRecord>()
  const wave = { jobId: job.id, program, options, transaction, target, linkedBy, deprovisioning, heldKeys }
  const decided: Trail[] = []
  for (const items of splitIntoWaves(prepared, createTies(program, target)))
    decided.push(...(await settleWave(items, wave)))
  const { held, waiting } = await keepHeld(prepared, decided, context)
  const open = decided.filter((trail) => trail.operation.kind !== 'hold').sort(byArrival)
  const { trails, healed } = await settleReferences(open, wave)
  await keepAppointments(trails, { jobId: job.id, transaction, now: clock.now() })
  const told = [...trails.filter(isNews), ...(context.stages === true ? held : [])]
  const durationMs = Math.max(1, Math.round(clock.now() - began))
  const log = { ...batch, jobId: job.id, at: clock.now(), durationMs }
  await transaction.appendLog([
    ...told.map((trail) => toLogEntry(trail, log)),
    ...healed.map((reference) => toHealedEntry(reference, log)),
  ])
  return { told, held, waiting }
}

/**
 * Whatever comes for people of whom something is kept back waits behind it. When it is staged, piece by piece, what comes
 * in a later piece came later.
 */
async function findHeld(
  records: readonly SourceRecord[],
  { batch, transaction, stages = false }: SettleContext,
): Promise<Set<string>> {
  const jobId = batch.job.id
  const isDecided = batch.deprovisioning === 'release' || batch.deprovisioning === 'reject'
  if (isDecided || (await transaction.held.isEmpty(jobId))) return new Set()
  const anchors = records.filter(({ anchor }) => anchor !== '').map(({ anchor }) => anchor)
  const answers = await transaction.held.holds(jobId, anchors, stages ? 'staged' : 'all')
  return new Set(anchors.filter((_, position) => answers[position] === true).map(toAnchorKey))
}

/** A defect of ours costs the record that shows it, not those that wait behind it. */
function prepareAll(records: readonly SourceRecord[], context: SettleContext): Prepared[] {
  const { program } = context.batch
  const prepare = watchClock(context.evaluationContext())
  return records.map((record) => {
    if (context.batch.isGivenUp) return prepareDefective(record)
    try {
      return prepare((evaluation) => prepareRecord(program, record, evaluation))
    } catch (error) {
      context.onDefect(error, record)
      return prepareDefective(record)
    }
  })
}

/** Writes down what is kept back: what would take accounts away, and what came for the same people after it. */
async function keepHeld(
  prepared: readonly Prepared[],
  decided: readonly Trail[],
  { batch, transaction, stages = false }: SettleContext,
): Promise<Pick<Settled, 'held' | 'waiting'>> {
  const held = decided.filter((trail) => trail.operation.kind === 'hold')
  const done = new Set(decided.map(({ record }) => record))
  // Looking again at somebody of whom a newer record waits would be in vain.
  const behind = prepared
    .map(({ record }) => record)
    .filter((record) => !done.has(record) && (record.cause === 'upload' || record.cause === 'release'))
  const records = [...held.map(({ record }) => record), ...behind]
  await transaction.held.put(
    batch.job.id,
    records.map((record) => toHeldRecord(record, stages)),
  )
  const latest = behind.map(({ anchor }) => anchor)
  const known = await transaction.entries.find(batch.job.id, latest)
  await transaction.entries.put(
    batch.job.id,
    behind.flatMap(({ anchor, origin }, position) => {
      const entry = known[position]
      return entry === undefined ? [] : [{ ...entry, anchor, ...placeOf(origin), isAbsent: false }]
    }),
  )
  return { held, waiting: new Set(records) }
}

function placeOf({ uploadSequence, operationIndex }: SourceRecord['origin']) {
  return { uploadSequence, operationIndex }
}

function toHeldRecord({ anchor, origin, snapshotEnd, presence, cause }: SourceRecord, isStaged: boolean): HeldRecord {
  const isRepeated = cause === 'evaluation' || cause === 'date'
  return { anchor, ...placeOf(snapshotEnd ?? origin), isAbsence: presence === 'absent', isRepeated, isStaged }
}

/** A date that came and changed nothing is not worth an entry. */
function isNews({ record, operation, lateReferences }: Trail): boolean {
  return !(record.cause === 'date' && operation.kind === 'skip' && lateReferences.length === 0)
}

function byArrival(a: Trail, b: Trail): number {
  return compareArrival(a.record, b.record)
}

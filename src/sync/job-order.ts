import type { TenantStore } from '../contracts/store.ts'
import type { HeldRecord, HeldRecordsStore, ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import { EntrainError } from '../model/error.ts'
import type { Initiator } from '../model/provisioning-log.ts'
import type { JobProgress, SynchronizationJob } from '../model/synchronization-job.ts'
import type { Batch } from './batch.ts'
import type { CycleDeps } from './cycle.ts'
import { settleDemand } from './demand.ts'
import { heldPerPieceMax, settleTaken } from './held.ts'
import { countLinksGained } from './progress.ts'
import { toAnchorKey } from './record.ts'
import type { Trail } from './trail.ts'

/** What somebody wants done at once. Only the engine writes people, so the doors ask it. */
export type JobOrder =
  /** People looked at now (Graph page "synchronizationJob: provisionOnDemand"). */
  | { readonly kind: 'provision'; readonly anchors: readonly string[]; readonly initiator: Initiator }
  /** Decides about staged deletes, of some people or of all (null). */
  | HeldDecision
  /** Links a person to an object, or forgets the link. */
  | { readonly kind: 'link'; readonly anchor: string; readonly targetId: string }
  | { readonly kind: 'unlink'; readonly anchor: string }
  /** Removes the job and what it knows. */
  | { readonly kind: 'remove' }

export interface HeldDecision {
  readonly kind: 'allow' | 'reject'
  readonly anchors: readonly string[] | null
  readonly initiator: Initiator
}

export interface OrderAnswer {
  /** The cycle under which the log has what was done. */
  readonly cycleId: string
  readonly people: number
}

export interface OrderContext {
  readonly job: SynchronizationJob
  readonly store: TenantStore
  readonly deps: CycleDeps
  /** A batch of a cycle of its own. Throws when the schema cannot run. */
  readonly batchOf: () => Batch
}

/** Carries out an order. Refuses with `notFound` or `conflict`. */
export async function carryOut(order: JobOrder, context: OrderContext): Promise<OrderAnswer> {
  const { job, store, deps, batchOf } = context
  switch (order.kind) {
    case 'provision': {
      const batch: Batch = { ...batchOf(), initiator: order.initiator, deprovisioning: 'release' }
      await store.provisioning.transaction((transaction) => provision(order.anchors, batch, transaction, deps))
      return { cycleId: batch.cycleId, people: order.anchors.length }
    }
    case 'allow':
    case 'reject':
      return decideHeld(order, context)
    case 'link':
      await store.provisioning.transaction((transaction) => link(order, job, transaction, deps))
      return { cycleId: '', people: 1 }
    case 'unlink': {
      const people = await store.provisioning.transaction((transaction) => unlink(order.anchor, job, transaction))
      return { cycleId: '', people }
    }
    case 'remove':
      await store.jobs.remove(job.id)
      return { cycleId: '', people: 0 }
  }
}

/** What was kept back of the people goes through first: it came before, or is the latest that is known. */
async function provision(
  anchors: readonly string[],
  batch: Batch,
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<void> {
  const { id } = batch.job
  const isHeld = await transaction.held.holds(id, anchors)
  const heldKeys = new Set(anchors.filter((_, position) => isHeld[position]).map(toAnchorKey))
  const rows: HeldRecord[] = []
  if (heldKeys.size > 0)
    for await (const page of pagesOf(transaction.held, id))
      rows.push(...page.filter(({ anchor }) => heldKeys.has(toAnchorKey(anchor))))
  const released = await settleTaken(batch, rows, transaction, deps)
  const rest = anchors.filter((anchor) => !heldKeys.has(toAnchorKey(anchor)))
  const demanded = await settleDemand(batch, rest, transaction, deps)
  await advanceLinks([...released.told, ...demanded.told], batch, transaction)
}

async function* pagesOf(held: HeldRecordsStore, jobId: string): AsyncGenerator<readonly HeldRecord[]> {
  let after: HeldRecord | null = null
  do {
    const page: readonly HeldRecord[] = await held.list(jobId, heldPerPieceMax, after)
    yield page
    after = page.length < heldPerPieceMax ? null : (page.at(-1) ?? null)
  } while (after !== null)
}

async function advanceLinks(
  trails: readonly Trail[],
  { job }: Batch,
  transaction: ProvisioningTransaction,
  change: (progress: JobProgress) => Partial<JobProgress> = () => ({}),
): Promise<void> {
  const heldFrom = await transaction.held.firstUpload(job.id)
  await transaction.advance(job.id, (progress) => ({
    ...progress,
    heldFrom,
    synchronizedEntries: progress.synchronizedEntries + countLinksGained(trails),
    ...change(progress),
  }))
}

/** Piece by piece. When nobody waits any more, the quarantine that waiting caused is over. */
async function decideHeld({ kind, anchors, initiator }: HeldDecision, context: OrderContext): Promise<OrderAnswer> {
  const { store, deps, batchOf } = context
  const deprovisioning = kind === 'allow' ? 'release' : 'reject'
  const batch: Batch = { ...batchOf(), initiator, deprovisioning }
  const wanted = anchors === null ? null : new Set(anchors.map(toAnchorKey))
  const decided = new Set<string>()
  const left = new Set<string>()
  let after: HeldRecord | null = null
  do {
    const from: HeldRecord | null = after
    after = await store.provisioning.transaction(async (transaction) => {
      const page = await transaction.held.list(batch.job.id, heldPerPieceMax, from)
      const taken = page.filter((row) => takes(row, wanted, { decided, left }))
      const { told } = await settleTaken(batch, taken, transaction, deps)
      if (kind === 'reject') await keepPresent(taken, batch, transaction)
      await advanceLinks(told, batch, transaction)
      return page.length < heldPerPieceMax ? null : (page.at(-1) ?? null)
    })
  } while (after !== null)
  await store.provisioning.transaction((transaction) =>
    advanceLinks([], batch, transaction, (progress) => toDecided(progress, decided.size, left.size)),
  )
  return { cycleId: batch.cycleId, people: decided.size }
}

/** A person's staged record comes before what waits behind it, so the first of them tells whose turn it is. */
function takes(
  { anchor, isStaged }: HeldRecord,
  wanted: ReadonlySet<string> | null,
  { decided, left }: { readonly decided: Set<string>; readonly left: Set<string> },
): boolean {
  const key = toAnchorKey(anchor)
  if (decided.has(key)) return true
  if (!isStaged) return false
  const isTaken = wanted === null || wanted.has(key)
  if (isTaken) decided.add(key)
  else left.add(key)
  return isTaken
}

/** Whoever was missing from a snapshot counts as there: the next one may miss the person again. */
async function keepPresent(
  taken: readonly HeldRecord[],
  { job }: Batch,
  { entries }: ProvisioningTransaction,
): Promise<void> {
  const absent = taken.filter(({ isAbsence }) => isAbsence).map(({ anchor }) => anchor)
  const known = await entries.find(job.id, absent)
  await entries.put(
    job.id,
    known.flatMap((entry) => (entry === undefined ? [] : [{ ...entry, isAbsent: false }])),
  )
}

function toDecided(progress: JobProgress, decided: number, left: number): Partial<JobProgress> {
  if (left > 0) return { heldDecided: progress.heldDecided + decided }
  const isOver = progress.quarantine?.reason === 'TooManyDeletes'
  return { heldDecided: 0, ...(isOver ? { quarantine: null } : {}) }
}

async function link(
  { anchor, targetId }: Extract<JobOrder, { kind: 'link' }>,
  { id }: SynchronizationJob,
  transaction: ProvisioningTransaction,
  deps: CycleDeps,
): Promise<void> {
  const [entry] = await transaction.entries.find(id, [anchor])
  if (entry === undefined) throw new EntrainError('notFound', `The job has no record of '${anchor}'.`)
  if (entry.targetId === targetId) return
  if (entry.targetId !== null)
    throw new EntrainError('conflict', `'${anchor}' is linked to '${entry.targetId}'. Remove that connection first.`)
  const [object] = await deps.targetFor(transaction).read([targetId])
  if (object === undefined) throw new EntrainError('notFound', `The target has no object '${targetId}'.`)
  await transaction.entries.put(id, [{ ...entry, targetId }])
  await transaction.advance(id, (progress) => ({ ...progress, synchronizedEntries: progress.synchronizedEntries + 1 }))
}

/** Answers how many were linked. */
async function unlink(
  anchor: string,
  { id, scheduleState }: SynchronizationJob,
  transaction: ProvisioningTransaction,
): Promise<number> {
  if (scheduleState === 'Active')
    throw new EntrainError('conflict', 'The job runs. Pause it before you remove object connections.')
  const [entry] = await transaction.entries.find(id, [anchor])
  if (entry === undefined || entry.targetId === null) return 0
  await transaction.entries.put(id, [{ ...entry, targetId: null }])
  await transaction.advance(id, (progress) => ({
    ...progress,
    synchronizedEntries: Math.max(0, progress.synchronizedEntries - 1),
  }))
  return 1
}

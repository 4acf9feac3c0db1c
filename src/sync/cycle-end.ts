import type { Clock } from '../contracts/clock.ts'
import type { TenantStore } from '../contracts/store.ts'
import type { HeldRecord, ProvisioningTransaction } from '../contracts/store-provisioning.ts'
import type { JobProgress, SynchronizationJob } from '../model/synchronization-job.ts'
import type { Batch } from './batch.ts'
import type { CycleDeps } from './cycle.ts'
import { type HeldPiece, judgeHeld, releaseHeld, stageHeld } from './held.ts'
import { closeCycle } from './progress.ts'
import { type Breach, enterQuarantine, isHopeless, judgeFailures, tooManyDeletes } from './quarantine.ts'

export interface CycleEndParts {
  readonly store: TenantStore
  readonly clock: Clock
  readonly deps: CycleDeps
  readonly batchOf: (job: SynchronizationJob) => Batch
  /** Runs work on records in a transaction. */
  readonly settle: (work: (transaction: ProvisioningTransaction) => Promise<HeldPiece>) => Promise<HeldPiece>
}

/** How a job stood before its cycle ended, and how it stands now. */
export interface EndedCycle {
  readonly before: JobProgress
  readonly after: JobProgress
}

/** What was kept back is judged, then the cycle is written down, and the job may have to rest. Null when the job is gone. */
export async function endCycle(jobId: string, parts: CycleEndParts): Promise<EndedCycle | null> {
  const { store, clock } = parts
  const job = await store.jobs.find(jobId)
  if (job === undefined) return null
  const breach = (await settleHeld(job, parts)) ?? judgeCycle(await store.jobs.find(jobId))
  const now = clock.now()
  const { progress: before } = job
  const quarantine = breach === null ? null : enterQuarantine(before.quarantine, breach, now)
  const after = await store.provisioning.transaction(async ({ advance, audits }) => {
    const closed = await advance(jobId, (open) => closeCycle(open, { quarantine, now, released: before.releasesHeld }))
    const change = { at: now, cycleId: before.openCycle?.id ?? '', job, before: before.quarantine, after: quarantine }
    const isNews = change.before?.reason !== change.after?.reason
    if (isNews && parts.deps.auditQuarantine !== undefined) await audits.append([parts.deps.auditQuarantine(change)])
    return closed
  })
  if (quarantine !== null && isHopeless(quarantine, now)) await giveUp(jobId, store)
  return { before, after }
}

/** After four weeks nobody is tried again, and the job is off (provisioning-engine: "Quarantine", exit). */
async function giveUp(jobId: string, { jobs }: TenantStore): Promise<void> {
  await jobs.dropEscrows(jobId)
  await jobs.patchProgress(jobId, { escrowsPruned: true })
  await jobs.setScheduleState(jobId, 'Disabled')
}

function judgeCycle(job: SynchronizationJob | undefined): Breach | null {
  const cycle = job?.progress.openCycle ?? null
  return job === undefined || cycle === null ? null : judgeFailures(cycle, job.options.quarantine)
}

async function settleHeld(
  job: SynchronizationJob,
  { store, deps, batchOf, settle }: CycleEndParts,
): Promise<Breach | null> {
  const { provisioning } = store
  const verdict = await provisioning.transaction((transaction) => judgeHeld(job, transaction))
  if (verdict.kind === 'none') return null
  const batch = batchOf(job)
  if (verdict.kind === 'release') {
    while (!(await provisioning.transaction(({ held }) => held.isEmpty(job.id))))
      await settle((transaction) => releaseHeld(batch, transaction, deps))
    return null
  }
  let after: HeldRecord | null = null
  do {
    const from: HeldRecord | null = after
    const piece: HeldPiece = await settle((transaction) => stageHeld(batch, from, transaction, deps))
    after = piece.after
  } while (after !== null)
  return tooManyDeletes(verdict.people, verdict.limit)
}

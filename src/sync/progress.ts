import type { JobProgress, OpenCycle, Quarantine, TaskExecution } from '../model/synchronization-job.ts'
import type { Batch } from './batch.ts'
import { resultOf } from './log.ts'
import type { Settled } from './settle.ts'
import type { Trail } from './trail.ts'

/** Counts what became of some records into the open cycle. */
export function countTrails(
  progress: JobProgress,
  { cycleId, timeBegan }: Pick<Batch, 'cycleId' | 'timeBegan'>,
  { told: trails, held }: Pick<Settled, 'told' | 'held'>,
): JobProgress {
  // An open cycle of an earlier version may lack newer counts.
  const counts: OpenCycle = { ...zeroCounts, ...(progress.openCycle ?? { id: cycleId, timeBegan }) }
  const results = trails.map(resultOf)
  const unresolved = trails.reduce((count, trail) => count + trail.unresolved.length, 0)
  const failed = results.filter((result) => result === 'failure').length
  const exported = trails.filter((trail) => trail.outcome?.kind === 'applied').length
  return {
    ...progress,
    synchronizedEntries: progress.synchronizedEntries + countLinksGained([...trails, ...held]),
    openCycle: {
      ...counts,
      countImported: counts.countImported + trails.length,
      countEntitled: counts.countEntitled + trails.filter((trail) => trail.scope.inScope).length,
      countImportedDeltas: counts.countImportedDeltas + trails.filter(isDelta).length,
      countImportedReferenceDeltas: counts.countImportedReferenceDeltas + trails.filter(refers).length,
      countExports: counts.countExports + trails.filter(({ outcome }) => outcome !== null).length,
      countExported: counts.countExported + exported,
      countEscrowed: counts.countEscrowed + failed,
      countEscrowedRaw: counts.countEscrowedRaw + failed + trails.filter(waitsForReference).length,
      countUnresolved: counts.countUnresolved + unresolved,
    },
  }
}

/** How many more people are linked. Who is kept back may be linked already; being told of as well it counts once. */
export function countLinksGained(trails: readonly Trail[]): number {
  return [...new Set(trails)].reduce((sum, trail) => sum + linkGained(trail), 0)
}

/** Whether the source said something new, in contrast to what is looked at again. */
function isDelta({ record: { cause } }: Trail): boolean {
  return cause === 'upload' || cause === 'absence' || cause === 'release'
}

function refers(trail: Trail): boolean {
  return isDelta(trail) && trail.refersBy.length > 0
}

/** Nothing failed, but a reference waits for its object: counted as escrowed only where ignored ones are. */
function waitsForReference(trail: Trail): boolean {
  return trail.unresolved.length > 0 && resultOf(trail) !== 'failure'
}

function linkGained(trail: Trail): number {
  if (trail.operation.kind === 'delete') return trail.outcome?.kind === 'applied' ? -1 : 0
  return isNewLink(trail) ? 1 : 0
}

function isNewLink(trail: Trail): boolean {
  if (trail.linked || !trail.scope.inScope) return false
  return trail.outcome?.kind === 'applied' || trail.match.kind === 'one'
}

const zeroCounts = {
  countImported: 0,
  countImportedDeltas: 0,
  countImportedReferenceDeltas: 0,
  countEntitled: 0,
  countExports: 0,
  countExported: 0,
  countEscrowed: 0,
  countEscrowedRaw: 0,
  countUnresolved: 0,
}

export interface CycleEnd {
  readonly quarantine: Quarantine | null
  /** Milliseconds since 1970, UTC. */
  readonly now: number
  /** What was held went through because an administrator let it. */
  readonly released: boolean
}

/** Ends the open cycle: its counts become the last execution, and the job may have to rest. */
export function closeCycle(progress: JobProgress, { quarantine, now, released }: CycleEnd): JobProgress {
  const rested = {
    quarantine,
    // Somebody may have let through what is held while the cycle ended.
    releasesHeld: progress.releasesHeld && !released,
    heldDecided: quarantine === null ? 0 : progress.heldDecided,
  }
  if (progress.openCycle === null) return { ...progress, ...rested }
  const cycle = { ...zeroCounts, ...progress.openCycle }
  const ended = new Date(now).toISOString()
  const isFailure = cycle.countImported > 0 && cycle.countEscrowed === cycle.countImported
  const execution: TaskExecution = {
    activityIdentifier: cycle.id,
    state: cycle.countEscrowed === 0 ? 'Succeeded' : isFailure ? 'Failed' : 'EntryLevelErrors',
    timeBegan: cycle.timeBegan,
    timeEnded: ended,
    countImported: cycle.countImported,
    countImportedDeltas: cycle.countImportedDeltas,
    countImportedReferenceDeltas: cycle.countImportedReferenceDeltas,
    countEntitled: cycle.countEntitled,
    countExported: cycle.countExported,
    countExports: cycle.countExports,
    countEscrowed: cycle.countEscrowed,
    countEscrowedRaw: cycle.countEscrowedRaw,
  }
  return {
    ...progress,
    ...rested,
    openCycle: null,
    countSuccessiveCompleteFailures: isFailure ? progress.countSuccessiveCompleteFailures + 1 : 0,
    lastExecution: execution,
    lastSuccessfulExecution: isFailure ? progress.lastSuccessfulExecution : execution,
    lastSuccessfulExecutionWithExports:
      !isFailure && cycle.countExported > 0 ? execution : progress.lastSuccessfulExecutionWithExports,
    steadyStateFirstAchievedTime: progress.steadyStateFirstAchievedTime ?? (cycle.countEscrowed === 0 ? ended : null),
    steadyStateLastAchievedTime: cycle.countEscrowed === 0 ? ended : progress.steadyStateLastAchievedTime,
  }
}

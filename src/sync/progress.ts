import type { JobProgress, Quarantine, TaskExecution } from '../model/synchronization-job.ts'
import type { Batch } from './batch.ts'
import { resultOf } from './log.ts'
import type { Settled } from './settle.ts'
import type { Trail } from './trail.ts'

/** Counts what became of some records into the open cycle. */
export function countTrails(
  progress: JobProgress,
  { cycleId, timeBegan }: Pick<Batch, 'cycleId' | 'timeBegan'>,
  { told: trails, held }: Settled,
): JobProgress {
  const counts = progress.openCycle ?? { id: cycleId, timeBegan, ...zeroCounts }
  const results = trails.map(resultOf)
  const unresolved = trails.reduce((count, trail) => count + trail.unresolved.length, 0)
  const failed = results.filter((result) => result === 'failure').length
  const exported = trails.filter((trail) => trail.outcome?.kind === 'applied').length
  return {
    ...progress,
    synchronizedEntries: progress.synchronizedEntries + linksGained([...trails, ...held]),
    openCycle: {
      ...counts,
      countImported: counts.countImported + trails.length,
      countEntitled: counts.countEntitled + trails.filter((trail) => trail.scope.inScope).length,
      countExported: counts.countExported + exported,
      countEscrowed: counts.countEscrowed + failed,
      countUnresolved: counts.countUnresolved + unresolved,
    },
  }
}

/** Who is kept back may be linked already; being told of as well it counts once. */
function linksGained(trails: readonly Trail[]): number {
  return [...new Set(trails)].reduce((sum, trail) => sum + linkGained(trail), 0)
}

function linkGained(trail: Trail): number {
  if (trail.operation.kind === 'delete') return trail.outcome?.kind === 'applied' ? -1 : 0
  return isNewLink(trail) ? 1 : 0
}

function isNewLink(trail: Trail): boolean {
  if (trail.linked || !trail.scope.inScope) return false
  return trail.outcome?.kind === 'applied' || trail.match.kind === 'one'
}

const zeroCounts = { countImported: 0, countEntitled: 0, countExported: 0, countEscrowed: 0, countUnresolved: 0 }

export interface CycleEnd {
  readonly quarantine: Quarantine | null
  /** Milliseconds since 1970, UTC. */
  readonly now: number
  /** What was held went through because an administrator let it. */
  readonly released: boolean
}

/** Ends the open cycle: its counts become the last execution, and the job may have to rest. */
export function closeCycle(progress: JobProgress, { quarantine, now, released }: CycleEnd): JobProgress {
  const { openCycle: cycle } = progress
  // Somebody may have let through what is held while the cycle ended.
  const releasesHeld = progress.releasesHeld && !released
  if (cycle === null) return { ...progress, quarantine, releasesHeld }
  const ended = new Date(now).toISOString()
  const isFailure = cycle.countImported > 0 && cycle.countEscrowed === cycle.countImported
  const execution: TaskExecution = {
    activityIdentifier: cycle.id,
    state: cycle.countEscrowed === 0 ? 'Succeeded' : isFailure ? 'Failed' : 'EntryLevelErrors',
    timeBegan: cycle.timeBegan,
    timeEnded: ended,
    countImported: cycle.countImported,
    countEntitled: cycle.countEntitled,
    countExported: cycle.countExported,
    countExports: cycle.countExported,
    countEscrowed: cycle.countEscrowed,
  }
  return {
    ...progress,
    openCycle: null,
    releasesHeld,
    quarantine,
    countSuccessiveCompleteFailures: isFailure ? progress.countSuccessiveCompleteFailures + 1 : 0,
    lastExecution: execution,
    lastSuccessfulExecution: isFailure ? progress.lastSuccessfulExecution : execution,
    lastSuccessfulExecutionWithExports:
      !isFailure && cycle.countExported > 0 ? execution : progress.lastSuccessfulExecutionWithExports,
    steadyStateFirstAchievedTime: progress.steadyStateFirstAchievedTime ?? (cycle.countEscrowed === 0 ? ended : null),
    steadyStateLastAchievedTime: cycle.countEscrowed === 0 ? ended : progress.steadyStateLastAchievedTime,
  }
}

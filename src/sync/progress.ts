import type { JobProgress, Quarantine, TaskExecution } from '../model/synchronization-job.ts'
import type { Batch } from './batch.ts'
import { resultOf } from './log.ts'
import type { Trail } from './trail.ts'

/** Counts what became of some records into the open cycle. */
export function countTrails(
  progress: JobProgress,
  { cycleId, timeBegan }: Pick<Batch, 'cycleId' | 'timeBegan'>,
  trails: readonly Trail[],
): JobProgress {
  const counts = progress.openCycle ?? { id: cycleId, timeBegan, ...zeroCounts }
  const results = trails.map(resultOf)
  const unresolved = trails.reduce((count, trail) => count + trail.unresolved.length, 0)
  const failed = results.filter((result) => result === 'failure').length
  const exported = trails.filter((trail) => trail.outcome?.kind === 'applied').length
  return {
    ...progress,
    synchronizedEntries: progress.synchronizedEntries + trails.reduce((sum, trail) => sum + linksGained(trail), 0),
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

function linksGained(trail: Trail): number {
  if (trail.operation.kind === 'delete') return trail.outcome?.kind === 'applied' ? -1 : 0
  return isNewLink(trail) ? 1 : 0
}

function isNewLink(trail: Trail): boolean {
  if (trail.linked || !trail.scope.inScope) return false
  return trail.outcome?.kind === 'applied' || trail.match.kind === 'one'
}

const zeroCounts = { countImported: 0, countEntitled: 0, countExported: 0, countEscrowed: 0, countUnresolved: 0 }

/** Ends the open cycle: its counts become the last execution, and the job may have to rest. */
export function closeCycle(progress: JobProgress, quarantine: Quarantine | null, now: number): JobProgress {
  const { openCycle: cycle } = progress
  if (cycle === null) return { ...progress, quarantine, releasesHeld: false }
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
    releasesHeld: false,
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

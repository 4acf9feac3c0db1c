import type { JobProgress, TaskExecution } from '../model/synchronization-job.ts'
import type { Batch } from './batch.ts'
import { resultOf } from './log.ts'
import type { Trail } from './trail.ts'

/** Moves the cursor past a settled batch and counts it into the open cycle. */
export function countBatch(
  progress: JobProgress,
  { uploads, cycleId, timeBegan }: Batch,
  trails: readonly Trail[],
): JobProgress {
  const counts = progress.openCycle ?? { id: cycleId, timeBegan, ...zeroCounts }
  const results = trails.map(resultOf)
  const unresolved = trails.reduce((count, trail) => count + trail.unresolved.length, 0)
  const failed = results.filter((result) => result === 'failure').length
  const exported = trails.filter((trail) => trail.outcome?.kind === 'applied').length
  return {
    ...progress,
    // Never backwards: a restart may have purged what came after this batch while it ran.
    cursor: Math.max(progress.cursor, uploads.at(-1)?.sequence ?? 0),
    synchronizedEntries: progress.synchronizedEntries + trails.filter(isNewLink).length,
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

function isNewLink(trail: Trail): boolean {
  if (trail.linked || !trail.scope.inScope) return false
  return trail.outcome?.kind === 'applied' || trail.match.kind === 'one'
}

const zeroCounts = { countImported: 0, countEntitled: 0, countExported: 0, countEscrowed: 0, countUnresolved: 0 }

/** Ends the open cycle: its counts become the last execution. */
export function closeCycle(progress: JobProgress, now: number): JobProgress {
  const { openCycle: cycle } = progress
  if (cycle === null) return progress
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
    countSuccessiveCompleteFailures: isFailure ? progress.countSuccessiveCompleteFailures + 1 : 0,
    lastExecution: execution,
    lastSuccessfulExecution: isFailure ? progress.lastSuccessfulExecution : execution,
    lastSuccessfulExecutionWithExports:
      !isFailure && cycle.countExported > 0 ? execution : progress.lastSuccessfulExecutionWithExports,
    steadyStateFirstAchievedTime: progress.steadyStateFirstAchievedTime ?? (cycle.countEscrowed === 0 ? ended : null),
    steadyStateLastAchievedTime: cycle.countEscrowed === 0 ? ended : progress.steadyStateLastAchievedTime,
  }
}

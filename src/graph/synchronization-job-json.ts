import type { Evaluation, Quarantine, SynchronizationJob, TaskExecution } from '../model/synchronization-job.ts'
import { toStatus } from '../sync/status.ts'
import { toGraphTime } from './graph-time.ts'

/** The longest duration of the reference platform: a job that is not scheduled. */
const never = 'P10675199DT2H48M5.4775807S'
/** What the reference shows for a job that runs. Uploads are taken at once, whatever it says. */
const interval = 'PT40M'
const neverTime = '0001-01-01T00:00:00Z'

/** What a job's JSON says besides the job itself. */
export interface JobSurroundings {
  /** Milliseconds since 1970, UTC. */
  readonly now: number
  /** People who wait: for another try after a failure, and for an administrator (ours). */
  readonly waiting: { readonly escrowed: number; readonly staged: number }
}

/** Graph's JSON of a job, all properties (graph-resources 10.2, provisioning-engine section 10); `options` and `waiting` are ours. */
export function toJobJson(job: SynchronizationJob, { now, waiting }: JobSurroundings) {
  const status = toStatus(job)
  return {
    id: job.id,
    templateId: job.templateId,
    schedule: {
      expiration: null,
      interval: job.scheduleState === 'Disabled' ? never : interval,
      state: job.scheduleState,
    },
    status: {
      code: status.code,
      countSuccessiveCompleteFailures: status.countSuccessiveCompleteFailures,
      escrowsPruned: status.escrowsPruned,
      lastExecution: toExecutionJson(status.lastExecution),
      lastSuccessfulExecution: toExecutionJson(status.lastSuccessfulExecution),
      lastSuccessfulExecutionWithExports: toExecutionJson(status.lastSuccessfulExecutionWithExports),
      progress: toProgressJson(status.progress, now),
      quarantine: toQuarantineJson(status.quarantine),
      steadyStateFirstAchievedTime: status.steadyStateFirstAchievedTime ?? neverTime,
      steadyStateLastAchievedTime: status.steadyStateLastAchievedTime ?? neverTime,
      synchronizedEntryCountByType: status.synchronizedEntryCountByType,
      troubleshootingUrl: null,
    },
    synchronizationJobSettings: job.settings.map(({ name, value }) => ({ name, value })),
    options: job.options,
    waiting,
  }
}

/** How far the initial cycle is: people whose retained record was looked at. */
function toProgressJson(evaluation: Evaluation | null, now: number) {
  if (evaluation === null) return []
  const { completed, total } = evaluation
  const progressObservationDateTime = toGraphTime(now)
  return [{ completedUnits: completed, totalUnits: total, units: 'entries', progressObservationDateTime }]
}

function toQuarantineJson(quarantine: Quarantine | null) {
  if (quarantine === null) return null
  const { currentBegan, nextAttempt, seriesBegan, seriesCount, reason, error } = quarantine
  return {
    currentBegan: toGraphTime(currentBegan),
    nextAttempt: toGraphTime(nextAttempt),
    seriesBegan: toGraphTime(seriesBegan),
    seriesCount,
    reason,
    error: { code: error.code, message: error.message, tenantActionable: true },
  }
}

/** Everybody in scope may be provisioned here, so both counts of entitled people are the same. */
function toExecutionJson(execution: TaskExecution | null) {
  if (execution === null) return null
  const { countImported, countEntitled, countExported, countExports, countEscrowed } = execution
  // Executions of an earlier version lack these.
  const { countImportedDeltas = countImported, countImportedReferenceDeltas = 0 } = execution
  return {
    activityIdentifier: execution.activityIdentifier,
    state: execution.state,
    timeBegan: execution.timeBegan,
    timeEnded: execution.timeEnded,
    error: null,
    countImported,
    countImportedDeltas,
    countImportedReferenceDeltas,
    countEntitled,
    countEntitledForProvisioning: countEntitled,
    countExported,
    countExports,
    countEscrowed,
    countEscrowedRaw: execution.countEscrowedRaw ?? countEscrowed,
  }
}

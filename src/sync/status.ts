import type { Evaluation, Quarantine, SynchronizationJob, TaskExecution } from '../model/synchronization-job.ts'

export type StatusCode = 'NotConfigured' | 'NotRun' | 'Active' | 'Paused' | 'Quarantine'

/** What a reader is told about a job (Graph `synchronizationStatus`), as far as the engine knows it. */
export interface JobStatus {
  readonly code: StatusCode
  readonly countSuccessiveCompleteFailures: number
  readonly escrowsPruned: boolean
  readonly lastExecution: TaskExecution | null
  readonly lastSuccessfulExecution: TaskExecution | null
  readonly lastSuccessfulExecutionWithExports: TaskExecution | null
  /** ISO 8601, or null for never. */
  readonly steadyStateFirstAchievedTime: string | null
  readonly steadyStateLastAchievedTime: string | null
  readonly progress: Evaluation | null
  readonly quarantine: Quarantine | null
  /** Linked entries per object mapping; the key reads `{sourceObjectName} to {targetObjectName}`. */
  readonly synchronizedEntryCountByType: readonly { readonly key: string; readonly value: number }[]
}

/** Pure: the status follows from the schedule and from how far the engine came (provisioning-engine: "State machine"). */
export function toStatus(job: SynchronizationJob): JobStatus {
  const { progress } = job
  return {
    code: toStatusCode(job),
    countSuccessiveCompleteFailures: progress.countSuccessiveCompleteFailures,
    escrowsPruned: progress.escrowsPruned,
    lastExecution: progress.lastExecution,
    lastSuccessfulExecution: progress.lastSuccessfulExecution,
    lastSuccessfulExecutionWithExports: progress.lastSuccessfulExecutionWithExports,
    steadyStateFirstAchievedTime: progress.steadyStateFirstAchievedTime,
    steadyStateLastAchievedTime: progress.steadyStateLastAchievedTime,
    progress: progress.evaluation,
    quarantine: progress.quarantine,
    synchronizedEntryCountByType: countEntries(job),
  }
}

function toStatusCode({ scheduleState, progress }: SynchronizationJob): StatusCode {
  if (progress.quarantine !== null) return 'Quarantine'
  if (scheduleState === 'Disabled') return 'NotConfigured'
  if (scheduleState === 'Paused') return 'Paused'
  return progress.lastExecution === null ? 'NotRun' : 'Active'
}

function countEntries({ schema, progress }: SynchronizationJob): JobStatus['synchronizedEntryCountByType'] {
  const mapping = schema.synchronizationRules[0]?.objectMappings[0]
  if (mapping === undefined || progress.synchronizedEntries === 0) return []
  return [{ key: `${mapping.sourceObjectName} to ${mapping.targetObjectName}`, value: progress.synchronizedEntries }]
}

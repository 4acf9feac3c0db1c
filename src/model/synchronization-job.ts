import type { SynchronizationSchema } from './synchronization-schema.ts'

/** A provisioning job below a service principal (Graph `synchronizationJob`). */
export interface SynchronizationJob {
  readonly id: string
  readonly servicePrincipalId: string
  readonly templateId: string
  readonly scheduleState: ScheduleState
  readonly createdDateTime: string
  readonly settings: readonly { readonly name: string; readonly value: string }[]
  readonly options: JobOptions
  readonly schema: SynchronizationSchema
  /** Grows by one with each change of the schema; log entries name the version that they were made with. */
  readonly schemaVersion: number
  readonly progress: JobProgress
}

export type ScheduleState = 'Active' | 'Disabled' | 'Paused'

/** What goes beyond Graph's own settings (ours). */
export interface JobOptions {
  /** A mapping whose inputs are all absent from the payload is not evaluated on update. Default true. */
  readonly skipMappingWhenAllInputsAbsent: boolean
}

export const defaultJobOptions: JobOptions = { skipMappingWhenAllInputsAbsent: true }

/** How far the engine has come with a job. Written by the engine in the transaction of each batch. */
export interface JobProgress {
  /** Sequence of the last upload that is settled. */
  readonly cursor: number
  /** Uploads up to this sequence were purged by a restart of the stopped job. */
  readonly purgedThrough: number
  /**
   * Sequence through which a paused job still runs: what was staged when the pause fell into an open cycle. 0 when the
   * pause fell into none.
   */
  readonly drainThrough: number
  /** The cycle that is open now, counted so far, or null. */
  readonly openCycle: OpenCycle | null
  readonly synchronizedEntries: number
  readonly countSuccessiveCompleteFailures: number
  readonly lastExecution: TaskExecution | null
  readonly lastSuccessfulExecution: TaskExecution | null
  readonly lastSuccessfulExecutionWithExports: TaskExecution | null
  /** ISO 8601, or null for never. */
  readonly steadyStateFirstAchievedTime: string | null
  readonly steadyStateLastAchievedTime: string | null
}

export const initialProgress: JobProgress = {
  cursor: 0,
  purgedThrough: 0,
  drainThrough: 0,
  openCycle: null,
  synchronizedEntries: 0,
  countSuccessiveCompleteFailures: 0,
  lastExecution: null,
  lastSuccessfulExecution: null,
  lastSuccessfulExecutionWithExports: null,
  steadyStateFirstAchievedTime: null,
  steadyStateLastAchievedTime: null,
}

export interface OpenCycle {
  /** GUID, `cycleId` of the log entries. */
  readonly id: string
  readonly timeBegan: string
  readonly countImported: number
  readonly countEntitled: number
  readonly countExported: number
  readonly countEscrowed: number
}

/** One cycle, counted (Graph `synchronizationTaskExecution`). */
export interface TaskExecution {
  readonly activityIdentifier: string
  readonly state: 'Succeeded' | 'Failed' | 'EntryLevelErrors'
  readonly timeBegan: string
  readonly timeEnded: string
  readonly countImported: number
  readonly countEntitled: number
  readonly countExported: number
  readonly countExports: number
  readonly countEscrowed: number
}

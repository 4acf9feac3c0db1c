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
  /** `merged`: attributes that a record leaves out are taken from what the person sent before. Default `payload`. */
  readonly evaluate: 'payload' | 'merged'
  /** What happens to people whom a snapshot does not name. Default `disable`. */
  readonly absentPeople: 'disable' | 'delete' | 'ignore'
  /** Share of the linked people, in percent, that a cycle may disable or delete; null = only the number counts. */
  readonly deletesPercentMax: number | null
  readonly quarantine: QuarantineThresholds
}

/** How many failures of one cycle stop a job (provisioning-engine: "Quarantine"). */
export interface QuarantineThresholds {
  /** Below this many failures nothing else is looked at. */
  readonly failuresMin: number
  /** Share of all records of the cycle, in percent. */
  readonly failuresPercentMax: number
  readonly failuresMax: number
  /** References that could not be resolved are counted too. */
  readonly failuresTotalMax: number
}

export const defaultJobOptions: JobOptions = {
  skipMappingWhenAllInputsAbsent: true,
  evaluate: 'payload',
  absentPeople: 'disable',
  deletesPercentMax: null,
  quarantine: { failuresMin: 5_000, failuresPercentMax: 40, failuresMax: 40_000, failuresTotalMax: 60_000 },
}

/** Why and how long a job rests (Graph `synchronizationQuarantine`). Times are milliseconds since 1970, UTC. */
export interface Quarantine {
  readonly reason: QuarantineReason
  readonly currentBegan: number
  readonly seriesBegan: number
  /** How often the job was tried again since. */
  readonly seriesCount: number
  readonly nextAttempt: number
  readonly error: { readonly code: string; readonly message: string }
}

export type QuarantineReason =
  | 'EncounteredBaseEscrowThreshold'
  | 'EncounteredTotalEscrowThreshold'
  | 'EncounteredEscrowProportionThreshold'
  | 'EncounteredQuarantineException'
  | 'TooManyDeletes'

/** All retained records are looked at again, in the order in which they arrived. */
export interface Evaluation {
  /** Uploads up to this one are done. */
  readonly after: number
  /** The last upload that takes part; null until the engine begins. */
  readonly through: number | null
  /** Uploads up to this one had arrived when it began, and come first: they may set right why somebody asked. */
  readonly waitsFor: number
  readonly completed: number
  readonly total: number
}

/** What somebody asks for who changed the mapping. */
export const evaluationOfAll: Evaluation = { after: 0, through: null, waitsFor: 0, completed: 0, total: 0 }

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
  readonly evaluation: Evaluation | null
  /** The last person of a snapshot's end who was looked at; null when none is being worked on. */
  readonly absentAfter: string | null
  /** The first upload that has a held record of which the log knows nothing yet; null = none. */
  readonly heldFrom: number | null
  /** What is held goes through, once (restart with `ForceDeletes`). */
  readonly releasesHeld: boolean
  /** Of the people whom the threshold stopped, those that an administrator decided about one by one. */
  readonly heldDecided: number
  readonly quarantine: Quarantine | null
  /** The failures that waited were given up when the job was disabled. */
  readonly escrowsPruned: boolean
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
  evaluation: null,
  absentAfter: null,
  heldFrom: null,
  releasesHeld: false,
  heldDecided: 0,
  quarantine: null,
  escrowsPruned: false,
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
  /** Without what was looked at again. */
  readonly countImportedDeltas: number
  /** Of these, those that refer to somebody. */
  readonly countImportedReferenceDeltas: number
  readonly countEntitled: number
  /** Writes that were tried, and those that succeeded. */
  readonly countExports: number
  readonly countExported: number
  readonly countEscrowed: number
  /** With those of which only a reference waits. */
  readonly countEscrowedRaw: number
  /** References that could not be resolved. */
  readonly countUnresolved: number
}

/** One cycle, counted (Graph `synchronizationTaskExecution`). */
export interface TaskExecution {
  readonly activityIdentifier: string
  readonly state: 'Succeeded' | 'Failed' | 'EntryLevelErrors'
  readonly timeBegan: string
  readonly timeEnded: string
  readonly countImported: number
  readonly countImportedDeltas: number
  readonly countImportedReferenceDeltas: number
  readonly countEntitled: number
  readonly countExported: number
  readonly countExports: number
  readonly countEscrowed: number
  readonly countEscrowedRaw: number
}

import type { AttributeValue } from './attribute-value.ts'
import type { LogError, ProvisioningAction, ProvisioningResult } from './provisioning-log.ts'
import type { SynchronizationSchema } from './synchronization-schema.ts'
import type { OperationState } from './upload.ts'

/** A question to the engine: what would happen? Nothing is written to find out (ours). */
export interface SimulationRequest {
  readonly tenantId: string
  readonly jobId: string
  readonly source: SimulationSource
  /** Decides instead of the job's own schema. */
  readonly schema?: SynchronizationSchema
  /** Records, examples and conflicts that each list of the report names at most. */
  readonly detailMax: number
}

/** Whose records: those of bulk requests that were not staged, in order, or the latest that the job has kept of everybody. */
export type SimulationSource =
  | {
      readonly kind: 'bodies'
      readonly bodies: readonly Uint8Array[]
      /** The bodies are everybody: whoever else the job knows would have left. */
      readonly isSnapshot: boolean
    }
  | { readonly kind: 'retained' }

export type Simulate = (request: SimulationRequest) => Promise<SimulationReport>

/** What would happen, as plain JSON. */
export interface SimulationReport {
  readonly counts: Readonly<Partial<Record<ProvisioningAction, Readonly<Partial<Record<ProvisioningResult, number>>>>>>
  /** Records that were looked at, without those who are absent. */
  readonly records: number
  /** Target attribute → how many records would change it. */
  readonly byAttribute: Readonly<Record<string, number>>
  readonly failures: readonly SimulatedFailure[]
  /** Values that several records claim. */
  readonly conflicts: readonly SimulatedConflict[]
  readonly threshold: SimulatedThreshold
  /** Of a snapshot: people whom the job knows and the snapshot does not have. */
  readonly absent: number
  readonly details: Readonly<Partial<Record<SimulatedKind, readonly SimulatedRecord[]>>>
  readonly durationMs: number
}

/** The outcomes of operations that a simulation can foresee. */
export type SimulatedKind = Exclude<OperationState, 'staged' | 'purged'>

/** Records that would fail for the same reason. */
export interface SimulatedFailure {
  readonly code: string
  readonly count: number
  readonly examples: readonly SimulatedRecord[]
}

export interface SimulatedConflict {
  readonly attribute: string
  readonly value: string
  readonly externalIds: readonly string[]
}

export interface SimulatedThreshold {
  /** Disables and deletions that a cycle may make before it is held back; null when there is no threshold. */
  readonly limit: number | null
  readonly wouldDisableOrDelete: number
  readonly exceeded: boolean
}

export interface SimulatedRecord {
  /** Empty when the record has none. */
  readonly externalId: string
  readonly displayName: string | null
  readonly action: ProvisioningAction
  readonly result: ProvisioningResult
  readonly error: LogError | null
  readonly changes: readonly SimulatedChange[]
  /** Where the record stands in the bodies; left out for people who are absent and for retained records. */
  readonly position?: { readonly body: number; readonly operation: number }
}

export interface SimulatedChange {
  readonly attribute: string
  readonly oldValue: AttributeValue
  readonly newValue: AttributeValue
}

import type { AttributeValue } from './attribute-value.ts'

export type ProvisioningAction = 'create' | 'update' | 'disable' | 'delete' | 'stagedDelete' | 'other'
export type ProvisioningResult = 'success' | 'failure' | 'skipped' | 'warning'

/** Why the engine looked at a person. */
export type ProvisioningCause =
  /** An upload named the person. */
  | 'upload'
  /** A failure was tried again. */
  | 'retry'
  /** The mapping or scope changed, or a restart asked for it. */
  | 'evaluation'
  /** A date in a mapping or scope came. */
  | 'date'
  /** A snapshot did not name the person. */
  | 'absence'
  /** A change that was held back until the cycle's end, or until an administrator allowed it. */
  | 'release'
  /** Somebody asked for it (`provisionOnDemand`). */
  | 'onDemand'
  /** A reference waited for this. */
  | 'reference'

/** Who asked, when it was not the engine itself. */
export interface Initiator {
  readonly kind: 'user' | 'application'
  readonly id: string
  readonly displayName: string
}

/** Stands where a value must not be shown. */
export const redactedText = '[Redact]'

/** What became of one operation or of one healed reference: the trail, kept in full. Graph's JSON is made from it on reading. */
export interface ProvisioningLogEntry {
  readonly jobId: string
  readonly cycleId: string
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  readonly durationMs: number
  readonly action: ProvisioningAction
  readonly result: ProvisioningResult
  readonly cause: ProvisioningCause
  /** Null = the engine itself. */
  readonly initiator: Initiator | null
  /** Which upload asked for it; null when the engine acted by itself. */
  readonly origin: OperationOrigin | null
  /** externalId; empty when the record had none. */
  readonly sourceAnchor: string
  readonly sourceDisplayName: string | null
  readonly sourceUserName: string | null
  /** `active` as received, null when absent. */
  readonly sourceActive: string | null
  readonly targetId: string | null
  readonly targetDisplayName: string | null
  readonly schemaVersion: number
  readonly scoping: ScopingTrail
  readonly matching: MatchingTrail
  readonly modified: readonly ModifiedProperty[]
  readonly unresolved: readonly UnresolvedReference[]
  readonly error: LogError | null
}

export interface OperationOrigin {
  readonly uploadSequence: number
  readonly uploadId: string
  readonly requestId: string
  readonly operationIndex: number
  readonly bulkId: string
}

/** Outcome per clause, keyed `group.clause`; empty when the job has no scoping filter. */
export interface ScopingTrail {
  readonly inScope: boolean
  readonly clauses: Readonly<Record<string, boolean>>
}

/** How the target object was found. */
export type MatchingTrail = { readonly kind: 'none' } | { readonly kind: 'link' } | MatchedTrail

export interface MatchedTrail extends MatchingAttempt {
  readonly kind: 'matched' | 'ambiguous'
  /** What was asked for before, and nobody had it. Left out when the first question was answered. */
  readonly inVain?: readonly MatchingAttempt[]
}

/** A target attribute and the value that was looked for. */
export interface MatchingAttempt {
  readonly attribute: string
  readonly value: string
}

export interface ModifiedProperty {
  readonly attribute: string
  readonly oldValue: AttributeValue
  readonly newValue: AttributeValue
  /** The value must not be shown (`Redact`). Redacted values are never stored either. */
  readonly redacted: boolean
}

export interface UnresolvedReference {
  readonly attribute: string
  readonly anchor: string
}

export interface LogError {
  readonly code: string
  readonly reason: string
  readonly additionalDetails: string | null
  readonly recommendedAction: string | null
}

/** An entry with the number that storing gave it; the public id is made from the number. */
export interface StoredLogEntry extends ProvisioningLogEntry {
  readonly sequence: number
}

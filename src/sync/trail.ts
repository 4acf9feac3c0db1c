import type { TargetObject, TargetOutcome } from '../contracts/target.ts'
import type { LogError, ScopingTrail, UnresolvedReference } from '../model/provisioning-log.ts'
import { heldBack, redundantExport } from '../model/standard-log-errors.ts'
import type { Desired } from './map.ts'
import type { Match } from './match.ts'
import type { Operation } from './plan.ts'
import type { SourceRecord } from './record.ts'

/** A record before the target is asked: read, scoped and mapped. */
export interface Prepared {
  readonly record: SourceRecord
  readonly scope: ScopingTrail
  readonly desired: Desired
  /** The record ends here: it cannot be used, or a mapping says to leave it alone. */
  readonly ends: Extract<Operation, { kind: 'skip' | 'fail' }> | null
  /** Milliseconds since 1970: from then on the outcome may differ, because the clock decides about it; null = it does not. */
  readonly holdsUntil?: number | null
}

/** A record with all that was found and done about it. The provisioning log is this, written down. */
export interface Trail {
  readonly record: SourceRecord
  readonly scope: ScopingTrail
  readonly match: Match
  readonly linked: boolean
  readonly operation: Operation
  /** Null when nothing was to be written. */
  readonly outcome: TargetOutcome | null
  /** Reference attributes that the record has an opinion on. */
  readonly refersBy: readonly string[]
  readonly unresolved: readonly UnresolvedReference[]
  /** References that were set after the objects of the batch existed. */
  readonly lateReferences: readonly LateReference[]
  readonly holdsUntil: number | null
}

export interface LateReference {
  readonly attribute: string
  readonly oldValue: string | null
  readonly newValue: string
}

/** The target object of a trail, once there is one. */
export function targetObjectOf({ outcome, operation, match }: Trail): TargetObject | null {
  if (outcome?.kind === 'applied') return outcome.object
  if (operation.kind === 'skip') return operation.object
  return match.kind === 'one' ? match.object : null
}

/** Whether what the record says about references counts: one that fails or is left alone changes nothing. */
export function hasSay({ operation, outcome }: Trail): boolean {
  return operation.kind === 'skip' ? operation.error === redundantExport : outcome?.kind === 'applied'
}

export function errorOf({ operation, outcome }: Trail): LogError | null {
  if (operation.kind === 'skip' || operation.kind === 'fail') return operation.error
  if (operation.kind === 'hold') return heldBack
  return outcome?.kind === 'refused' ? outcome : null
}

import type { TargetObject } from '../contracts/target.ts'
import type {
  Initiator,
  ModifiedProperty,
  ProvisioningAction,
  ProvisioningLogEntry,
  ProvisioningResult,
} from '../model/provisioning-log.ts'
import type { JobProgram } from './job-program.ts'
import { nameMapping } from './name-mapping.ts'
import type { Operation } from './plan.ts'
import type { SourceRecord } from './record.ts'
import { nameReferences, redactEntry } from './redact.ts'
import type { HealedReference } from './settle-references.ts'
import { errorOf, type Trail, targetObjectOf } from './trail.ts'

export interface LogContext {
  readonly jobId: string
  readonly cycleId: string
  readonly program: JobProgram
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  readonly durationMs: number
  readonly initiator: Initiator | null
}

/** Writes a trail down. */
export function toLogEntry(
  trail: Trail,
  { program, jobId, cycleId, at, durationMs, initiator }: LogContext,
): ProvisioningLogEntry {
  const object = targetObjectOf(trail)
  const { record } = trail
  const entry: ProvisioningLogEntry = {
    jobId,
    cycleId,
    at,
    durationMs,
    action: actionOf(trail),
    result: resultOf(trail),
    cause: record.cause,
    initiator,
    origin: record.snapshotEnd ?? (isOfUpload(record) ? record.origin : null),
    sourceAnchor: record.anchor,
    sourceDisplayName: record.displayName,
    sourceUserName: record.userName,
    sourceActive: record.active,
    targetId: object?.id ?? null,
    targetDisplayName: object?.displayName ?? null,
    schemaVersion: program.schemaVersion,
    scoping: trail.scope,
    matching: trail.match.trail,
    modified: modifiedProperties(trail),
    unresolved: trail.unresolved,
    error: toPlainError(trail),
  }
  return nameMapping(redactEntry(entry, { program, object }), program)
}

/** A reference that the engine set by itself, once the other person arrived. */
export function toHealedEntry(
  healed: HealedReference,
  { program, jobId, cycleId, at, durationMs }: LogContext,
): ProvisioningLogEntry {
  const { reference, object } = healed
  const entry: ProvisioningLogEntry = {
    jobId,
    cycleId,
    at,
    durationMs,
    action: 'update',
    result: 'success',
    cause: 'reference',
    initiator: null,
    origin: null,
    sourceAnchor: healed.subjectAnchor,
    sourceDisplayName: object.displayName,
    sourceUserName: null,
    sourceActive: null,
    targetId: object.id,
    targetDisplayName: object.displayName,
    schemaVersion: program.schemaVersion,
    scoping: { inScope: true, clauses: {} },
    matching: { kind: 'link' },
    modified: [{ ...reference, redacted: false }],
    unresolved: [],
    error: null,
  }
  return redactEntry(entry, { program, object })
}

/** Whether the entry answers an upload: what is looked at again for another reason does not. */
function isOfUpload({ cause, origin, presence }: SourceRecord): boolean {
  const answers = cause === 'upload' || cause === 'retry' || (cause === 'release' && presence === 'present')
  return answers && origin.uploadId !== ''
}

function actionOf({ operation, lateReferences, match }: Trail): ProvisioningAction {
  switch (operation.kind) {
    case 'create':
      return 'create'
    case 'update':
      return operation.disables && lateReferences.length === 0 ? 'disable' : 'update'
    case 'delete':
      return 'delete'
    case 'hold':
      return 'stagedDelete'
    case 'skip':
      return lateReferences.length > 0 ? 'update' : 'other'
    case 'fail':
      return match.kind === 'one' ? 'update' : match.kind === 'nobody' ? 'create' : 'other'
  }
}

export function resultOf({ operation, outcome, unresolved, lateReferences }: Trail): ProvisioningResult {
  if (operation.kind === 'fail' || outcome?.kind === 'refused') return 'failure'
  if (unresolved.length > 0) return 'warning'
  if (operation.kind === 'hold') return 'skipped'
  return operation.kind === 'skip' && lateReferences.length === 0 ? 'skipped' : 'success'
}

function toPlainError(trail: Trail): ProvisioningLogEntry['error'] {
  const result = resultOf(trail)
  if (result === 'success') return null
  if (result === 'warning' && trail.unresolved.length > 0) return unresolvedReference(trail)
  const error = errorOf(trail)
  if (error === null) return null
  const { code, reason, additionalDetails, recommendedAction } = error
  return { code, reason, additionalDetails, recommendedAction }
}

function unresolvedReference({ unresolved }: Trail): ProvisioningLogEntry['error'] {
  return {
    code: 'UnableToResolveReferenceAttributeValue',
    reason: 'A referenced person is not known to this job yet; the reference is set as soon as that person arrives.',
    additionalDetails: nameReferences(unresolved),
    recommendedAction: 'Upload the referenced person through the same job, or correct the identifier.',
  }
}

function modifiedProperties(trail: Trail): ModifiedProperty[] {
  const late = trail.lateReferences.map((reference): ModifiedProperty => ({ ...reference, redacted: false }))
  const write = writeOf(trail)
  if (write === null) return late
  const before: TargetObject | null = write.kind === 'update' ? write.object : null
  const changes = write.changes.map(
    ({ attribute, value }): ModifiedProperty => ({
      attribute,
      oldValue: before?.value(attribute) ?? null,
      newValue: value,
      redacted: false,
    }),
  )
  return [...changes, ...late]
}

/** What was written, was refused, or waits. */
function writeOf({ operation, outcome }: Trail): Extract<Operation, { kind: 'create' | 'update' }> | null {
  if (operation.kind === 'hold') return operation.held.kind === 'update' ? operation.held : null
  if (operation.kind !== 'create' && operation.kind !== 'update') return null
  return outcome === null ? null : operation
}

import type { TargetObject } from '../contracts/target.ts'
import type {
  ModifiedProperty,
  ProvisioningAction,
  ProvisioningLogEntry,
  ProvisioningResult,
} from '../model/provisioning-log.ts'
import type { JobProgram } from './job-program.ts'
import { redactEntry } from './redact.ts'
import type { HealedReference } from './settle-references.ts'
import { errorOf, type Trail, targetObjectOf } from './trail.ts'

export interface LogContext {
  readonly jobId: string
  readonly cycleId: string
  readonly program: JobProgram
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  readonly durationMs: number
}

/** Writes a trail down. */
export function toLogEntry(trail: Trail, { program, ...context }: LogContext): ProvisioningLogEntry {
  const object = targetObjectOf(trail)
  const { record } = trail
  const entry: ProvisioningLogEntry = {
    ...context,
    action: actionOf(trail),
    result: resultOf(trail),
    origin: record.origin,
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
  return redactEntry(entry, { program, object })
}

/** A reference that the engine set by itself, once the other person arrived. */
export function toHealedEntry(healed: HealedReference, { program, ...context }: LogContext): ProvisioningLogEntry {
  const { reference, object } = healed
  const entry: ProvisioningLogEntry = {
    ...context,
    action: 'update',
    result: 'success',
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

function actionOf({ operation, lateReferences, match }: Trail): ProvisioningAction {
  switch (operation.kind) {
    case 'create':
      return 'create'
    case 'update':
      return operation.disables && lateReferences.length === 0 ? 'disable' : 'update'
    case 'skip':
      return lateReferences.length > 0 ? 'update' : 'other'
    case 'fail':
      return match.kind === 'one' ? 'update' : match.kind === 'nobody' ? 'create' : 'other'
  }
}

export function resultOf({ operation, outcome, unresolved, lateReferences }: Trail): ProvisioningResult {
  if (operation.kind === 'fail' || outcome?.kind === 'refused') return 'failure'
  if (unresolved.length > 0) return 'warning'
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
    additionalDetails: unresolved.map(({ attribute, anchor }) => `${attribute}: ${anchor}`).join('; '),
    recommendedAction: 'Upload the referenced person through the same job, or correct the identifier.',
  }
}

function modifiedProperties({ operation, lateReferences, outcome }: Trail): ModifiedProperty[] {
  const late = lateReferences.map((reference): ModifiedProperty => ({ ...reference, redacted: false }))
  if (operation.kind !== 'create' && operation.kind !== 'update') return late
  const before: TargetObject | null = operation.kind === 'update' ? operation.object : null
  if (outcome === null) return late
  return [
    ...operation.changes.map(
      ({ attribute, value }): ModifiedProperty => ({
        attribute,
        oldValue: before?.value(attribute) ?? null,
        newValue: value,
        redacted: false,
      }),
    ),
    ...late,
  ]
}

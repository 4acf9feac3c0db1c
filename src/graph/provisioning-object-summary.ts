import { toDisplayText } from '../model/attribute-value.ts'
import { type LogError, type ModifiedProperty, redactedText, type StoredLogEntry } from '../model/provisioning-log.ts'
import { heldBack, notInScope, redundantExport } from '../model/standard-log-errors.ts'
import type { JobProgram } from '../sync/job-program.ts'
import { shownExpression } from '../sync/shown-expression.ts'
import { toGraphTime } from './graph-time.ts'
import type { LogContext } from './log-context.ts'
import { toLogId } from './log-id.ts'
import { toSteps } from './steps/to-steps.ts'

/** The members that depend on the job alone, so that filters on them can be answered without reading entries. */
export function toJobMembers(context: LogContext) {
  const details = {
    ApplicationId: context.appId,
    ServicePrincipalId: context.servicePrincipalId,
    ServicePrincipalDisplayName: context.servicePrincipalDisplayName,
  }
  return {
    tenantId: context.tenantId,
    jobId: context.jobId,
    servicePrincipal: { id: context.servicePrincipalId, displayName: context.servicePrincipalDisplayName },
    sourceSystem: { id: context.sourceSystemId, displayName: context.sourceSystemName, details },
    targetSystem: { id: context.targetSystemId, displayName: context.targetSystemName, details },
  }
}

/**
 * Graph's view of an entry (`provisioningObjectSummary`); `upload`, `cause` and the mapping of a modified property are
 * ours. `beta` adds the older names `action` and
 * `statusInfo` (provisioning-logs, sections 2 to 4 and 7).
 */
export function toProvisioningObjectSummary(entry: StoredLogEntry, context: LogContext, version: 'v1.0' | 'beta') {
  const { jobId: _, ...jobMembers } = toJobMembers(context)
  const { sourceIdentity, targetIdentity, ...members } = toEntryMembers(entry)
  const { status, errorInformation } = members.provisioningStatusInfo
  return {
    id: toLogId('entry', context.tenantId, entry.sequence),
    changeId: toLogId('change', context.tenantId, entry.sequence),
    ...jobMembers,
    ...members,
    sourceIdentity: {
      ...sourceIdentity,
      identityType: context.sourceObjectName,
      details: entry.sourceUserName === null ? {} : { userName: entry.sourceUserName },
    },
    targetIdentity: { ...targetIdentity, identityType: context.targetObjectName, details: {} },
    ...(version === 'beta' ? { action: entry.action, statusInfo: { status, ...(errorInformation ?? {}) } } : {}),
    provisioningSteps: toSteps(entry, context),
    modifiedProperties: entry.modified.map((property) => toModifiedProperty(property, entry, context)),
  }
}

/**
 * Entries as rewritten filters see them: what an entry says by itself, and its sequence. A store evaluates with it
 * whatever it has no column for; the rest of the summary was settled by `rewriteLogFilter`.
 */
export async function toFilterableEntries(entries: readonly StoredLogEntry[]): Promise<readonly unknown[]> {
  return entries.map((entry) => ({ sequence: entry.sequence, ...toEntryMembers(entry) }))
}

/** The members that the entry alone decides. */
function toEntryMembers(entry: StoredLogEntry) {
  return {
    jobId: entry.jobId,
    cycleId: entry.cycleId,
    activityDateTime: toGraphTime(entry.at),
    durationInMilliseconds: entry.durationMs,
    provisioningAction: entry.action,
    cause: entry.cause,
    initiatedBy: toInitiator(entry),
    provisioningStatusInfo: { status: entry.result, errorInformation: toErrorInformation(entry) },
    sourceIdentity: { id: entry.sourceAnchor, displayName: entry.sourceDisplayName ?? '' },
    targetIdentity: { id: entry.targetId ?? '', displayName: entry.targetDisplayName ?? '' },
    upload: toUpload(entry),
  }
}

/** Codes of failures that are the service's own, not those of data or configuration. */
const serviceFailures: ReadonlySet<string> = new Set([
  'InternalError',
  'InternalServerError',
  'Timeout',
  'TooManyRequests',
  'WebExceptionProtocolError',
])

function toErrorInformation(entry: StoredLogEntry) {
  const error = entry.error ?? impliedError(entry)
  if (error === null) return null
  return {
    errorCode: error.code,
    reason: error.reason,
    additionalDetails: error.additionalDetails,
    errorCategory: serviceFailures.has(error.code) ? 'failure' : 'nonServiceFailure',
    recommendedAction: error.recommendedAction,
  }
}

/** Readers tell the kinds of skips and warnings by their code, so none goes without. */
function impliedError(entry: StoredLogEntry): LogError | null {
  if (entry.action === 'stagedDelete') return heldBack
  if (entry.result === 'skipped') return entry.scoping.inScope ? redundantExport : notInScope
  if (entry.unresolved.length === 0) return null
  return {
    code: 'UnableToResolveReferenceAttributeValue',
    reason: 'A reference points to a record that is not known yet.',
    additionalDetails: entry.unresolved.map(({ attribute, anchor }) => `${attribute}: ${anchor}`).join('; '),
    recommendedAction: 'Upload the record that is referred to. The reference is then set without another upload.',
  }
}

function toModifiedProperty(property: ModifiedProperty, entry: StoredLogEntry, { program }: LogContext) {
  const { attribute, oldValue, newValue, redacted } = property
  const values = redacted
    ? { oldValue: entry.action === 'create' ? null : redactedText, newValue: redactedText }
    : { oldValue: toDisplayText(oldValue), newValue: toDisplayText(newValue) }
  return { displayName: attribute, ...values, ...toOrigin(attribute, entry, program) }
}

/** Ours: the mapping that a value came from. Who leaves the scope is disabled by no mapping. */
function toOrigin(attribute: string, { scoping }: StoredLogEntry, program: JobProgram | undefined) {
  if (!scoping.inScope) return {}
  const mapping = program?.mappings.find(({ target }) => target.name === attribute)
  if (mapping === undefined) return {}
  return { expression: shownExpression(mapping), flowType: mapping.mapping.flowType }
}

const engine = { id: '', displayName: 'Azure AD Provisioning Service', initiatorType: 'system' } as const

function toInitiator({ initiator }: StoredLogEntry) {
  if (initiator === null) return engine
  return { id: initiator.id, displayName: initiator.displayName, initiatorType: initiator.kind }
}

function toUpload({ origin }: StoredLogEntry) {
  if (origin === null) return null
  const { uploadId, requestId, bulkId, operationIndex } = origin
  return { uploadId, requestId, bulkId, operationIndex }
}

import type { SourceEntry } from '../contracts/store-provisioning.ts'
import type { EntryState, WaitingOf } from '../contracts/store-source-entries.ts'
import type { AttributeValue } from '../model/attribute-value.ts'
import { redactedText, type StoredLogEntry } from '../model/provisioning-log.ts'
import type { Explanation, ReceivedRecord } from '../sync/explain.ts'
import type { ExplainedMapping, MappingOutcome } from '../sync/explain-mappings.ts'
import type { JobProgram } from '../sync/job-program.ts'
import { toGraphTime } from './graph-time.ts'
import type { LogContext } from './log-context.ts'
import { toProvisioningObjectSummary } from './provisioning-object-summary.ts'
import { toTraceJson } from './trace-json.ts'

/** A person of a job in a list (ours). */
export function toRecordSummary({ anchor, targetId, isAbsent, isEscrowed, isHeld }: EntryState) {
  return { id: anchor, targetId, isLinked: targetId !== null, isAbsent, isEscrowed, isHeld }
}

export interface ExplainedPerson {
  readonly entry: SourceEntry
  readonly waiting: WaitingOf
  /** Ids of the uploads that hold records of the person, by sequence. */
  readonly uploadIds: ReadonlyMap<number, string>
  readonly explanation: Explanation
  readonly program: JobProgram
  /** Milliseconds since 1970. */
  readonly at: number
  /** Newest first, each with its context. */
  readonly history: readonly { readonly entry: StoredLogEntry; readonly context: LogContext }[]
}

/** Everything that a job knows about a person, and what it would do now (ours). */
export function toRecordJson(person: ExplainedPerson) {
  const { entry, explanation } = person
  const { foreseen } = explanation
  return {
    id: entry.anchor,
    isAbsent: entry.isAbsent,
    received: explanation.received === null ? null : toReceivedJson(explanation.received),
    merged: explanation.merged,
    link: entry.targetId === null ? null : { targetId: entry.targetId, displayName: nameOfTarget(person) },
    waiting: toWaitingJson(person),
    evaluation: toEvaluationJson(person),
    unresolvedReferences: foreseen.unresolved.map(({ attribute, anchor }) => ({ attribute, externalId: anchor })),
    history: person.history.map(({ entry: told, context }) => toHistoryJson(told, context)),
  }
}

function toReceivedJson({ upload, operationIndex, bulkId, data }: ReceivedRecord) {
  const { id, requestId, receivedAt } = upload
  return { uploadId: id, requestId, operationIndex, bulkId, receivedDateTime: toGraphTime(receivedAt), data }
}

/** Null when the object that the person is linked to is gone. */
function nameOfTarget({ entry, explanation: { foreseen } }: ExplainedPerson): string | null {
  return foreseen.targetId === entry.targetId ? foreseen.targetDisplayName : null
}

function toWaitingJson({ waiting, uploadIds, explanation }: ExplainedPerson) {
  const escrow = waiting.appointments.find(({ kind }) => kind === 'escrow')
  const date = waiting.appointments.find(({ kind }) => kind === 'date')
  return {
    retry:
      escrow === undefined
        ? null
        : {
            attempts: escrow.attempts,
            since: toGraphTime(escrow.since),
            nextAttempt: toGraphTime(escrow.dueAt),
          },
    date:
      date === undefined
        ? null
        : {
            at: toGraphTime(date.dueAt),
            reason: 'A date in the mapping or scope comes, and the outcome may differ from then on.',
          },
    held: waiting.held.map(({ uploadSequence, operationIndex, isAbsence, isStaged }) => ({
      uploadId: uploadIds.get(uploadSequence) ?? null,
      operationIndex,
      isAbsence,
      isStaged,
      reason: isStaged
        ? 'The job would disable or delete more people than its threshold allows. It waits for an administrator.'
        : 'It would disable or delete somebody, or came after such a record. It waits for the end of the cycle.',
    })),
    references: explanation.foreseen.unresolved.map(({ attribute, anchor }) => ({ attribute, externalId: anchor })),
  }
}

function toEvaluationJson({ explanation, program, at }: ExplainedPerson) {
  const { foreseen, mappings, holdsUntil } = explanation
  const { action, result, scoping, matching, error } = foreseen
  return {
    evaluatedDateTime: toGraphTime(at),
    schemaVersion: program.schemaVersion,
    scope: {
      inScope: scoping.inScope,
      clauses: Object.entries(scoping.clauses).map(([clause, holds]) => ({ clause, holds })),
    },
    match: { ...matching, targetId: foreseen.targetId || null, displayName: foreseen.targetDisplayName },
    mappings: mappings.map(toMappingJson),
    outcome: {
      action,
      status: result,
      errorCode: error?.code ?? null,
      reason: error?.reason ?? null,
      additionalDetails: error?.additionalDetails ?? null,
      recommendedAction: error?.recommendedAction ?? null,
      changes: foreseen.modified.map(({ attribute, oldValue, newValue, redacted }) => ({
        attribute,
        oldValue: redacted ? redactedText : oldValue,
        newValue: redacted ? redactedText : newValue,
      })),
    },
    holdsUntilDateTime: holdsUntil === null ? null : toGraphTime(holdsUntil),
  }
}

function toMappingJson(mapping: ExplainedMapping) {
  const { attribute, expression, flowType, matchingPriority, isRedacted, inputs, outcome, change, trace } = mapping
  return {
    attribute,
    expression,
    flowType,
    matchingPriority,
    isRedacted,
    inputs,
    ...toOutcomeJson(outcome),
    currentValue: mapping.current,
    changes: change !== null,
    newValue: change === null ? null : newValueOf(change),
    whyUnchanged: mapping.whyUnchanged,
    ...(trace === null ? {} : { trace: toTraceJson(trace) }),
  }
}

function newValueOf({ newValue, redacted }: NonNullable<ExplainedMapping['change']>): AttributeValue {
  return redacted ? redactedText : newValue
}

function toOutcomeJson(outcome: MappingOutcome) {
  switch (outcome.kind) {
    case 'value':
      return { outcome: 'value', wantedValue: outcome.value }
    case 'candidates':
      return { outcome: 'candidates', wantedValue: null, candidates: outcome.values }
    case 'failed':
      return { outcome: 'failed', wantedValue: null, reason: outcome.error.reason }
    default:
      return { outcome: outcome.kind, wantedValue: null }
  }
}

function toHistoryJson(entry: StoredLogEntry, context: LogContext) {
  const { id, activityDateTime, provisioningAction, cause, provisioningStatusInfo, modifiedProperties, upload } =
    toProvisioningObjectSummary(entry, context, 'v1.0')
  return { id, activityDateTime, provisioningAction, cause, provisioningStatusInfo, modifiedProperties, upload }
}

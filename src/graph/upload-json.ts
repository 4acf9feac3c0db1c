import type { ErrorDetail } from '../model/error.ts'
import type { StoredLogEntry } from '../model/provisioning-log.ts'
import type { JobProgress, SynchronizationJob } from '../model/synchronization-job.ts'
import { type OperationState, operationStates, type StagedUpload, type Upload } from '../model/upload.ts'
import { parseBulkRequest } from '../scim/bulk-request.ts'
import type { JsonObject } from '../std/json-object.ts'
import { ownProperty } from '../std/own-property.ts'
import { toGraphTime } from './graph-time.ts'
import { toLogId } from './log-id.ts'
import { warnOfUnmapped } from './schema/warn-of-unmapped.ts'

/** What is needed to tell the fate of an upload. */
export interface UploadFate {
  readonly tenantId: string
  readonly job: Pick<SynchronizationJob, 'scheduleState' | 'progress' | 'schema'>
  /** All log entries of the upload, in order of writing. */
  readonly entries: readonly StoredLogEntry[]
}

/** `staged`: waits for its job to run; `processing`: the job runs and will come to it; `completed`: every operation is settled. */
export type UploadStatus = 'staged' | 'processing' | 'completed'

/** An upload without its operations, as lists show it (ours; provisioning-bulk-upload section 6). */
export function toUploadSummary(upload: Upload, fate: UploadFate) {
  return describe(upload, fate, settleOperations(upload, fate))
}

/** An upload with the fate of every operation. */
export function toUploadJson(upload: StagedUpload, fate: UploadFate) {
  const settled = settleOperations(upload, fate)
  const { sent, warnings, data } = readBody(upload.body)
  return {
    ...describe(upload, fate, settled),
    warnings: [...warnings, ...warnOfUnmapped(data, fate.job.schema)],
    operations: settled.map(({ state, entry }, index) => ({
      index,
      bulkId: sent[index]?.bulkId ?? entry?.origin?.bulkId ?? null,
      externalId: sent[index]?.externalId ?? absentPerson(upload, entry),
      state,
      result: entry?.result ?? null,
      targetId: entry?.targetId ?? null,
      logEntryId: entry === undefined ? null : toLogId('entry', fate.tenantId, entry.sequence),
      error: entry?.error ?? null,
    })),
  }
}

interface SettledOperation {
  readonly state: OperationState
  readonly entry: StoredLogEntry | undefined
}

function describe(upload: Upload, { job, entries }: UploadFate, settled: readonly SettledOperation[]) {
  const status = statusOf(upload, job)
  const lastAt = status === 'completed' ? entries.at(-1)?.at : undefined
  return {
    id: upload.id,
    jobId: upload.jobId,
    requestId: upload.requestId,
    clientRequestId: upload.clientRequestId,
    status,
    receivedDateTime: toGraphTime(upload.receivedAt),
    completedDateTime: lastAt === undefined ? null : toGraphTime(lastAt),
    counts: countStates(settled),
  }
}

/** Whether every operation of an upload is settled, also those that are kept back until the end of the cycle. */
export function isSettled({ sequence }: Pick<Upload, 'sequence'>, { cursor, heldFrom }: JobProgress): boolean {
  return sequence <= cursor && (heldFrom === null || sequence < heldFrom)
}

function statusOf(upload: Upload, { scheduleState, progress }: UploadFate['job']): UploadStatus {
  if (isSettled(upload, progress)) return 'completed'
  const { sequence } = upload
  const runs = scheduleState === 'Active' || (scheduleState === 'Paused' && sequence <= progress.drainThrough)
  return runs ? 'processing' : 'staged'
}

function countStates(settled: readonly SettledOperation[]): Record<OperationState, number> {
  const counts = Object.fromEntries(operationStates.map((state) => [state, 0])) as Record<OperationState, number>
  for (const { state } of settled) counts[state] += 1
  return counts
}

function settleOperations(upload: Upload, { job, entries }: UploadFate): readonly SettledOperation[] {
  if (upload.snapshotFrom !== null) return settleAbsent(entries)
  // Later entries of the same operation replace earlier ones.
  const newest = new Map(entries.map((entry) => [entry.origin?.operationIndex, entry]))
  return Array.from({ length: upload.operationCount }, (_, index) => {
    const entry = newest.get(index)
    return { entry, state: entry === undefined ? waitingState(upload, job.progress) : stateOf(entry) }
  })
}

/** The end of a snapshot carries no operations: its outcomes are those of the people who were absent, one each. */
function settleAbsent(entries: readonly StoredLogEntry[]): readonly SettledOperation[] {
  const newest = new Map(entries.map((entry) => [entry.sourceAnchor, entry]))
  return [...newest.values()].map((entry) => ({ entry, state: stateOf(entry) }))
}

function absentPerson({ snapshotFrom }: Upload, entry: StoredLogEntry | undefined): string | null {
  return snapshotFrom === null ? null : (entry?.sourceAnchor ?? null)
}

function waitingState({ sequence }: Upload, { purgedThrough, cursor }: JobProgress): OperationState {
  if (sequence <= purgedThrough) return 'purged'
  // Looked at, and nothing was written down: it waits for the end of the cycle, or for an administrator.
  return sequence <= cursor ? 'held' : 'staged'
}

function stateOf({ action, result }: StoredLogEntry): OperationState {
  if (result === 'failure') return 'failed'
  if (action === 'stagedDelete') return 'held'
  if (result === 'skipped') return 'skipped'
  switch (action) {
    case 'create':
      return 'created'
    case 'update':
      return 'updated'
    case 'disable':
      return 'disabled'
    case 'delete':
      return 'deleted'
    default:
      return 'skipped'
  }
}

interface SentOperations {
  readonly sent: readonly { readonly bulkId: string; readonly externalId: string | null }[]
  readonly warnings: readonly ErrorDetail[]
  readonly data: readonly JsonObject[]
}

/** The names that the sender gave, read from the bytes that it sent. */
function readBody(body: Uint8Array): SentOperations {
  const request = parseBulkRequest(parseJson(body))
  if (request.kind === 'invalid') return { sent: [], warnings: [], data: [] }
  return {
    sent: request.operations.map(({ bulkId, data }) => ({
      bulkId,
      externalId: toText(ownProperty(data, 'externalId')),
    })),
    warnings: request.warnings,
    data: request.operations.map(({ data }) => data),
  }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}

function toText(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}

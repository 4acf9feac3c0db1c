import type { Clock } from '../contracts/clock.ts'
import type { Staging } from '../contracts/staging.ts'
import { EntrainError } from '../model/error.ts'
import type { UploadStaged } from '../telemetry/events.ts'
import type { Backlog } from './backlog.ts'
import { parseBulkBody } from './parse-bulk-body.ts'

export interface StageDeps {
  readonly staging: Pick<Staging, 'stage'>
  readonly backlog: Backlog
  readonly clock: Clock
  readonly newGuid: () => string
  /** Told once the upload is durable. */
  readonly onStaged: (upload: UploadStaged) => void
}

export interface BulkUpload {
  readonly tenantId: string
  readonly jobId: string
  readonly appId: string
  readonly requestId: string
  readonly clientRequestId: string
  readonly body: Uint8Array
}

/** Seconds after which a caller who is too far ahead may try again. */
const backlogRetryAfterSeconds = 2

/**
 * Stages a request whole or not at all; resolves with the upload's id once it is durable (Graph page
 * "synchronizationJob: bulkUpload"). Refuses with `invalidDataFormat` and JSON pointers, or with `tooManyRequests`
 * when the job's backlog is full.
 */
export async function stageBulkRequest(upload: BulkUpload, deps: StageDeps): Promise<string> {
  const { tenantId, jobId, body } = upload
  const operationCount = parseBulkBody(body).length
  if (deps.backlog.isFull(tenantId, jobId)) throw backlogFull()
  const id = deps.newGuid()
  const bytes = body.byteLength
  const { requestId, clientRequestId, appId } = upload
  const sequence = await deps.staging.stage(tenantId, {
    id,
    jobId,
    requestId,
    clientRequestId,
    appId,
    receivedAt: deps.clock.now(),
    operationCount,
    body,
  })
  deps.backlog.staged(tenantId, jobId, sequence, bytes)
  deps.onStaged({
    tenantId,
    jobId,
    uploadId: id,
    sequence,
    operationCount,
    bodyBytes: bytes,
  })
  return id
}

/** The caller is too far ahead of the engine. */
export function backlogFull(): EntrainError {
  return new EntrainError(
    'tooManyRequests',
    'The job has more staged data than it may hold; wait until some of it is processed.',
    { headers: { 'Retry-After': String(backlogRetryAfterSeconds) } },
  )
}

import type { Clock } from '../contracts/clock.ts'
import type { Staging } from '../contracts/staging.ts'
import { EntrainError } from '../model/error.ts'
import { parseBulkRequest } from '../scim/bulk-request.ts'
import type { UploadStaged } from '../telemetry/events.ts'
import type { Backlog } from './backlog.ts'

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
const decoder = new TextDecoder('utf-8', { fatal: true })

/** The message that clients of the original know; the details say what is wrong. */
const invalidMessage = 'Invalid Data Format'

/**
 * Stages a request whole or not at all; resolves with the upload's id once it is durable (Graph page
 * "synchronizationJob: bulkUpload"). Refuses with `invalidDataFormat` and JSON pointers, or with `tooManyRequests`
 * when the job's backlog is full.
 */
export async function stageBulkRequest(upload: BulkUpload, deps: StageDeps): Promise<string> {
  const { tenantId, jobId, body } = upload
  const request = parseBulkRequest(parseJson(body))
  if (request.kind === 'invalid')
    throw new EntrainError('invalidDataFormat', invalidMessage, { details: request.details })
  if (deps.backlog.isFull(tenantId, jobId)) {
    throw new EntrainError(
      'tooManyRequests',
      'The job has more staged data than it may hold; wait until some of it is processed.',
      {
        headers: { 'Retry-After': String(backlogRetryAfterSeconds) },
      },
    )
  }
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
    operationCount: request.operations.length,
    body,
  })
  deps.backlog.staged(tenantId, jobId, sequence, bytes)
  deps.onStaged({
    tenantId,
    jobId,
    uploadId: id,
    sequence,
    operationCount: request.operations.length,
    bodyBytes: bytes,
  })
  return id
}

function parseJson(body: Uint8Array): unknown {
  let text: string
  try {
    text = decoder.decode(body)
  } catch {
    throw new EntrainError('invalidDataFormat', invalidMessage, {
      details: [{ code: 'JsonInvalid', target: '', message: 'The body is not UTF-8. Send JSON in UTF-8.' }],
    })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new EntrainError('invalidDataFormat', invalidMessage, {
      details: [{ code: 'JsonInvalid', target: '', message: `The body is not JSON: ${cause}` }],
    })
  }
}

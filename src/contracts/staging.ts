import type { NewUpload, StagedUpload, Upload } from '../model/upload.ts'
import type { UploadSessions } from './upload-sessions.ts'

/** Uploads between the 202 and the engine, and as long as they are kept for reading. */
export interface Staging {
  /** Resolves with the sequence once the upload survives kill -9 and power loss. The bytes may be moved away from the caller. */
  stage(tenantId: string, upload: NewUpload): Promise<number>
  readonly uploads: UploadsReader
  readonly sessions: UploadSessions
  /** Removes uploads of a job for good. Answers how many there were. */
  purge(request: PurgeRequest): Promise<number>
  /** Carries out what was asked before; whatever is asked later is refused with `unavailable`. */
  close(): Promise<void>
}

export interface PurgeRequest {
  readonly tenantId: string
  readonly jobId: string
  readonly sequences: readonly number[]
}

/** Reading staged uploads. */
export interface UploadsReader {
  /** Uploads of a job after a sequence, in order of arrival, at most `limit`. */
  next(tenantId: string, jobId: string, afterSequence: number, limit: number): Promise<readonly StagedUpload[]>
  /** Those of the given sequences that are there, in order. */
  read(tenantId: string, jobId: string, sequences: readonly number[]): Promise<readonly StagedUpload[]>
  find(tenantId: string, jobId: string, uploadId: string): Promise<StagedUpload | undefined>
  /** Newest first, without bodies; continuing before a sequence. */
  list(tenantId: string, jobId: string, limit: number, before: number | null): Promise<readonly Upload[]>
  /** Oldest first, without bodies; continuing after a sequence. */
  listOldest(tenantId: string, jobId: string, limit: number, after: number): Promise<readonly Upload[]>
  /** The largest sequence of the job, 0 when it has none. */
  lastSequence(tenantId: string, jobId: string): Promise<number>
}

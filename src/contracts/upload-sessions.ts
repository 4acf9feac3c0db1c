import type { SessionMode, UploadSession } from '../model/upload-session.ts'

/** Names one session. */
export interface SessionKey {
  readonly tenantId: string
  readonly jobId: string
  readonly sessionId: string
}

/** A caller's wish at a time (milliseconds since 1970, UTC): a session that expired before is absent. */
export interface SessionRequest extends SessionKey {
  readonly now: number
}

/** Upload sessions and their chunks. Until its commit nothing of a session is among the uploads. */
export interface UploadSessions extends UploadSessionsReader {
  /** Refuses with `tooMany` when the job has `openMax` open sessions that have not expired. */
  begin(session: NewSession): Promise<{ readonly kind: 'begun' | 'tooMany' }>
  /**
   * Resolves with `stored` once the chunk survives kill -9 and power loss. A chunk of the same number is replaced, and the
   * session lives on until `expiresAt`. The bytes may be moved away from the caller.
   */
  putChunk(chunk: NewChunk): Promise<PutChunkResult>
  /**
   * Makes the chunks uploads in the order of their numbers, all or none; a snapshot gets one more upload at its end that
   * carries nothing (`Upload.snapshotFrom`). What is committed already answers as the first time.
   */
  commit(request: CommitRequest): Promise<CommitResult>
  /** Drops the chunks of an open session; `abandoned` also when it was so before. Its bytes go with the next sweep. */
  abandon(request: AbandonRequest): Promise<{ readonly kind: 'abandoned' | 'committed' | 'absent' }>
  /**
   * Removes expired sessions and bytes that nothing needs any more, at most `chunksMax` chunks at a time. Answers how many
   * chunks it removed: less than `chunksMax` means that nothing is left.
   */
  sweep(now: number, chunksMax: number): Promise<number>
}

/** Reading sessions. */
export interface UploadSessionsReader {
  find(request: SessionRequest): Promise<UploadSession | undefined>
  /** Newest first, those that have expired left out, at most `limit`. */
  list(request: Omit<SessionRequest, 'sessionId'>, limit: number): Promise<readonly UploadSession[]>
  /** Numbers below `chunkCount` that have not been received, ascending, at most `limit`, and how many there are. */
  missing(key: SessionKey, chunkCount: number, limit: number): Promise<MissingChunks>
  /** The number behind the largest one received; 0 when there is none. */
  chunkEnd(key: SessionKey): Promise<number>
  /** Bodies of the chunks of an open session, in the order of their numbers. */
  bodies(key: SessionKey): Promise<readonly Uint8Array[]>
  /** Ids of the uploads that a committed session became and that are still there, in order. */
  uploadIds(key: SessionKey): Promise<readonly string[]>
}

export interface MissingChunks {
  readonly count: number
  readonly numbers: readonly number[]
}

export interface NewSession {
  readonly tenantId: string
  readonly jobId: string
  readonly id: string
  readonly appId: string
  readonly mode: SessionMode
  readonly label: string | null
  readonly createdAt: number
  readonly expiresAt: number
  readonly openMax: number
}

export interface NewChunk extends SessionRequest {
  /** Position in the session, from 0. */
  readonly number: number
  /** Id of the upload that the chunk becomes. */
  readonly uploadId: string
  readonly requestId: string
  readonly clientRequestId: string
  readonly operationCount: number
  readonly body: Uint8Array
  readonly expiresAt: number
  /** What all chunks of the session may weigh together. */
  readonly sessionBytesMax: number
}

export type PutChunkResult = {
  /** `closed`: committed or abandoned. `full`: with this chunk the session would weigh too much. */
  readonly kind: 'stored' | 'closed' | 'full' | 'absent'
}

export interface CommitRequest extends SessionRequest {
  /** How many chunks the client has sent: 0 … n-1. */
  readonly chunkCount: number
  /** A snapshot without any operation says that everybody left; it is refused unless this says that it is meant. */
  readonly allowEmpty: boolean
  /** Id of the upload at the end of a snapshot. */
  readonly endUploadId: string
  readonly requestId: string
  readonly clientRequestId: string
  readonly expiresAt: number
}

export type CommitResult =
  | { readonly kind: 'committed'; readonly uploads: readonly CommittedUpload[]; readonly isFirst: boolean }
  /** Numbers below `chunkCount` are missing, or others were received beyond it. */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'abandoned' }
  | { readonly kind: 'absent' }

export interface CommittedUpload {
  readonly id: string
  readonly sequence: number
  readonly operationCount: number
  readonly bodyBytes: number
}

export interface AbandonRequest extends SessionRequest {
  /** How long it is remembered. */
  readonly expiresAt: number
}

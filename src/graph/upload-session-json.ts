import type { MissingChunks } from '../contracts/upload-sessions.ts'
import type { UploadSession } from '../model/upload-session.ts'
import { toGraphTime } from './graph-time.ts'

/** A session as lists show it (ours). */
export function toSessionSummary(session: UploadSession) {
  return {
    id: session.id,
    jobId: session.jobId,
    mode: session.mode,
    state: session.state,
    label: session.label,
    createdDateTime: toGraphTime(session.createdAt),
    expirationDateTime: toGraphTime(session.expiresAt),
    chunkCount: session.chunkCount,
    operationCount: session.operationCount,
    bodyBytes: session.bodyBytes,
  }
}

export interface SessionProgress {
  readonly chunkEnd: number
  readonly missing: MissingChunks
  readonly uploadIds: readonly string[]
}

/** A session with what is needed to go on with it, or to follow what became of it. */
export function toSessionJson(session: UploadSession, { chunkEnd, missing, uploadIds }: SessionProgress) {
  return {
    ...toSessionSummary(session),
    /** The number behind the largest one received. */
    nextChunk: chunkEnd,
    missingChunkCount: missing.count,
    missingChunks: missing.numbers,
    /** Of a committed session: chunk n became the n-th; a snapshot has one more, its end. */
    uploadIds,
  }
}

import type { DatabaseSync } from 'node:sqlite'
import type { CommitRequest, CommitResult, CommittedUpload } from '../../contracts/upload-sessions.ts'
import type { SessionRow } from './staging-session-row.ts'

/** Turns the chunks of a session into uploads, or tells why not. */
export function createSessionCommit(database: DatabaseSync) {
  const countBeyond = database.prepare(
    'SELECT count(*) AS beyond FROM session_chunks WHERE session_key = ? AND number >= ?',
  )
  // received_at is the time of the commit: uploads stand in the order of their times.
  const insert = database.prepare(
    `INSERT INTO uploads (tenant_id, job_id, id, request_id, client_request_id, app_id, received_at, operation_count,
       body_bytes, body_key, body)
     SELECT ?, ?, upload_id, request_id, client_request_id, ?, ?, operation_count, body_bytes, body_key, x''
     FROM session_chunks WHERE session_key = ? ORDER BY number`,
  )
  const insertEnd = database.prepare(
    `INSERT INTO uploads (tenant_id, job_id, id, request_id, client_request_id, app_id, received_at, operation_count,
       body_bytes, body) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, x'')`,
  )
  const setSnapshotFrom = database.prepare('UPDATE uploads SET snapshot_from = ? WHERE sequence = ?')
  const forgetChunks = database.prepare('DELETE FROM session_chunks WHERE session_key = ?')
  const close = database.prepare(
    `UPDATE upload_sessions SET state = 'committed', expires_at = ?, first_sequence = ?, last_sequence = ?
     WHERE session_key = ?`,
  )
  const listUploads = database.prepare(
    'SELECT id, sequence, operation_count, body_bytes FROM uploads WHERE sequence BETWEEN ? AND ? ORDER BY sequence',
  )

  const toUploads = (first: number, last: number): CommittedUpload[] =>
    listUploads.all(first, last).map((row) => ({
      id: String(row.id),
      sequence: Number(row.sequence),
      operationCount: Number(row.operation_count),
      bodyBytes: Number(row.body_bytes),
    }))

  /** Answers with the sequences that the uploads got: one transaction writes them, so no number is left out between. */
  const moveChunks = (session: SessionRow, request: CommitRequest): { first: number; last: number } => {
    const { tenantId, jobId, now, endUploadId, requestId, clientRequestId } = request
    const moved = insert.run(tenantId, jobId, session.appId, now, session.key)
    forgetChunks.run(session.key)
    const chunkCount = Number(moved.changes)
    const lastChunk = chunkCount === 0 ? 0 : Number(moved.lastInsertRowid)
    if (session.mode !== 'snapshot') return { first: lastChunk - chunkCount + 1, last: lastChunk }
    const end = insertEnd.run(tenantId, jobId, endUploadId, requestId, clientRequestId, session.appId, now)
    const last = Number(end.lastInsertRowid)
    const first = last - chunkCount
    setSnapshotFrom.run(first, last)
    return { first, last }
  }

  /** `session` is open or committed. */
  return (session: SessionRow, request: CommitRequest): CommitResult => {
    if (session.chunkCount !== request.chunkCount) return { kind: 'incomplete' }
    if (session.state === 'committed') {
      return { kind: 'committed', uploads: toUploads(session.firstSequence, session.lastSequence), isFirst: false }
    }
    if (Number(countBeyond.get(session.key, request.chunkCount)?.beyond) > 0) return { kind: 'incomplete' }
    if (session.operationCount === 0 && session.mode === 'snapshot' && !request.allowEmpty) return { kind: 'empty' }
    const { first, last } = moveChunks(session, request)
    close.run(request.expiresAt, first, last, session.key)
    return { kind: 'committed', uploads: toUploads(first, last), isFirst: true }
  }
}

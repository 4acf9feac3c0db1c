import type { DatabaseSync } from 'node:sqlite'
import type { SessionRequest } from '../../contracts/upload-sessions.ts'
import { sessionWhere } from './staging-session-reader.ts'

/** A session as the writer needs it. */
export interface SessionRow {
  readonly key: number
  readonly appId: string
  readonly mode: string
  readonly state: string
  readonly chunkCount: number
  readonly operationCount: number
  readonly bodyBytes: number
  readonly firstSequence: number
  readonly lastSequence: number
}

/** Finds a session that has not expired. */
export function createFindSession(database: DatabaseSync) {
  const find = database.prepare(
    `SELECT session_key, app_id, mode, state, chunk_count, operation_count, body_bytes, first_sequence, last_sequence
     FROM upload_sessions WHERE ${sessionWhere} AND expires_at > ?`,
  )
  return ({ tenantId, jobId, sessionId, now }: SessionRequest): SessionRow | undefined => {
    const row = find.get(tenantId, jobId, sessionId.toLowerCase(), now)
    if (row === undefined) return undefined
    return {
      key: Number(row.session_key),
      appId: String(row.app_id),
      mode: String(row.mode),
      state: String(row.state),
      chunkCount: Number(row.chunk_count),
      operationCount: Number(row.operation_count),
      bodyBytes: Number(row.body_bytes),
      firstSequence: Number(row.first_sequence ?? 0),
      lastSequence: Number(row.last_sequence ?? 0),
    }
  }
}

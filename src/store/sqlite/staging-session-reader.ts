import type { DatabaseSync } from 'node:sqlite'
import type { UploadSessionsReader } from '../../contracts/upload-sessions.ts'
import type { SessionMode, SessionState, UploadSession } from '../../model/upload-session.ts'

const columns =
  'id, job_id, app_id, mode, state, label, created_at, expires_at, chunk_count, operation_count, body_bytes'

type Row = Record<string, unknown>

/** One session by tenant, job and id. */
export const sessionWhere = 'tenant_id = ? AND job_id = ? AND id = ?'
const keyOfSession = `(SELECT session_key FROM upload_sessions WHERE ${sessionWhere})`

/** Reads sessions on a connection of its own. */
export function createSessionsReader(database: DatabaseSync): UploadSessionsReader {
  const find = database.prepare(`SELECT ${columns} FROM upload_sessions WHERE ${sessionWhere} AND expires_at > ?`)
  const list = database.prepare(
    `SELECT ${columns} FROM upload_sessions WHERE tenant_id = ? AND job_id = ? AND expires_at > ?
     ORDER BY session_key DESC LIMIT ?`,
  )
  const numbers = database.prepare(
    `SELECT number FROM session_chunks WHERE session_key = ${keyOfSession} AND number < ? ORDER BY number`,
  )
  const largest = database.prepare(
    `SELECT max(number) AS largest FROM session_chunks WHERE session_key = ${keyOfSession}`,
  )
  const bodies = database.prepare(
    `SELECT body FROM session_chunks JOIN chunk_bodies USING (body_key)
     WHERE session_key = ${keyOfSession} ORDER BY number`,
  )
  const uploadIds = database.prepare(
    `SELECT uploads.id FROM upload_sessions AS session JOIN uploads
       ON sequence BETWEEN session.first_sequence AND session.last_sequence
     WHERE session.tenant_id = ? AND session.job_id = ? AND session.id = ? ORDER BY sequence`,
  )
  return {
    async find({ tenantId, jobId, sessionId, now }) {
      const row = find.get(tenantId, jobId, sessionId.toLowerCase(), now)
      return row === undefined ? undefined : toSession(row)
    },
    async list({ tenantId, jobId, now }, limit) {
      return list.all(tenantId, jobId, now, limit).map(toSession)
    },
    async missing({ tenantId, jobId, sessionId }, chunkCount, limit) {
      const received = new Set(numbers.all(tenantId, jobId, sessionId.toLowerCase(), chunkCount).map(toNumber))
      const absent: number[] = []
      for (let number = 0; number < chunkCount && absent.length < limit; number++)
        if (!received.has(number)) absent.push(number)
      return { count: chunkCount - received.size, numbers: absent }
    },
    async chunkEnd({ tenantId, jobId, sessionId }) {
      const last = largest.get(tenantId, jobId, sessionId.toLowerCase())?.largest ?? null
      return last === null ? 0 : Number(last) + 1
    },
    async bodies({ tenantId, jobId, sessionId }) {
      // A BLOB column comes back as Uint8Array.
      return bodies.all(tenantId, jobId, sessionId.toLowerCase()).map(({ body }) => body as Uint8Array)
    },
    async uploadIds({ tenantId, jobId, sessionId }) {
      return uploadIds.all(tenantId, jobId, sessionId.toLowerCase()).map(({ id }) => String(id))
    },
  }
}

function toNumber({ number }: Row): number {
  return Number(number)
}

function toSession(row: Row): UploadSession {
  return {
    id: String(row.id),
    jobId: String(row.job_id),
    appId: String(row.app_id),
    // Only these words are ever written.
    mode: row.mode as SessionMode,
    state: row.state as SessionState,
    label: row.label === null ? null : String(row.label),
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    chunkCount: Number(row.chunk_count),
    operationCount: Number(row.operation_count),
    bodyBytes: Number(row.body_bytes),
  }
}

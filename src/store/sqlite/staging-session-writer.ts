import type { DatabaseSync } from 'node:sqlite'
import type { CommitRequest, NewChunk } from '../../contracts/upload-sessions.ts'
import type { SessionCall, SessionResults } from './staging-protocol.ts'
import { createSessionCommit } from './staging-session-commit.ts'
import { createFindSession, type SessionRow } from './staging-session-row.ts'

/** Carries out calls about sessions inside the transaction that is open. */
export interface SessionWriter {
  carryOut(call: SessionCall): SessionResults[SessionCall['kind']]
}

export function createSessionWriter(database: DatabaseSync): SessionWriter {
  const find = createFindSession(database)
  const commitOpen = createSessionCommit(database)
  const begin = createBegin(database)
  const putChunk = createPutChunk(database)
  const sweep = createSweep(database)
  const close = database.prepare("UPDATE upload_sessions SET state = 'abandoned', expires_at = ? WHERE session_key = ?")

  const commit = (request: CommitRequest): SessionResults['commit'] => {
    const session = find(request)
    if (session === undefined) return { kind: 'absent' }
    return session.state === 'abandoned' ? { kind: 'abandoned' } : commitOpen(session, request)
  }

  return {
    carryOut(call) {
      switch (call.kind) {
        case 'begin':
          return begin(call.session)
        case 'putChunk':
          return putChunk(call.chunk, find(call.chunk))
        case 'commit':
          return commit(call.request)
        case 'abandon': {
          const session = find(call.request)
          if (session === undefined) return { kind: 'absent' }
          if (session.state === 'committed') return { kind: 'committed' }
          if (session.state === 'open') close.run(call.request.expiresAt, session.key)
          return { kind: 'abandoned' }
        }
        case 'sweep':
          return sweep(call.now, call.chunksMax)
        default:
          throw new Error('unknown call about a session')
      }
    },
  }
}

function createBegin(database: DatabaseSync) {
  const countOpen = database.prepare(
    `SELECT count(*) AS open FROM upload_sessions
     WHERE tenant_id = ? AND job_id = ? AND state = 'open' AND expires_at > ?`,
  )
  const insert = database.prepare(
    `INSERT INTO upload_sessions (tenant_id, job_id, id, app_id, mode, state, label, created_at, expires_at)
     VALUES (?, ?, ?, ?, ?, 'open', ?, ?, ?)`,
  )
  return (session: Extract<SessionCall, { kind: 'begin' }>['session']): SessionResults['begin'] => {
    const { tenantId, jobId, id, appId, mode, label, createdAt, expiresAt, openMax } = session
    if (Number(countOpen.get(tenantId, jobId, createdAt)?.open) >= openMax) return { kind: 'tooMany' }
    insert.run(tenantId, jobId, id.toLowerCase(), appId, mode, label, createdAt, expiresAt)
    return { kind: 'begun' }
  }
}

function createPutChunk(database: DatabaseSync) {
  const known = database.prepare(
    'SELECT body_key, operation_count, body_bytes FROM session_chunks WHERE session_key = ? AND number = ?',
  )
  const insertBody = database.prepare('INSERT INTO chunk_bodies (body) VALUES (?)')
  const removeBody = database.prepare('DELETE FROM chunk_bodies WHERE body_key = ?')
  const insert = database.prepare(
    `INSERT OR REPLACE INTO session_chunks
       (session_key, number, upload_id, request_id, client_request_id, operation_count, body_bytes, body_key)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const count = database.prepare(
    `UPDATE upload_sessions SET chunk_count = chunk_count + ?, operation_count = operation_count + ?,
       body_bytes = body_bytes + ?, expires_at = ? WHERE session_key = ?`,
  )
  return (chunk: NewChunk, session: SessionRow | undefined): SessionResults['putChunk'] => {
    if (session === undefined) return { kind: 'absent' }
    if (session.state !== 'open') return { kind: 'closed' }
    const before = known.get(session.key, chunk.number)
    const addedBytes = chunk.body.byteLength - Number(before?.body_bytes ?? 0)
    if (session.bodyBytes + addedBytes > chunk.sessionBytesMax) return { kind: 'full' }
    if (before !== undefined) removeBody.run(Number(before.body_key))
    const bodyKey = Number(insertBody.run(chunk.body).lastInsertRowid)
    const { number, uploadId, requestId, clientRequestId, operationCount, body, expiresAt } = chunk
    insert.run(session.key, number, uploadId, requestId, clientRequestId, operationCount, body.byteLength, bodyKey)
    const addedOperations = operationCount - Number(before?.operation_count ?? 0)
    count.run(before === undefined ? 1 : 0, addedOperations, addedBytes, expiresAt, session.key)
    return { kind: 'stored' }
  }
}

function createSweep(database: DatabaseSync) {
  const find = database.prepare(
    `SELECT chunk.session_key, chunk.number, chunk.body_key FROM upload_sessions AS session
     JOIN session_chunks AS chunk USING (session_key)
     WHERE session.state = 'abandoned' OR session.expires_at <= ? LIMIT ?`,
  )
  const removeBody = database.prepare('DELETE FROM chunk_bodies WHERE body_key = ?')
  const removeChunk = database.prepare('DELETE FROM session_chunks WHERE session_key = ? AND number = ?')
  const removeSessions = database.prepare(
    `DELETE FROM upload_sessions WHERE expires_at <= ?
       AND NOT EXISTS (SELECT 1 FROM session_chunks AS chunk WHERE chunk.session_key = upload_sessions.session_key)`,
  )
  return (now: number, chunksMax: number): number => {
    const chunks = find.all(now, chunksMax)
    for (const { session_key: key, number, body_key: bodyKey } of chunks) {
      removeBody.run(Number(bodyKey))
      removeChunk.run(Number(key), Number(number))
    }
    removeSessions.run(now)
    return chunks.length
  }
}

import type { DatabaseSync } from 'node:sqlite'
import type { PurgeRequest } from '../../contracts/staging.ts'
import type { StagingAnswer, StagingRequest, StagingValue } from './staging-protocol.ts'
import { createSessionWriter } from './staging-session-writer.ts'

export interface StagingWriter {
  /** Carries out a group of requests in one durable transaction. Throws when it could not be committed. */
  commit(group: readonly StagingRequest[]): StagingAnswer[]
}

export function createStagingWriter(database: DatabaseSync): StagingWriter {
  const insert = database.prepare(
    `INSERT INTO uploads (tenant_id, job_id, id, request_id, client_request_id, app_id, received_at, operation_count, body_bytes, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const removeBody = database.prepare(
    `DELETE FROM chunk_bodies WHERE body_key =
       (SELECT body_key FROM uploads WHERE tenant_id = ? AND job_id = ? AND sequence = ?)`,
  )
  const remove = database.prepare('DELETE FROM uploads WHERE tenant_id = ? AND job_id = ? AND sequence = ?')

  const purge = ({ tenantId, jobId, sequences }: PurgeRequest): number => {
    let removed = 0
    for (const sequence of sequences) {
      removeBody.run(tenantId, jobId, sequence)
      removed += Number(remove.run(tenantId, jobId, sequence).changes)
    }
    return removed
  }
  const sessions = createSessionWriter(database)

  const carryOut = (request: StagingRequest): StagingValue => {
    if (request.kind === 'purge') return purge(request.request)
    if (request.kind === 'session') return sessions.carryOut(request.call)
    if (request.kind === 'close') return 0
    const { tenantId, upload } = request
    const { jobId, id, requestId, clientRequestId, appId, receivedAt, operationCount, body } = upload
    const { lastInsertRowid } = insert.run(
      tenantId,
      jobId,
      id,
      requestId,
      clientRequestId,
      appId,
      receivedAt,
      operationCount,
      body.byteLength,
      body,
    )
    return Number(lastInsertRowid)
  }

  return {
    commit(group) {
      database.exec('BEGIN IMMEDIATE')
      try {
        const answers = group.map((request) => ({ ticket: request.ticket, value: carryOut(request), error: null }))
        database.exec('COMMIT')
        return answers
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK')
        throw error
      }
    },
  }
}

import type { DatabaseSync } from 'node:sqlite'
import type { UploadsReader } from '../../contracts/staging.ts'
import type { StagedUpload, Upload } from '../../model/upload.ts'

const columns =
  'sequence, id, job_id, request_id, client_request_id, app_id, received_at, operation_count, body_bytes, snapshot_from'

/** What came as a chunk of a session has its bytes elsewhere. */
const columnsAndBody = `${columns}, CASE WHEN body_key IS NULL THEN body
  ELSE (SELECT chunk.body FROM chunk_bodies chunk WHERE chunk.body_key = uploads.body_key) END AS body`

type Row = Record<string, unknown>

/** Reads uploads on a connection of its own, in whichever thread it is opened. */
export function createUploadsReader(database: DatabaseSync): UploadsReader {
  const next = database.prepare(
    `SELECT ${columnsAndBody} FROM uploads WHERE tenant_id = ? AND job_id = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
  )
  const find = database.prepare(`SELECT ${columnsAndBody} FROM uploads WHERE tenant_id = ? AND job_id = ? AND id = ?`)
  const list = database.prepare(
    `SELECT ${columns} FROM uploads WHERE tenant_id = ? AND job_id = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?`,
  )
  const oldest = database.prepare(
    `SELECT ${columns} FROM uploads WHERE tenant_id = ? AND job_id = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
  )
  const last = database.prepare('SELECT max(sequence) AS last FROM uploads WHERE tenant_id = ? AND job_id = ?')
  const one = database.prepare(
    `SELECT ${columnsAndBody} FROM uploads WHERE tenant_id = ? AND job_id = ? AND sequence = ?`,
  )
  return {
    async next(tenantId, jobId, afterSequence, limit) {
      return next.all(tenantId, jobId, afterSequence, limit).map(toStagedUpload)
    },
    async read(tenantId, jobId, sequences) {
      return sequences.flatMap((sequence) => {
        const row = one.get(tenantId, jobId, sequence)
        return row === undefined ? [] : [toStagedUpload(row)]
      })
    },
    async find(tenantId, jobId, uploadId) {
      const row = find.get(tenantId, jobId, uploadId.toLowerCase())
      return row === undefined ? undefined : toStagedUpload(row)
    },
    async list(tenantId, jobId, limit, before) {
      return list.all(tenantId, jobId, before ?? Number.MAX_SAFE_INTEGER, limit).map(toUpload)
    },
    async listOldest(tenantId, jobId, limit, after) {
      return oldest.all(tenantId, jobId, after, limit).map(toUpload)
    },
    async lastSequence(tenantId, jobId) {
      return Number(last.get(tenantId, jobId)?.last ?? 0)
    },
  }
}

function toUpload(row: Row): Upload {
  return {
    sequence: Number(row.sequence),
    id: String(row.id),
    jobId: String(row.job_id),
    requestId: String(row.request_id),
    clientRequestId: String(row.client_request_id),
    appId: String(row.app_id),
    receivedAt: Number(row.received_at),
    operationCount: Number(row.operation_count),
    bodyBytes: Number(row.body_bytes),
    snapshotFrom: row.snapshot_from === null ? null : Number(row.snapshot_from),
  }
}

function toStagedUpload(row: Row): StagedUpload {
  // A BLOB column comes back as Uint8Array.
  return { ...toUpload(row), body: row.body as Uint8Array }
}

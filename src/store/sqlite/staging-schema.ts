import { DatabaseSync } from 'node:sqlite'

/** One row per accepted request. AUTOINCREMENT: a sequence is never given twice, also after old uploads are removed. */
const statements = [
  'PRAGMA page_size = 8192',
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA wal_autocheckpoint = 4000',
  'PRAGMA busy_timeout = 10000',
  `CREATE TABLE IF NOT EXISTS uploads (sequence INTEGER PRIMARY KEY AUTOINCREMENT, tenant_id TEXT NOT NULL, job_id TEXT NOT NULL,
     id TEXT NOT NULL, request_id TEXT NOT NULL, client_request_id TEXT NOT NULL, app_id TEXT NOT NULL, received_at INTEGER NOT NULL,
     operation_count INTEGER NOT NULL, body_bytes INTEGER NOT NULL, body BLOB NOT NULL, snapshot_from INTEGER)`,
  'CREATE INDEX IF NOT EXISTS uploads_job ON uploads (tenant_id, job_id, sequence)',
  'CREATE UNIQUE INDEX IF NOT EXISTS uploads_id ON uploads (tenant_id, job_id, id)',
]

export function openStagingDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  for (const statement of statements) database.exec(statement)
  addSnapshotColumn(database)
  return database
}

/** Files of version 0.1.0 lack the column. */
function addSnapshotColumn(database: DatabaseSync): void {
  const columns = database.prepare('PRAGMA table_info(uploads)').all()
  if (columns.some(({ name }) => name === 'snapshot_from')) return
  database.exec('ALTER TABLE uploads ADD COLUMN snapshot_from INTEGER')
}

/** A connection that only reads; the file exists already. */
export function openStagingReader(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true })
  database.exec('PRAGMA busy_timeout = 10000')
  return database
}

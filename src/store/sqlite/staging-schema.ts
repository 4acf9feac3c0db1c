import { DatabaseSync } from 'node:sqlite'

/**
 * One row per accepted request. AUTOINCREMENT: a sequence is never given twice, also after old uploads are removed.
 * The bytes of chunks stand in a table of their own, so that a commit turns chunks into uploads without moving them.
 */
const statements = [
  'PRAGMA page_size = 8192',
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA wal_autocheckpoint = 4000',
  'PRAGMA busy_timeout = 10000',
  `CREATE TABLE IF NOT EXISTS uploads (sequence INTEGER PRIMARY KEY AUTOINCREMENT, tenant_id TEXT NOT NULL, job_id TEXT NOT NULL,
     id TEXT NOT NULL, request_id TEXT NOT NULL, client_request_id TEXT NOT NULL, app_id TEXT NOT NULL, received_at INTEGER NOT NULL,
     operation_count INTEGER NOT NULL, body_bytes INTEGER NOT NULL, snapshot_from INTEGER, body_key INTEGER, body BLOB NOT NULL)`,
  'CREATE INDEX IF NOT EXISTS uploads_job ON uploads (tenant_id, job_id, sequence)',
  'CREATE UNIQUE INDEX IF NOT EXISTS uploads_id ON uploads (tenant_id, job_id, id)',
  `CREATE TABLE IF NOT EXISTS upload_sessions (session_key INTEGER PRIMARY KEY AUTOINCREMENT, tenant_id TEXT NOT NULL,
     job_id TEXT NOT NULL, id TEXT NOT NULL, app_id TEXT NOT NULL, mode TEXT NOT NULL, state TEXT NOT NULL, label TEXT,
     created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, chunk_count INTEGER NOT NULL DEFAULT 0,
     operation_count INTEGER NOT NULL DEFAULT 0, body_bytes INTEGER NOT NULL DEFAULT 0, first_sequence INTEGER, last_sequence INTEGER)`,
  'CREATE UNIQUE INDEX IF NOT EXISTS upload_sessions_id ON upload_sessions (tenant_id, job_id, id)',
  `CREATE TABLE IF NOT EXISTS session_chunks (session_key INTEGER NOT NULL, number INTEGER NOT NULL, upload_id TEXT NOT NULL,
     request_id TEXT NOT NULL, client_request_id TEXT NOT NULL, operation_count INTEGER NOT NULL, body_bytes INTEGER NOT NULL,
     body_key INTEGER NOT NULL, PRIMARY KEY (session_key, number)) WITHOUT ROWID`,
  'CREATE TABLE IF NOT EXISTS chunk_bodies (body_key INTEGER PRIMARY KEY, body BLOB NOT NULL)',
]

export function openStagingDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  for (const statement of statements) database.exec(statement)
  addColumns(database)
  return database
}

/** Files of version 0.1.0 lack them. */
const laterColumns = ['snapshot_from', 'body_key']

function addColumns(database: DatabaseSync): void {
  const columns = database.prepare('PRAGMA table_info(uploads)').all()
  for (const name of laterColumns) {
    if (columns.some((column) => column.name === name)) continue
    database.exec(`ALTER TABLE uploads ADD COLUMN ${name} INTEGER`)
  }
}

/** A connection that only reads; the file exists already. */
export function openStagingReader(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true })
  database.exec('PRAGMA busy_timeout = 10000')
  return database
}

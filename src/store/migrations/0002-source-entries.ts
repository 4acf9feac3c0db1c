/**
 * People are known to a job also while they are linked to nobody; failures and dates have their time; what would disable
 * too many waits; deleted users can come back.
 */
export const sourceEntries = {
  name: '0002-source-entries',
  statements: [
    `CREATE TABLE source_entries (tenant INTEGER NOT NULL, job INTEGER NOT NULL, anchor_key TEXT NOT NULL, anchor TEXT NOT NULL, target_id TEXT,
       upload INTEGER NOT NULL, operation INTEGER NOT NULL, is_absent INTEGER NOT NULL, PRIMARY KEY (tenant, job, anchor_key)) WITHOUT ROWID`,
    `INSERT INTO source_entries (tenant, job, anchor_key, anchor, target_id, upload, operation, is_absent)
       SELECT tenant, job, anchor_key, anchor, target_id, upload, operation, 0 FROM links`,
    'DROP TABLE links',
    `CREATE TABLE appointments (tenant INTEGER NOT NULL, job INTEGER NOT NULL, kind INTEGER NOT NULL, anchor_key TEXT NOT NULL, anchor TEXT NOT NULL,
       due_at INTEGER NOT NULL, attempts INTEGER NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (tenant, job, kind, anchor_key)) WITHOUT ROWID`,
    'CREATE INDEX appointments_due ON appointments (tenant, job, due_at)',
    `CREATE TABLE held_records (tenant INTEGER NOT NULL, job INTEGER NOT NULL, anchor_key TEXT NOT NULL, anchor TEXT NOT NULL, upload INTEGER NOT NULL,
       operation INTEGER NOT NULL, is_absence INTEGER NOT NULL, is_repeated INTEGER NOT NULL, is_staged INTEGER NOT NULL,
       PRIMARY KEY (tenant, job, anchor_key, upload, operation)) WITHOUT ROWID`,
    'CREATE INDEX held_records_arrival ON held_records (tenant, job, upload, operation, anchor_key)',
    `CREATE TABLE merged_records (tenant INTEGER NOT NULL, job INTEGER NOT NULL, anchor_key TEXT NOT NULL, data TEXT NOT NULL,
       PRIMARY KEY (tenant, job, anchor_key)) WITHOUT ROWID`,
    `CREATE TABLE deleted_users (tenant INTEGER NOT NULL, id TEXT NOT NULL, deleted_at INTEGER NOT NULL, manager_id TEXT, version INTEGER NOT NULL,
       properties TEXT NOT NULL, PRIMARY KEY (tenant, id)) WITHOUT ROWID`,
    'CREATE INDEX deleted_users_time ON deleted_users (tenant, deleted_at)',
  ],
} as const

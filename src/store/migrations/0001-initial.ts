const statistics = [
  ['users', 'users_id', '1000000 1000000 1'],
  ['users', 'users_upn', '1000000 1000000 1'],
  ['users', 'users_display_name', '1000000 1000000 2 1'],
  ['users', 'users_employee_id', '1000000 1000000 1'],
  ['users', 'users_mail', '1000000 1000000 1'],
  ['users', 'users_manager', '1000000 1000000 10'],
  ['provisioning_log', 'provisioning_log_job', '10000000 10000000 5000000 1'],
  ['provisioning_log', 'provisioning_log_cycle', '10000000 10000000 10000 1'],
  ['provisioning_log', 'provisioning_log_source', '10000000 10000000 10 1'],
  ['provisioning_log', 'provisioning_log_upload', '10000000 10000000 5000000 50'],
] as const

/**
 * Without statistics SQLite takes the rows of one tenant for a handful and reads all of them in order instead of looking
 * a value up. These are fixed, so that every installation plans alike (sqlite.org, "The SQLite Query Optimizer
 * Overview": rows in the table, then rows per distinct value of each prefix of the index).
 */
const statisticsStatements = [
  'ANALYZE sqlite_schema',
  ...statistics.map(
    ([table, index, rows]) => `INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('${table}', '${index}', '${rows}')`,
  ),
]

/**
 * The first layout of the main database. Every key begins with the tenant, except where SQLite's row number is the
 * physical order of an append-only table (users, provisioning_log): there each secondary key begins with it.
 * Columns that end in `_key` hold `foldCase` (odata/fold-case.ts) of a text that compares without letter case.
 */
export const initial = {
  name: '0001-initial',
  statements: [
    'CREATE TABLE tenants (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL, created_at TEXT NOT NULL)',
    'CREATE TABLE domains (tenant INTEGER NOT NULL, name TEXT NOT NULL UNIQUE, is_default INTEGER NOT NULL, PRIMARY KEY (tenant, name))',
    'CREATE TABLE signing_keys (key_id TEXT PRIMARY KEY, private_key TEXT NOT NULL, certificate TEXT NOT NULL, created_at TEXT NOT NULL, retired_at TEXT)',
    `CREATE TABLE applications (tenant INTEGER NOT NULL, id TEXT NOT NULL, app_id TEXT NOT NULL, display_name TEXT NOT NULL,
       created_at TEXT NOT NULL, PRIMARY KEY (tenant, id), UNIQUE (tenant, app_id))`,
    `CREATE TABLE service_principals (tenant INTEGER NOT NULL, id TEXT NOT NULL, app_id TEXT NOT NULL, display_name TEXT NOT NULL,
       account_enabled INTEGER NOT NULL, tags TEXT NOT NULL, owner_ids TEXT NOT NULL, PRIMARY KEY (tenant, id), UNIQUE (tenant, app_id))`,
    `CREATE TABLE passwords (tenant INTEGER NOT NULL, app_id TEXT NOT NULL, key_id TEXT NOT NULL, display_name TEXT, hint TEXT NOT NULL,
       secret_hash TEXT NOT NULL, start_at TEXT NOT NULL, end_at TEXT NOT NULL, PRIMARY KEY (tenant, app_id, key_id))`,
    `CREATE TABLE app_role_assignments (tenant INTEGER NOT NULL, id TEXT NOT NULL, principal_id TEXT NOT NULL, resource_id TEXT NOT NULL,
       app_role_id TEXT NOT NULL, created_at TEXT NOT NULL, PRIMARY KEY (tenant, id), UNIQUE (tenant, principal_id, resource_id, app_role_id))`,
    `CREATE TABLE jobs (tenant INTEGER NOT NULL, id TEXT NOT NULL, key INTEGER NOT NULL UNIQUE, service_principal_id TEXT NOT NULL,
       template_id TEXT NOT NULL, schedule_state TEXT NOT NULL, created_at TEXT NOT NULL, settings TEXT NOT NULL, options TEXT NOT NULL,
       schema_version INTEGER NOT NULL, progress TEXT NOT NULL, PRIMARY KEY (tenant, id))`,
    `CREATE TABLE schema_versions (tenant INTEGER NOT NULL, job INTEGER NOT NULL, version INTEGER NOT NULL, schema TEXT NOT NULL,
       created_at TEXT NOT NULL, PRIMARY KEY (tenant, job, version))`,
    `CREATE TABLE users (rid INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, upn_key TEXT NOT NULL, employee_id_key TEXT,
       mail_key TEXT, display_name_key TEXT NOT NULL, manager_id TEXT, version INTEGER NOT NULL, properties TEXT NOT NULL)`,
    'CREATE UNIQUE INDEX users_id ON users (tenant, id)',
    'CREATE UNIQUE INDEX users_upn ON users (tenant, upn_key)',
    'CREATE INDEX users_display_name ON users (tenant, display_name_key, id)',
    'CREATE INDEX users_employee_id ON users (tenant, employee_id_key) WHERE employee_id_key IS NOT NULL',
    'CREATE INDEX users_mail ON users (tenant, mail_key) WHERE mail_key IS NOT NULL',
    'CREATE INDEX users_manager ON users (tenant, manager_id) WHERE manager_id IS NOT NULL',
    `CREATE TABLE links (tenant INTEGER NOT NULL, job INTEGER NOT NULL, anchor_key TEXT NOT NULL, anchor TEXT NOT NULL, target_id TEXT NOT NULL,
       upload INTEGER NOT NULL, operation INTEGER NOT NULL, PRIMARY KEY (tenant, job, anchor_key)) WITHOUT ROWID`,
    `CREATE TABLE pending_references (tenant INTEGER NOT NULL, job INTEGER NOT NULL, subject_key TEXT NOT NULL, attribute TEXT NOT NULL,
       subject TEXT NOT NULL, wanted_key TEXT NOT NULL, wanted TEXT NOT NULL, PRIMARY KEY (tenant, job, subject_key, attribute)) WITHOUT ROWID`,
    'CREATE INDEX pending_references_wanted ON pending_references (tenant, job, wanted_key)',
    'CREATE TABLE cycles (tenant INTEGER NOT NULL, key INTEGER PRIMARY KEY, job INTEGER NOT NULL, id TEXT NOT NULL, UNIQUE (tenant, id))',
    `CREATE TABLE settled_uploads (tenant INTEGER NOT NULL, sequence INTEGER NOT NULL, job INTEGER NOT NULL, id TEXT NOT NULL,
       request_id TEXT NOT NULL, PRIMARY KEY (tenant, sequence)) WITHOUT ROWID`,
    'CREATE INDEX settled_uploads_id ON settled_uploads (tenant, id)',
    `CREATE TABLE provisioning_log (sequence INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, job INTEGER NOT NULL, cycle INTEGER NOT NULL,
       at INTEGER NOT NULL, action INTEGER NOT NULL, result INTEGER NOT NULL, source_anchor TEXT NOT NULL, target_id TEXT, upload INTEGER,
       operation INTEGER, schema_version INTEGER NOT NULL, trail TEXT NOT NULL)`,
    'CREATE INDEX provisioning_log_job ON provisioning_log (tenant, job, sequence)',
    'CREATE INDEX provisioning_log_cycle ON provisioning_log (tenant, cycle, sequence)',
    'CREATE INDEX provisioning_log_source ON provisioning_log (tenant, source_anchor, sequence)',
    'CREATE INDEX provisioning_log_upload ON provisioning_log (tenant, job, upload) WHERE upload IS NOT NULL',
    ...statisticsStatements,
  ],
} as const

/**
 * People sign in: their credentials, the failures that lock an account, and everything that is handed out and expires
 * (sessions, codes, refresh tokens), by the hash of what the holder shows.
 */
export const identity = {
  name: '0005-identity',
  statements: [
    `CREATE TABLE user_passwords (tenant INTEGER NOT NULL, user_id TEXT NOT NULL, password TEXT NOT NULL, is_hardened INTEGER NOT NULL,
       PRIMARY KEY (tenant, user_id)) WITHOUT ROWID`,
    'CREATE INDEX user_passwords_quick ON user_passwords (tenant, user_id) WHERE is_hardened = 0',
    `CREATE TABLE user_totp (tenant INTEGER NOT NULL, user_id TEXT NOT NULL, secret TEXT NOT NULL, last_step INTEGER NOT NULL,
       PRIMARY KEY (tenant, user_id)) WITHOUT ROWID`,
    `CREATE TABLE sign_in_failures (tenant INTEGER NOT NULL, account_key TEXT NOT NULL, failures INTEGER NOT NULL, last_at INTEGER NOT NULL,
       locked_until INTEGER NOT NULL, PRIMARY KEY (tenant, account_key)) WITHOUT ROWID`,
    'CREATE INDEX sign_in_failures_last ON sign_in_failures (tenant, last_at)',
    `CREATE TABLE sign_in_artifacts (tenant INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, family TEXT NOT NULL, user_id TEXT,
       created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER, data TEXT NOT NULL,
       PRIMARY KEY (tenant, kind, key)) WITHOUT ROWID`,
    'CREATE INDEX sign_in_artifacts_family ON sign_in_artifacts (tenant, family)',
    'CREATE INDEX sign_in_artifacts_user ON sign_in_artifacts (tenant, user_id, kind, created_at)',
    'CREATE INDEX sign_in_artifacts_expiry ON sign_in_artifacts (tenant, expires_at)',
  ],
} as const

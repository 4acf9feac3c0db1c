/**
 * Searching users by what lists are usually filtered by reads one narrow index instead of everybody's JSON. The trigger is
 * taken away meanwhile, because nothing of a user changes; times of the change feed let old changes be forgotten.
 */
export const userSearch = {
  name: '0006-user-search',
  statements: [
    'ALTER TABLE users ADD COLUMN department_key TEXT',
    'ALTER TABLE users ADD COLUMN user_type_key TEXT',
    'ALTER TABLE users ADD COLUMN account_enabled INTEGER',
    'DROP TRIGGER users_update',
    `UPDATE users SET department_key = fold_case(json_extract(properties, '$.department')),
       user_type_key = fold_case(json_extract(properties, '$.userType')),
       account_enabled = json_extract(properties, '$.accountEnabled')`,
    `CREATE TRIGGER users_update AFTER UPDATE ON users
       BEGIN INSERT INTO directory_changes (tenant, type, id, relation, other_id) VALUES (new.tenant, 'user', new.id, NULL, NULL); END`,
    `CREATE INDEX users_search ON users (tenant, id, account_enabled, user_type_key, department_key, display_name_key, mail_key)`,
    "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('users', 'users_search', '1000000 1000000 1 1 1 1 1 1')",
    // When the feed had come how far, so that it can be cut off at a time.
    `CREATE TABLE change_marks (tenant INTEGER NOT NULL, at INTEGER NOT NULL, sequence INTEGER NOT NULL,
       PRIMARY KEY (tenant, at)) WITHOUT ROWID`,
  ],
} as const

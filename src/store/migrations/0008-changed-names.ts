/**
 * The feed tells which properties an update has changed. Writers set `changed` with every update; null stands for what is
 * not known, as with everything that was written before.
 */
export const changedNames = {
  name: '0008-changed-names',
  statements: [
    'ALTER TABLE users ADD COLUMN changed TEXT',
    'ALTER TABLE directory_objects ADD COLUMN changed TEXT',
    'ALTER TABLE directory_changes ADD COLUMN changed TEXT',
    'DROP TRIGGER users_update',
    'DROP TRIGGER directory_objects_update',
    `CREATE TRIGGER users_update AFTER UPDATE ON users
       BEGIN INSERT INTO directory_changes (tenant, type, id, changed) VALUES (new.tenant, 'user', new.id, new.changed); END`,
    `CREATE TRIGGER directory_objects_update AFTER UPDATE ON directory_objects
       BEGIN INSERT INTO directory_changes (tenant, type, id, changed) VALUES (new.tenant, new.type, new.id, new.changed); END`,
  ],
} as const

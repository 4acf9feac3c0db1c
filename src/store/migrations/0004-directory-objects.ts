/** Which trigger tells the change feed of which table. */
function announce(table: string, event: 'INSERT' | 'UPDATE' | 'DELETE', values: string): string {
  const columns = 'tenant, type, id, relation, other_id'
  return `CREATE TRIGGER ${table}_${event.toLowerCase()} AFTER ${event} ON ${table}
    BEGIN INSERT INTO directory_changes (${columns}) VALUES (${values}); END`
}

/** Links are changes of the object that they begin at, and only of such types as Graph tracks. */
function announceLink(event: 'INSERT' | 'DELETE', row: 'new' | 'old'): string {
  return `CREATE TRIGGER object_links_${event.toLowerCase()} AFTER ${event} ON object_links
    BEGIN INSERT INTO directory_changes (tenant, type, id, relation, other_id)
      SELECT ${row}.tenant, o.type, ${row}.from_id, ${row}.relation, ${row}.to_id FROM directory_objects o
      WHERE o.tenant = ${row}.tenant AND o.id = ${row}.from_id; END`
}

/**
 * Applications, service principals, groups and all that is like them lie in one table, as Graph's JSON. What must be
 * unique and what links to what have tables of their own. Triggers write the change feed, so that no writer can forget it.
 */
export const directoryObjects = {
  name: '0004-directory-objects',
  statements: [
    `CREATE TABLE directory_objects (tenant INTEGER NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, version INTEGER NOT NULL,
       deleted_at TEXT, properties TEXT NOT NULL, PRIMARY KEY (tenant, id)) WITHOUT ROWID`,
    'CREATE INDEX directory_objects_type ON directory_objects (tenant, type, id)',
    `CREATE TABLE object_keys (tenant INTEGER NOT NULL, type TEXT NOT NULL, name TEXT NOT NULL, value_key TEXT NOT NULL, id TEXT NOT NULL,
       is_deleted INTEGER NOT NULL)`,
    'CREATE UNIQUE INDEX object_keys_value ON object_keys (tenant, type, name, value_key) WHERE is_deleted = 0',
    'CREATE INDEX object_keys_id ON object_keys (tenant, id)',
    `CREATE TABLE object_links (tenant INTEGER NOT NULL, relation TEXT NOT NULL, from_id TEXT NOT NULL, to_id TEXT NOT NULL,
       PRIMARY KEY (tenant, relation, from_id, to_id)) WITHOUT ROWID`,
    'CREATE INDEX object_links_to ON object_links (tenant, relation, to_id, from_id)',
    `CREATE TABLE directory_changes (sequence INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL,
       relation TEXT, other_id TEXT)`,
    `CREATE TABLE audit_log (sequence INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL,
       properties TEXT NOT NULL)`,
    'CREATE UNIQUE INDEX audit_log_id ON audit_log (tenant, kind, id)',
    'CREATE INDEX audit_log_time ON audit_log (tenant, kind, at, sequence)',

    `INSERT INTO directory_objects (tenant, id, type, version, properties)
       SELECT a.tenant, a.id, 'application', 1, json_object('appId', a.app_id, 'displayName', a.display_name,
         'createdDateTime', a.created_at, 'passwordCredentials', json(COALESCE((SELECT json_group_array(json_object('keyId', p.key_id,
           'displayName', p.display_name, 'hint', p.hint, 'secretHash', p.secret_hash, 'startDateTime', p.start_at, 'endDateTime', p.end_at))
           FROM passwords p WHERE p.tenant = a.tenant AND p.app_id = a.app_id), '[]')))
       FROM applications a`,
    `INSERT INTO directory_objects (tenant, id, type, version, properties)
       SELECT tenant, id, 'servicePrincipal', 1, json_object('appId', app_id, 'displayName', display_name,
         'accountEnabled', json(CASE account_enabled WHEN 0 THEN 'false' ELSE 'true' END), 'tags', json(tags))
       FROM service_principals`,
    `INSERT INTO directory_objects (tenant, id, type, version, properties)
       SELECT tenant, id, 'appRoleAssignment', 1, json_object('principalId', principal_id, 'resourceId', resource_id,
         'appRoleId', app_role_id, 'createdDateTime', created_at)
       FROM app_role_assignments`,
    `INSERT INTO object_keys (tenant, type, name, value_key, id, is_deleted)
       SELECT tenant, 'application', 'appId', app_id, id, 0 FROM applications
       UNION ALL SELECT tenant, 'servicePrincipal', 'appId', app_id, id, 0 FROM service_principals
       UNION ALL SELECT tenant, 'servicePrincipal', 'servicePrincipalNames', app_id, id, 0 FROM service_principals
       UNION ALL SELECT tenant, 'appRoleAssignment', 'grant', principal_id || ' ' || resource_id || ' ' || app_role_id, id, 0
         FROM app_role_assignments`,
    `INSERT INTO object_links (tenant, relation, from_id, to_id)
       SELECT s.tenant, 'owners', s.id, o.value FROM service_principals s, json_each(s.owner_ids) o
       UNION ALL SELECT tenant, 'principal', id, principal_id FROM app_role_assignments
       UNION ALL SELECT tenant, 'resource', id, resource_id FROM app_role_assignments`,
    'DROP TABLE applications',
    'DROP TABLE service_principals',
    'DROP TABLE passwords',
    'DROP TABLE app_role_assignments',

    announce('users', 'INSERT', "new.tenant, 'user', new.id, NULL, NULL"),
    announce('users', 'UPDATE', "new.tenant, 'user', new.id, NULL, NULL"),
    announce('users', 'DELETE', "old.tenant, 'user', old.id, NULL, NULL"),
    announce('deleted_users', 'DELETE', "old.tenant, 'user', old.id, NULL, NULL"),
    announce('directory_objects', 'INSERT', 'new.tenant, new.type, new.id, NULL, NULL'),
    announce('directory_objects', 'UPDATE', 'new.tenant, new.type, new.id, NULL, NULL'),
    announce('directory_objects', 'DELETE', 'old.tenant, old.type, old.id, NULL, NULL'),
    announceLink('INSERT', 'new'),
    announceLink('DELETE', 'old'),
  ],
} as const

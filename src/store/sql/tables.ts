import type { Generated } from 'kysely'

/**
 * The rows of the main database, as `migrations/` lays them out. Booleans are 0 and 1, structured values are JSON text,
 * columns that end in `_key` hold what `foldCase` of
 * odata/fold-case.ts makes of the text. `tenant` and `job` are the integer keys of those rows.
 */
export interface Tables {
  tenants: TenantRow
  domains: DomainRow
  signing_keys: SigningKeyRow
  directory_objects: DirectoryObjectRow
  object_keys: ObjectKeyRow
  object_links: ObjectLinkRow
  directory_changes: DirectoryChangeRow
  change_marks: ChangeMarkRow
  audit_log: AuditLogRow
  user_passwords: UserPasswordRow
  user_totp: UserTotpRow
  sign_in_failures: SignInFailureRow
  sign_in_artifacts: SignInArtifactRow
  jobs: JobRow
  schema_versions: SchemaVersionRow
  users: UserRow
  source_entries: SourceEntryRow
  appointments: AppointmentRow
  held_records: HeldRecordRow
  merged_records: MergedRecordRow
  deleted_users: DeletedUserRow
  pending_references: PendingReferenceRow
  cycles: CycleRow
  settled_uploads: SettledUploadRow
  provisioning_log: ProvisioningLogRow
  schema_migrations: SchemaMigrationRow
}

export interface TenantRow {
  key: Generated<number>
  id: string
  display_name: string
  created_at: string
}

export interface DomainRow {
  tenant: number
  name: string
  is_default: number
}

export interface SigningKeyRow {
  key_id: string
  private_key: string
  certificate: string
  created_at: string
  retired_at: string | null
}

export interface DirectoryObjectRow {
  tenant: number
  id: string
  type: string
  version: number
  deleted_at: string | null
  properties: string
  /** Of the latest update: names with commas between them; null when it is not known, and for what was created. */
  changed: string | null
}

export interface ObjectKeyRow {
  tenant: number
  type: string
  name: string
  value_key: string
  id: string
  is_deleted: number
}

export interface ObjectLinkRow {
  tenant: number
  relation: string
  from_id: string
  to_id: string
}

/** Written by triggers (0004-directory-objects, 0008-changed-names). */
export interface DirectoryChangeRow {
  sequence: Generated<number>
  tenant: number
  type: string
  id: string
  relation: string | null
  other_id: string | null
  /** Names with commas between them, as the row that was updated has them. */
  changed: string | null
}

/** How far the feed had come at a time. */
export interface ChangeMarkRow {
  tenant: number
  /** Milliseconds since 1970, UTC. */
  at: number
  sequence: number
}

export interface AuditLogRow {
  sequence: Generated<number>
  tenant: number
  kind: string
  id: string
  /** Milliseconds since 1970, UTC. */
  at: number
  properties: string
}

export interface UserPasswordRow {
  tenant: number
  user_id: string
  password: string
  is_hardened: number
}

export interface UserTotpRow {
  tenant: number
  user_id: string
  secret: string
  last_step: number
}

export interface SignInFailureRow {
  tenant: number
  account_key: string
  failures: number
  /** Milliseconds since 1970, UTC, as all times of sign-ins. */
  last_at: number
  locked_until: number
}

export interface SignInArtifactRow {
  tenant: number
  kind: string
  key: string
  family: string
  user_id: string | null
  created_at: number
  expires_at: number
  used_at: number | null
  data: string
}

export interface JobRow {
  tenant: number
  id: string
  /** Short name of the job in other tables; grows with each job of the installation. */
  key: number
  service_principal_id: string
  template_id: string
  schedule_state: string
  created_at: string
  settings: string
  options: string
  schema_version: number
  progress: string
}

export interface SchemaVersionRow {
  tenant: number
  job: number
  version: number
  schema: string
  created_at: string
  changed_by: string | null
  summary: string | null
}

export interface UserRow {
  rid: Generated<number>
  tenant: number
  id: string
  upn_key: string
  employee_id_key: string | null
  mail_key: string | null
  display_name_key: string
  department_key: string | null
  user_type_key: string | null
  account_enabled: number | null
  manager_id: string | null
  version: number
  properties: string
  /** As with `DirectoryObjectRow`. */
  changed: string | null
}

export interface SourceEntryRow {
  tenant: number
  job: number
  anchor_key: string
  anchor: string
  target_id: string | null
  upload: number
  operation: number
  is_absent: number
}

export interface AppointmentRow {
  tenant: number
  job: number
  kind: number
  anchor_key: string
  anchor: string
  due_at: number
  attempts: number
  since: number
}

export interface HeldRecordRow {
  tenant: number
  job: number
  anchor_key: string
  anchor: string
  upload: number
  operation: number
  is_absence: number
  is_repeated: number
  is_staged: number
}

export interface MergedRecordRow {
  tenant: number
  job: number
  anchor_key: string
  data: string
}

export interface DeletedUserRow {
  tenant: number
  id: string
  deleted_at: number
  manager_id: string | null
  version: number
  properties: string
}

export interface PendingReferenceRow {
  tenant: number
  job: number
  subject_key: string
  attribute: string
  subject: string
  wanted_key: string
  wanted: string
}

export interface CycleRow {
  tenant: number
  key: Generated<number>
  job: number
  id: string
}

/** Which request an upload of the log was; the upload itself lies in the staging file. */
export interface SettledUploadRow {
  tenant: number
  sequence: number
  job: number
  id: string
  request_id: string
}

export interface ProvisioningLogRow {
  sequence: Generated<number>
  tenant: number
  job: number
  cycle: number
  /** Milliseconds since 1970, UTC. */
  at: number
  action: number
  result: number
  source_anchor: string
  target_id: string | null
  upload: number | null
  operation: number | null
  schema_version: number
  trail: string
}

export interface SchemaMigrationRow {
  level: number
  name: string
  applied_at: string
}

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
  applications: ApplicationRow
  service_principals: ServicePrincipalRow
  passwords: PasswordRow
  app_role_assignments: AppRoleAssignmentRow
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

export interface ApplicationRow {
  tenant: number
  id: string
  app_id: string
  display_name: string
  created_at: string
}

export interface ServicePrincipalRow {
  tenant: number
  id: string
  app_id: string
  display_name: string
  account_enabled: number
  tags: string
  owner_ids: string
}

export interface PasswordRow {
  tenant: number
  app_id: string
  key_id: string
  display_name: string | null
  hint: string
  secret_hash: string
  start_at: string
  end_at: string
}

export interface AppRoleAssignmentRow {
  tenant: number
  id: string
  principal_id: string
  resource_id: string
  app_role_id: string
  created_at: string
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
  manager_id: string | null
  version: number
  properties: string
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

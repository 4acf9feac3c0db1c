import type { ApplicationsStore } from './store-applications.ts'
import type { AuditsStore } from './store-audits.ts'
import type { DirectoryStore } from './store-directory.ts'
import type { IdentityStore } from './store-identity.ts'
import type { JobsStore } from './store-jobs.ts'
import type { DirectoryChangesReader, ObjectsReader } from './store-objects.ts'
import type { ProvisioningLogStore } from './store-provisioning-log.ts'
import type { SourceEntriesReader } from './store-source-entries.ts'
import type { SigningKeysStore, TenantsStore } from './store-tenants.ts'
import type { DirectoryWrites } from './store-writes.ts'

/** Everything that lasts, except the uploads that wait (contracts/staging.ts). Reached through a tenant, never around it. */
export interface Store {
  readonly tenants: TenantsStore
  readonly signingKeys: SigningKeysStore
  /** Data of one tenant. The tenant need not exist: then everything is empty and every write is refused. */
  forTenant(tenantId: string): TenantStore
  close(): Promise<void>
}

export interface TenantStore {
  readonly tenantId: string
  readonly applications: ApplicationsStore
  readonly directory: DirectoryStore
  readonly objects: ObjectsReader
  readonly changes: DirectoryChangesReader
  readonly audits: AuditsStore
  readonly identity: IdentityStore
  readonly jobs: JobsStore
  readonly provisioningLog: ProvisioningLogStore
  readonly provisioning: DirectoryWrites
  readonly sourceEntries: SourceEntriesReader
}

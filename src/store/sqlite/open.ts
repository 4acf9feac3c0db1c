import { type Clock, systemClock } from '../../contracts/clock.ts'
import type { Store, TenantStore } from '../../contracts/store.ts'
import type { DirectoryWrites } from '../../contracts/store-writes.ts'
import { migrations } from '../migrations/index.ts'
import { createApplicationsStore } from '../sql/applications.ts'
import { createAuditsStore } from '../sql/audits.ts'
import { createDirectoryStore } from '../sql/directory.ts'
import { createChangesReader } from '../sql/directory-changes.ts'
import { createIdentityStore } from '../sql/identity.ts'
import { createJobsStore } from '../sql/jobs.ts'
import { toLogResources } from '../sql/log-resource.ts'
import { migrate } from '../sql/migrate.ts'
import { createObjectsReader } from '../sql/objects.ts'
import { createProvisioningLogStore, type ProvisioningLogParts } from '../sql/provisioning-log.ts'
import { createSchemaVersions } from '../sql/schema-versions.ts'
import { createSigningKeysStore } from '../sql/signing-keys.ts'
import { createSourceEntriesReader } from '../sql/source-entries.ts'
import { createTenantKey, type TenantKey } from '../sql/tenant-key.ts'
import { createTenantsStore } from '../sql/tenants.ts'
import { openSqliteDatabase, type SqliteDatabase, type SqliteDatabaseOptions } from './database.ts'
import { createProvisioningStore } from './provisioning-store.ts'

export interface SqliteStoreOptions extends SqliteDatabaseOptions {
  /** The writing side of the store; the tests of the engine put faults into it. */
  readonly createProvisioning?: (database: SqliteDatabase, tenantKey: TenantKey) => DirectoryWrites
  /** Expands the rows that the engine's side writes. Without it an entry cannot be read. */
  readonly decodeLogRow?: ProvisioningLogParts['decode']
  /** The number behind a public id of a log entry. Without it a filter on ids finds nothing. */
  readonly sequenceOf?: ProvisioningLogParts['sequenceOf']
  /** Entries as Graph shows them, for filters that no column answers. Default: what the entry itself says. */
  readonly toLogResources?: ProvisioningLogParts['toResources']
  readonly clock?: Clock
}

/** A tenant's parts are cheap to make anew; the limit only keeps made-up tenant ids from piling up. */
const tenantStoresMax = 1_000

/**
 * Opens the main database of one installation, creates it when it is missing and brings it to the newest layout. Each
 * thread opens its own. Throws `unavailable` when the file comes from a newer version.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const database = openSqliteDatabase(options)
  try {
    await migrate(database, migrations)
  } catch (error) {
    await database.close()
    throw error
  }
  const tenantStores = new Map<string, TenantStore>()
  const openTenant = tenantStoreFactory(database, options)

  return {
    tenants: createTenantsStore(database),
    signingKeys: createSigningKeysStore(database),
    forTenant(tenantId) {
      const id = tenantId.toLowerCase()
      const store = tenantStores.get(id) ?? openTenant(id)
      const oldest = tenantStores.keys().next()
      if (tenantStores.size >= tenantStoresMax && !oldest.done) tenantStores.delete(oldest.value)
      tenantStores.set(id, store)
      return store
    },
    close: () => database.close(),
  }
}

function tenantStoreFactory(database: SqliteDatabase, options: SqliteStoreOptions): (tenantId: string) => TenantStore {
  const schemas = createSchemaVersions(database)
  const clock = options.clock ?? systemClock
  const createProvisioning = options.createProvisioning ?? createProvisioningStore
  const log: ProvisioningLogParts = {
    decode: options.decodeLogRow ?? refuseDecoding,
    schemas,
    sequenceOf: options.sequenceOf ?? (() => undefined),
    toResources: options.toLogResources ?? toLogResources,
  }

  return (tenantId) => {
    const tenantKey = createTenantKey(database, tenantId)
    const objects = createObjectsReader(database, tenantKey)
    const provisioning = createProvisioning(database, tenantKey)
    return {
      tenantId,
      applications: createApplicationsStore(objects),
      objects,
      changes: createChangesReader(database, tenantKey),
      audits: createAuditsStore(database, tenantKey),
      directory: createDirectoryStore(database, tenantKey),
      identity: createIdentityStore(database, tenantKey),
      jobs: createJobsStore({ database, tenantKey, schemas, clock }),
      provisioningLog: createProvisioningLogStore(database, tenantKey, log),
      provisioning,
      sourceEntries: createSourceEntriesReader(database, tenantKey),
    }
  }
}

function refuseDecoding(): never {
  throw new Error('this store was opened without the decoder of its log')
}

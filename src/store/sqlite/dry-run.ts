import type { ProvisioningStore } from '../../contracts/store-provisioning.ts'
import { EntrainError } from '../../model/error.ts'
import type { DryRunBase } from '../dry-run/base.ts'
import { createDryRunStore, type DryRunLog } from '../dry-run/dry-run-store.ts'
import { isTrouble, openDriver, type SqliteDriver } from './driver.ts'
import { createAppointments } from './provisioning-appointments.ts'
import { createEntries } from './provisioning-entries.ts'
import { createHeldRecords } from './provisioning-held.ts'
import { createJobKeys, createProgressReader } from './provisioning-jobs.ts'
import { createMergedRecords } from './provisioning-merged.ts'
import { createReferenceLists } from './provisioning-references.ts'
import { createIdLists, createUsersWriter } from './provisioning-users.ts'

export interface DryRunOptions {
  /** The main database's file. */
  readonly file: string
  readonly tenantId: string
  readonly onLog: DryRunLog
  /** Memory for database pages. Default 64 MiB. */
  readonly cacheBytes?: number
}

export interface DryRun {
  /** Reads the database as it was when the dry run was opened; keeps in memory what is written. */
  readonly provisioning: ProvisioningStore
  close(): void
}

/** Recovery after a crash is all that a reader ever waits for. */
const busyTimeoutMs = 2_000

/**
 * Opens the engine's side of one tenant for a simulation (ours: what-if): the file is not written, and what others write
 * meanwhile is not seen. The write-ahead log cannot be emptied until it is closed, so it must not stay open for long.
 * Throws `notFound` for an unknown tenant, `unavailable` when the database cannot be read.
 */
export async function openDryRun({ file, tenantId, onLog, cacheBytes }: DryRunOptions): Promise<DryRun> {
  const driver = openReading({ file, cacheBytes })
  try {
    const store = createDryRunStore(readBase(driver, beginSnapshot(driver, tenantId)), onLog)
    return {
      provisioning: {
        transaction: (work) => store.transaction(work).catch(throwUnavailable),
      },
      close: () => driver.close(),
    }
  } catch (error) {
    driver.close()
    return throwUnavailable(error)
  }
}

function openReading({ file, cacheBytes }: { file: string; cacheBytes: number | undefined }): SqliteDriver {
  try {
    return openDriver({ file, readOnly: true, busyTimeoutMs, ...(cacheBytes === undefined ? {} : { cacheBytes }) })
  } catch (error) {
    return throwUnavailable(error)
  }
}

/** The snapshot begins with the first statement that reads (sqlite.org, "Isolation In SQLite"): here, the tenant's key. */
function beginSnapshot(driver: SqliteDriver, tenantId: string): number {
  driver.exec('BEGIN')
  const tenant = driver.prepare<{ key: number }>('SELECT key FROM tenants WHERE id = ?').get(tenantId.toLowerCase())
  if (tenant === undefined) throw new EntrainError('notFound', `There is no tenant '${tenantId}'.`)
  return tenant.key
}

/** The very statements of the engine's side; those that write are prepared with them and never run. */
function readBase(driver: SqliteDriver, tenant: number): DryRunBase {
  const jobKeyOf = createJobKeys(driver, tenant)
  const readProgress = createProgressReader(driver, tenant)
  const listReferences = createReferenceLists(driver, tenant, jobKeyOf)
  const listIdsBy = createIdLists(driver, tenant)
  return {
    entries: createEntries(driver, tenant, jobKeyOf),
    appointments: createAppointments(driver, tenant, jobKeyOf),
    held: createHeldRecords(driver, tenant, jobKeyOf),
    merged: createMergedRecords(driver, tenant, jobKeyOf),
    references: { list: async (jobId) => listReferences(jobId) },
    users: {
      ...createUsersWriter(driver, tenant),
      listIdsBy: async (property, value) => listIdsBy(property, value),
    },
    readProgress: async (jobId) => readProgress(jobId),
  }
}

function throwUnavailable(cause: unknown): never {
  if (!isTrouble(cause)) throw cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  throw new EntrainError('unavailable', `The database could not be read: ${reason}.`, { cause })
}

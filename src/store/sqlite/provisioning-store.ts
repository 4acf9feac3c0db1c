import type { DirectoryTransaction, DirectoryWrites } from '../../contracts/store-writes.ts'
import { EntrainError } from '../../model/error.ts'
import type { TenantKey } from '../sql/tenant-key.ts'
import type { SqliteDatabase } from './database.ts'
import { isTrouble, type SqliteDriver } from './driver.ts'
import { createAppointments } from './provisioning-appointments.ts'
import { createAuditsWriter } from './provisioning-audits.ts'
import { createChangesWriter } from './provisioning-changes.ts'
import { createDeletedUsersWriter } from './provisioning-deleted-users.ts'
import { createEntries } from './provisioning-entries.ts'
import { createHeldRecords } from './provisioning-held.ts'
import { createJobKeys, createProgressReader } from './provisioning-jobs.ts'
import { createLogWriter, type LogWriter } from './provisioning-log-writer.ts'
import { createMergedRecords } from './provisioning-merged.ts'
import { createObjectsWriter } from './provisioning-objects.ts'
import { createPasswordsWriter } from './provisioning-passwords.ts'
import { createReferences } from './provisioning-references.ts'
import { createUsersWriter } from './provisioning-users.ts'

/** The engine's side of one tenant: prepared statements on the writing connection, used inside its lock only. */
export function createProvisioningStore(database: SqliteDatabase, tenantKey: TenantKey): DirectoryWrites {
  let parts: Parts | undefined
  return {
    async transaction(work) {
      const tenant = await tenantKey.forWriting()
      parts ??= prepareParts(database.writer, tenant)
      const { transaction, log } = parts
      try {
        return await database.lock.run(() => work(transaction))
      } catch (error) {
        log.forget()
        throw isTrouble(error) ? toUnavailable(error) : error
      }
    },
  }
}

function toUnavailable(cause: unknown): EntrainError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new EntrainError('unavailable', `The database could not be written: ${reason}.`, { cause })
}

interface Parts {
  readonly transaction: DirectoryTransaction
  readonly log: LogWriter
}

function prepareParts(driver: SqliteDriver, tenant: number): Parts {
  const jobKeyOf = createJobKeys(driver, tenant)
  const log = createLogWriter(driver, tenant, jobKeyOf)
  const readProgress = createProgressReader(driver, tenant)
  const save = driver.prepare('UPDATE jobs SET progress = ? WHERE tenant = ? AND id = ?')
  const transaction: DirectoryTransaction = {
    entries: createEntries(driver, tenant, jobKeyOf),
    appointments: createAppointments(driver, tenant, jobKeyOf),
    held: createHeldRecords(driver, tenant, jobKeyOf),
    merged: createMergedRecords(driver, tenant, jobKeyOf),
    references: createReferences(driver, tenant, jobKeyOf),
    users: createUsersWriter(driver, tenant),
    passwords: createPasswordsWriter(driver, tenant),
    objects: createObjectsWriter(driver, tenant),
    deletedUsers: createDeletedUsersWriter(driver, tenant),
    changes: createChangesWriter(driver, tenant),
    audits: createAuditsWriter(driver, tenant),
    appendLog: (entries) => log.append(entries),
    async advance(jobId, change) {
      const progress = change(readProgress(jobId))
      save.run(JSON.stringify(progress), tenant, jobId)
      return progress
    },
  }
  return { transaction, log }
}

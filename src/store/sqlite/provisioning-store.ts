import type { ProvisioningStore, ProvisioningTransaction } from '../../contracts/store-provisioning.ts'
import { EntrainError } from '../../model/error.ts'
import { initialProgress, type JobProgress } from '../../model/synchronization-job.ts'
import type { TenantKey } from '../sql/tenant-key.ts'
import type { SqliteDatabase } from './database.ts'
import { isTrouble, type SqliteDriver } from './driver.ts'
import { createAppointments } from './provisioning-appointments.ts'
import { createEntries } from './provisioning-entries.ts'
import { createHeldRecords } from './provisioning-held.ts'
import { createLogWriter, type LogWriter } from './provisioning-log-writer.ts'
import { createMergedRecords } from './provisioning-merged.ts'
import { createReferences } from './provisioning-references.ts'
import { createUsersWriter } from './provisioning-users.ts'

/** The engine's side of one tenant: prepared statements on the writing connection, used inside its lock only. */
export function createProvisioningStore(database: SqliteDatabase, tenantKey: TenantKey): ProvisioningStore {
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
  readonly transaction: ProvisioningTransaction
  readonly log: LogWriter
}

function prepareParts(driver: SqliteDriver, tenant: number): Parts {
  const jobKeyOf = createJobKeys(driver, tenant)
  const log = createLogWriter(driver, tenant, jobKeyOf)
  const read = driver.prepare<{ progress: string }>('SELECT progress FROM jobs WHERE tenant = ? AND id = ?')
  const save = driver.prepare('UPDATE jobs SET progress = ? WHERE tenant = ? AND id = ?')
  const transaction: ProvisioningTransaction = {
    entries: createEntries(driver, tenant, jobKeyOf),
    appointments: createAppointments(driver, tenant, jobKeyOf),
    held: createHeldRecords(driver, tenant, jobKeyOf),
    merged: createMergedRecords(driver, tenant, jobKeyOf),
    references: createReferences(driver, tenant, jobKeyOf),
    users: createUsersWriter(driver, tenant),
    appendLog: (entries) => log.append(entries),
    async advance(jobId, change) {
      const row = read.get(tenant, jobId)
      if (row === undefined) throw new EntrainError('notFound', `The job ${jobId} is gone.`)
      // Written here and by the jobs part of the store, as JSON of the same type; older rows may lack newer members.
      const progress = change({ ...initialProgress, ...(JSON.parse(row.progress) as JobProgress) })
      save.run(JSON.stringify(progress), tenant, jobId)
      return progress
    },
  }
  return { transaction, log }
}

function createJobKeys(driver: SqliteDriver, tenant: number): (jobId: string) => number {
  const select = driver.prepare<{ key: number }>('SELECT key FROM jobs WHERE tenant = ? AND id = ?')
  const known = new Map<string, number>()
  return (jobId) => {
    const key = known.get(jobId) ?? select.get(tenant, jobId)?.key
    if (key === undefined) throw new EntrainError('notFound', `The job ${jobId} is gone.`)
    known.set(jobId, key)
    return key
  }
}

import { EntrainError } from '../../model/error.ts'
import { initialProgress, type JobProgress } from '../../model/synchronization-job.ts'
import type { SqliteDriver } from './driver.ts'

/** The integers that stand for jobs in other tables, looked up once. Throws `notFound` for a job that is not there. */
export function createJobKeys(driver: SqliteDriver, tenant: number): (jobId: string) => number {
  const select = driver.prepare<{ key: number }>('SELECT key FROM jobs WHERE tenant = ? AND id = ?')
  const known = new Map<string, number>()
  return (jobId) => {
    const key = known.get(jobId) ?? select.get(tenant, jobId)?.key
    if (key === undefined) throw goneError(jobId)
    known.set(jobId, key)
    return key
  }
}

/** Throws `notFound` for a job that is not there. */
export function createProgressReader(driver: SqliteDriver, tenant: number): (jobId: string) => JobProgress {
  const read = driver.prepare<{ progress: string }>('SELECT progress FROM jobs WHERE tenant = ? AND id = ?')
  return (jobId) => {
    const row = read.get(tenant, jobId)
    if (row === undefined) throw goneError(jobId)
    // Written by the engine and by the jobs part of the store, as JSON of the same type; older rows may lack newer members.
    return { ...initialProgress, ...(JSON.parse(row.progress) as JobProgress) }
  }
}

function goneError(jobId: string): EntrainError {
  return new EntrainError('notFound', `The job ${jobId} is gone.`)
}

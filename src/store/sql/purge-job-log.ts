import { sql } from 'kysely'
import type { Queries, SqlDatabase } from './database.ts'

interface Job {
  readonly tenant: number
  readonly job: number
}

interface Bounds {
  /** Milliseconds since 1970, UTC. */
  readonly before: number
  readonly limit: number
}

/**
 * Removes the oldest entries of a job's log, and what only they led to. Looks at the first entries only: they are the
 * oldest. Should the clock have been set back, a few entries wait until those before them are old enough too.
 */
export function purgeJobLog(database: SqlDatabase, job: Job, bounds: Bounds): Promise<number> {
  return database.write(async (queries) => {
    const purged = await purgeEntries(queries, job, bounds)
    if (purged > 0) await purgeNames(queries, job, bounds.limit)
    return purged
  })
}

/** The newest entry of all stays, so that its number is never given a second time. */
async function purgeEntries(queries: Queries, { tenant, job }: Job, { before, limit }: Bounds): Promise<number> {
  const oldest = sql`SELECT sequence, at FROM provisioning_log WHERE tenant = ${tenant} AND job = ${job}
    ORDER BY sequence LIMIT ${limit}`
  const { numAffectedRows } = await sql`DELETE FROM provisioning_log WHERE sequence IN
    (SELECT o.sequence FROM (${oldest}) AS o WHERE o.at < ${before})
    AND sequence < (SELECT max(sequence) FROM provisioning_log)`.execute(queries)
  return Number(numAffectedRows ?? 0n)
}

/** Uploads and cycles that no entry names any more. Both numbers grow with time, so they are the ones before the first. */
async function purgeNames(queries: Queries, { tenant, job }: Job, limit: number): Promise<void> {
  const uploads = sql`SELECT sequence FROM settled_uploads WHERE tenant = ${tenant} AND job = ${job} AND sequence <
    (SELECT min(upload) FROM provisioning_log WHERE tenant = ${tenant} AND job = ${job} AND upload IS NOT NULL)
    ORDER BY sequence LIMIT ${limit}`
  await sql`DELETE FROM settled_uploads WHERE tenant = ${tenant} AND sequence IN (${uploads})`.execute(queries)
  const cycles = sql`SELECT key FROM cycles WHERE tenant = ${tenant} AND key <
    (SELECT min(cycle) FROM provisioning_log WHERE tenant = ${tenant}) ORDER BY key LIMIT ${limit}`
  await sql`DELETE FROM cycles WHERE key IN (${cycles})`.execute(queries)
}

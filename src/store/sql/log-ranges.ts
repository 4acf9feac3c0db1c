import { sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import type { Queries } from './database.ts'
import type { CycleReference, LogFilterPlan } from './log-filter.ts'
import { everySequence, type LogPath, type SequenceBounds } from './log-scan.ts'
import { findTimeBounds } from './log-times.ts'

export interface LogRangeRequest {
  readonly tenant: number
  readonly dialect: Dialect
  readonly plan: LogFilterPlan
}

/** A stretch of an index, in the order of the entries' sequence. */
export interface LogRange {
  readonly path: LogPath
  readonly bounds: SequenceBounds
}

/** The stretches that hold every entry that the filter can match, and as few others as the indexes allow. */
export async function findLogRanges(
  queries: Queries,
  { tenant, dialect, plan }: LogRangeRequest,
  jobs: readonly number[],
): Promise<readonly LogRange[]> {
  const bounds = plan.sequence === undefined ? everySequence : { from: plan.sequence, through: plan.sequence }
  if (plan.sourceAnchor !== undefined) return [{ path: { kind: 'source', anchor: plan.sourceAnchor }, bounds }]
  if (plan.uploadId !== undefined) {
    const uploads = await findUploads(queries, tenant, plan.uploadId)
    return uploads.map(({ job, sequence }) => ({ path: { kind: 'upload', job, upload: sequence }, bounds }))
  }
  if (plan.cycle !== undefined) {
    const cycles = await findCycles(queries, { tenant, dialect }, plan.cycle)
    return cycles.map((cycle) => ({ path: { kind: 'cycle', cycle }, bounds }))
  }
  const hasTimes = Number.isFinite(plan.fromMs) || Number.isFinite(plan.throughMs)
  return Promise.all(
    jobs.map(async (job) => ({
      path: { kind: 'job', job } as const,
      bounds: hasTimes ? intersect(bounds, await findTimeBounds(queries, { tenant, key: job }, plan)) : bounds,
    })),
  )
}

function intersect(a: SequenceBounds, b: SequenceBounds): SequenceBounds {
  return { from: Math.max(a.from, b.from), through: Math.min(a.through, b.through) }
}

function findUploads(queries: Queries, tenant: number, id: string) {
  return queries
    .selectFrom('settled_uploads')
    .select(['job', 'sequence'])
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute()
}

async function findCycles(
  queries: Queries,
  { tenant, dialect }: Pick<LogRangeRequest, 'tenant' | 'dialect'>,
  cycle: CycleReference,
): Promise<number[]> {
  // Folding spoils the index, but a tenant has no more than some thousand cycles.
  const id = sql.raw<string>(cycle.foldsCase ? dialect.filter.foldCase('id') : 'id')
  const rows = await queries
    .selectFrom('cycles')
    .select('key')
    .where('tenant', '=', tenant)
    .where(id, '=', cycle.id)
    .execute()
  return rows.map((row) => row.key)
}

import type { RawBuilder, SqlBool } from 'kysely'
import type { LogQuery, ProvisioningLogStore } from '../../contracts/store-provisioning-log.ts'
import type { StoredLogEntry } from '../../model/provisioning-log.ts'
import { toPredicate } from '../../odata/evaluate-filter.ts'
import type { Dialect } from '../dialect.ts'
import type { Queries, SqlDatabase } from './database.ts'
import { type LogFilterPlan, type LogFilterSource, planLogFilter } from './log-filter.ts'
import { findLogRanges, type LogRange } from './log-ranges.ts'
import { createLogDecoder, type DecodeLogRow, type LogDecoder, type LogRow, selectLogRows } from './log-row.ts'
import { createLogScan } from './log-scan.ts'
import { mergeChunks } from './merge.ts'
import { purgeJobLog } from './purge-job-log.ts'
import { createScanBudget, type ScanBudget, scanInChunks } from './scan.ts'
import type { SchemaVersions } from './schema-versions.ts'
import type { TenantKey } from './tenant-key.ts'

/** What the log needs of others. */
export interface ProvisioningLogParts {
  readonly decode: DecodeLogRow
  readonly schemas: SchemaVersions
  readonly sequenceOf: LogFilterSource['sequenceOf']
  /** Entries as their readers see them (Graph provisioningObjectSummary), for what no column can answer. */
  readonly toResources: (entries: readonly StoredLogEntry[], tenantId: string) => Promise<readonly unknown[]>
}

const scanHint = 'Name a jobId, a cycleId, a sourceIdentity/id or a span of activityDateTime as well.'
const mergedChunkRowsMin = 20
const residualChunkRowsMin = 200

interface Context extends ProvisioningLogParts {
  readonly database: SqlDatabase
  readonly decoder: LogDecoder
}

export function createProvisioningLogStore(
  database: SqlDatabase,
  tenantKey: TenantKey,
  parts: ProvisioningLogParts,
): ProvisioningLogStore {
  const context: Context = { ...parts, database, decoder: createLogDecoder(parts.schemas, parts.decode) }
  return {
    async find(sequence) {
      const tenant = await tenantKey.forReading()
      const rows = await selectLogRows(database.read, tenant).where('l.sequence', '=', sequence).execute()
      return (await context.decoder.decode(rows))[0]
    },

    async list(query) {
      const tenant = { key: await tenantKey.forReading(), id: tenantKey.tenantId }
      return query.limit <= 0 ? [] : listEntries(context, tenant, query)
    },

    async listOfUpload(jobId, uploadSequence) {
      const tenant = await tenantKey.forReading()
      const job = await database.read
        .selectFrom('jobs')
        .select('key')
        .where('tenant', '=', tenant)
        .where('id', '=', jobId)
        .executeTakeFirst()
      if (job === undefined) return []
      const rows = await selectLogRows(database.read, tenant)
        .where('l.job', '=', job.key)
        .where('l.upload', '=', uploadSequence)
        .orderBy('l.sequence')
        .execute()
      return context.decoder.decode(rows)
    },

    async purge(before, limit) {
      const tenant = await tenantKey.forWriting()
      const jobs = await selectJobs(database.read, tenant)
      let purged = 0
      for (const { key } of jobs) {
        if (purged >= limit) break
        purged += await purgeJobLog(database, { tenant, job: key }, { before, limit: limit - purged })
      }
      return purged
    },
  }
}

interface TenantReference {
  readonly key: number
  readonly id: string
}

async function listEntries(context: Context, tenant: TenantReference, query: LogQuery): Promise<StoredLogEntry[]> {
  const { dialect, read } = context.database
  const plan = planLogFilter(query.filter?.condition, { dialect, sequenceOf: context.sequenceOf })
  const fulfils = plan.residual && toPredicate(plan.residual)
  const found: StoredLogEntry[] = []
  for await (const rows of scanLog(read, { tenant: tenant.key, dialect, plan, query })) {
    const entries = await context.decoder.decode(rows)
    if (fulfils === undefined) found.push(...entries)
    else {
      const resources = await context.toResources(entries, tenant.id)
      found.push(...entries.filter((_, index) => fulfils(resources[index])))
    }
    if (found.length >= query.limit) break
  }
  return found.slice(0, query.limit)
}

interface LogScanRequest {
  readonly tenant: number
  readonly dialect: Dialect
  readonly plan: LogFilterPlan
  readonly query: LogQuery
}

/** One scan per index range that the filter leads to, merged by sequence. */
async function* scanLog(queries: Queries, request: LogScanRequest): AsyncGenerator<readonly LogRow[]> {
  const { plan, query } = request
  const jobs = (await selectJobs(queries, request.tenant)).filter(plan.wantsJob)
  if (jobs.length === 0) return
  const ranges = await findLogRanges(
    queries,
    request,
    jobs.map((job) => job.key),
  )
  const chunkRows = decideChunkRows(request, ranges.length)
  const budget = createScanBudget(scanHint)
  const precedes = (a: LogRow, b: LogRow) => (query.descending ? a.sequence > b.sequence : a.sequence < b.sequence)
  const scans = ranges.map((range) => scanRange(queries, { ...request, range, chunkRows, budget }))
  yield* mergeChunks(scans, precedes, query.limit)
}

/** Enough for the answer, and not so few that one call runs many statements. */
function decideChunkRows({ plan, query }: LogScanRequest, ranges: number): number {
  if (plan.residual !== undefined) return Math.max(residualChunkRowsMin, query.limit)
  return ranges === 1 ? query.limit : Math.max(mergedChunkRowsMin, Math.ceil((2 * query.limit) / ranges))
}

interface RangeScanRequest extends LogScanRequest {
  readonly range: LogRange
  readonly chunkRows: number
  readonly budget: ScanBudget
}

function scanRange(queries: Queries, request: RangeScanRequest): AsyncGenerator<readonly LogRow[]> {
  const { tenant, plan, query, range, chunkRows, budget } = request
  const { path, bounds } = range
  const { descending } = query
  const where: RawBuilder<SqlBool> | undefined = plan.where
  const scan = createLogScan(queries, { tenant, path, descending, bounds, where })
  return scanInChunks(scan, { after: query.after, chunkRows, windowed: where !== undefined, budget })
}

function selectJobs(queries: Queries, tenant: number) {
  return queries
    .selectFrom('jobs')
    .select(['key', 'id', 'service_principal_id as servicePrincipalId'])
    .where('tenant', '=', tenant)
    .orderBy('key')
    .execute()
}

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sampleJob, sampleLogEntry, sampleTenant } from '../../contracts/sample-data.conformance.ts'
import type { Store, TenantStore } from '../../contracts/store.ts'
import type { LogQuery } from '../../contracts/store-provisioning-log.ts'
import { checkFilter } from '../../odata/check-filter.ts'
import { parseFilter } from '../../odata/filter.ts'
import { filterableType } from '../../odata/filterable.ts'
import { openSqliteDatabase, type SqliteDatabase } from '../sqlite/database.ts'
import { decodeLogRow } from '../sqlite/log-decoding.ts'
import { openSqliteStore } from '../sqlite/open.ts'
import { createProvisioningStore } from '../sqlite/provisioning-store.ts'
import { queryPlan } from '../sqlite/query-plan.conformance.ts'
import { temporaryFiles } from '../sqlite/temporary-directory.conformance.ts'
import { createLogScan, everySequence, type LogPath } from './log-scan.ts'
import { findTimeBounds } from './log-times.ts'

const newFile = temporaryFiles()
const operators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'in', 'contains', 'not'] as const
const entryType = filterableType('provisioningObjectSummary', [
  { name: 'id', type: 'String', operators, caseExact: true },
  { name: 'changeId', type: 'String', operators, caseExact: true },
  { name: 'cycleId', type: 'Guid', operators },
  { name: 'provisioningStatusInfo/status', type: 'String', operators, caseExact: true },
  { name: 'sourceIdentity/displayName', type: 'String', operators, caseExact: true },
  { name: 'targetSystem/displayName', type: 'String', operators, caseExact: true },
  { name: 'activityDateTime', type: 'DateTimeOffset', operators },
])

const start = Date.parse('2026-01-01T00:00:00Z')
const hourMs = 3_600_000
const rows = 12_000
const cycleId = '0199a0de-0000-7000-8000-0000000000c9'
const job = sampleJob()

/** One entry an hour; every 4,000th failed; the last but ten belong to a cycle of their own. */
const entries = Array.from({ length: rows }, (_, index) =>
  sampleLogEntry({
    jobId: job.id,
    at: start + index * hourMs,
    result: (index + 1) % 4_000 === 0 ? 'failure' : 'success',
    sourceDisplayName: `Person ${index + 1}`,
    ...(index >= rows - 10 && { cycleId }),
  }),
)

describe('ProvisioningLogStore on a long log', () => {
  let store: Store
  let tenant: TenantStore
  let database: SqliteDatabase

  before(async () => {
    const file = newFile()
    store = await openSqliteStore({
      file,
      createProvisioning: createProvisioningStore,
      decodeLogRow: decodeLogRow,
      sequenceOf: (id) => (id.startsWith('entry-') ? Number(id.slice('entry-'.length)) : undefined),
      toLogResources: async (found) =>
        found.map(({ sequence, sourceDisplayName }) => ({
          id: `entry-${sequence}`,
          sourceIdentity: { displayName: sourceDisplayName },
          targetSystem: { displayName: 'Microsoft Entra ID' },
        })),
    })
    const noun = sampleTenant()
    await store.tenants.create(noun)
    tenant = store.forTenant(noun.id)
    await tenant.jobs.create(job)
    await tenant.provisioning.transaction(({ appendLog }) => appendLog(entries))
    database = openSqliteDatabase({ file })
  })

  after(async () => {
    await database.close()
    await store.close()
  })

  const list = async (filterText: string, changes: Partial<LogQuery> = {}) => {
    const filter = checkFilter(parseFilter(filterText), entryType)
    const found = await tenant.provisioningLog.list({ filter, descending: true, limit: 100, after: null, ...changes })
    return found.map(({ sequence }) => sequence)
  }

  test('finds the few that match among many', async () => {
    assert.deepEqual(await list("provisioningStatusInfo/status eq 'failure'"), [12_000, 8_000, 4_000])
    const oldestFirst = { descending: false, after: 4_000, limit: 1 }
    assert.deepEqual(await list("provisioningStatusInfo/status eq 'failure'", oldestFirst), [8_000])
  })

  test('answers in memory what no column holds, page by page', async () => {
    assert.deepEqual(await list("sourceIdentity/displayName eq 'Person 77'"), [77])
    assert.deepEqual(await list("contains(targetSystem/displayName,'Entra')", { limit: 2 }), [12_000, 11_999])
    assert.deepEqual(await list("targetSystem/displayName eq 'Active Directory'"), [])
  })

  test('turns ids into sequences', async () => {
    assert.deepEqual(await list("id eq 'entry-5000'"), [5_000])
    assert.deepEqual(await list("changeId in ('entry-3','entry-5','other')"), [5, 3])
    assert.deepEqual(await list("id eq 'other'"), [])
    assert.deepEqual(await list("id ne 'other'", { limit: 2 }), [12_000, 11_999])
    assert.deepEqual(await list("contains(id,'-1199')", { limit: 1 }), [11_999])
    assert.deepEqual(await list("id eq 'entry-5000' and provisioningStatusInfo/status eq 'failure'"), [])
  })

  test('finds a cycle whose id is given in another letter case where case does not count', async () => {
    const found = await list(`cycleId eq '${cycleId.toUpperCase()}'`)
    assert.deepEqual(found, [12_000, 11_999, 11_998, 11_997, 11_996, 11_995, 11_994, 11_993, 11_992, 11_991])
  })

  test('bounds a span of time generously enough for a clock that was set back', async () => {
    const at = (index: number) => start + index * hourMs
    const key = { tenant: 1, key: 1 }
    const bounds = await findTimeBounds(database.read, key, { fromMs: at(500), throughMs: at(600) })
    assert.deepEqual(bounds, { from: 500, through: 602 })
    const open = { fromMs: Number.NEGATIVE_INFINITY, throughMs: Number.POSITIVE_INFINITY }
    assert.deepEqual(await findTimeBounds(database.read, key, open), { from: 1, through: rows + 1 })
    const nobody = { tenant: 1, key: 99 }
    assert.deepEqual(await findTimeBounds(database.read, nobody, { fromMs: 0, throughMs: 1 }), { from: 1, through: 1 })
    const span = 'activityDateTime ge 2026-01-21T20:00:00Z and activityDateTime lt 2026-01-21T22:00:00Z'
    assert.deepEqual(await list(span), [502, 501])
  })

  test('reads every path in the order of its index', async () => {
    const paths: readonly [LogPath, string][] = [
      [{ kind: 'job', job: 1 }, 'provisioning_log_job'],
      [{ kind: 'cycle', cycle: 1 }, 'provisioning_log_cycle'],
      [{ kind: 'source', anchor: 'E-1' }, 'provisioning_log_source'],
      [{ kind: 'upload', job: 1, upload: 1 }, 'provisioning_log_upload'],
    ]
    for (const [path, index] of paths) {
      for (const descending of [false, true]) {
        const source = { tenant: 1, path, descending, bounds: everySequence, where: undefined }
        const plan = await queryPlan(database.writer, (queries) =>
          createLogScan(queries, source).rows({ after: null, through: null }, 10),
        )
        assert.match(plan, new RegExp(`SEARCH l USING INDEX ${index} `))
        assert.doesNotMatch(plan, /TEMP B-TREE|SCAN/)
      }
    }
  })
})

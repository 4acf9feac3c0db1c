import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import type { ProvisioningLogEntry, StoredLogEntry } from '../model/provisioning-log.ts'
import { checkFilter } from '../odata/check-filter.ts'
import { evaluateFilter } from '../odata/evaluate-filter.ts'
import { parseFilter } from '../odata/filter.ts'
import { type FilterOperator, filterableType } from '../odata/filterable.ts'
import { createSampleTenant, type OpenStore, sampleJob, sampleLogEntry } from './sample-data.conformance.ts'
import type { Store, TenantStore } from './store.ts'
import type { LogQuery } from './store-provisioning-log.ts'

const operators: readonly FilterOperator[] = ['eq', 'ne', 'not', 'gt', 'ge', 'lt', 'le', 'in', 'startsWith', 'contains']
const text = (name: string) => ({ name, type: 'String', operators, caseExact: true }) as const
/** The values of the log tell letter case apart (Graph "List provisioningObjectSummary"). */
const entryType = filterableType('provisioningObjectSummary', [
  ...['jobId', 'cycleId', 'tenantId', 'provisioningAction', 'provisioningStatusInfo/status', 'statusInfo/status'].map(
    text,
  ),
  ...['sourceIdentity/id', 'sourceIdentity/displayName', 'targetIdentity/id', 'servicePrincipal/id'].map(text),
  { name: 'upload/uploadId', type: 'String', operators: [...operators, 'eq null'], caseExact: true },
  { name: 'upload/operationIndex', type: 'Int32', operators },
  { name: 'activityDateTime', type: 'DateTimeOffset', operators },
])
const toFilter = (filterText: string) => checkFilter(parseFilter(filterText), entryType)

const start = Date.parse('2026-01-05T08:00:00Z')
const minuteMs = 60_000
const [cycleA, cycleB] = ['0199a0de-0000-7000-8000-0000000000c1', '0199a0de-0000-7000-8000-0000000000c2'] as const
const results = ['success', 'failure', 'skipped', 'warning'] as const
const actions = ['create', 'update', 'disable', 'delete', 'stagedDelete', 'other'] as const

interface World {
  readonly store: Store
  readonly tenant: TenantStore
  readonly jobs: readonly [string, string]
  readonly servicePrincipalIds: readonly [string, string]
  /** In order of writing. */
  readonly entries: readonly StoredLogEntry[]
}

/** Two jobs whose entries alternate, five to a job, in two transactions. */
async function openWorld(open: OpenStore): Promise<World> {
  const store = await open()
  const tenant = await createSampleTenant(store)
  const [first, second] = [sampleJob(), sampleJob()]
  for (const job of [first, second]) await tenant.jobs.create(job)
  const written = Array.from({ length: 10 }, (_, index) => toEntry(index % 2 === 0 ? first.id : second.id, index))
  for (const part of [written.slice(0, 4), written.slice(4)]) {
    await tenant.provisioning.transaction(({ appendLog }) => appendLog(part))
  }
  const entries = await tenant.provisioningLog.list(oldestFirst)
  assert.deepEqual(
    entries.map(({ sequence, ...entry }) => entry),
    written,
  )
  const servicePrincipalIds = [first.servicePrincipalId, second.servicePrincipalId] as const
  return { store, tenant, jobs: [first.id, second.id], servicePrincipalIds, entries }
}

function toEntry(jobId: string, index: number): ProvisioningLogEntry {
  // An upload belongs to one job: the odd ones to the first, the even ones to the second.
  const uploadSequence = 2 * Math.floor(index / 4) + (index % 2) + 1
  return sampleLogEntry({
    jobId,
    cycleId: index < 6 ? cycleA : cycleB,
    at: start + index * minuteMs,
    action: actions[index % actions.length] ?? 'other',
    result: results[index % results.length] ?? 'success',
    sourceAnchor: index % 3 === 0 ? 'E-1' : `e-${index}`,
    sourceDisplayName: index === 7 ? null : `Person ${index}`,
    targetId: index === 4 ? null : `0199a0de-0000-7000-8000-${String(index).padStart(12, '0')}`,
    origin: {
      uploadSequence,
      uploadId: `upload ${uploadSequence}`,
      requestId: 'r',
      operationIndex: index,
      bulkId: 'b',
    },
    modified: [{ attribute: 'department', oldValue: null, newValue: 'Finance', redacted: false }],
  })
}

const oldestFirst: LogQuery = { filter: null, descending: false, limit: 100, after: null }
const newestFirst: LogQuery = { ...oldestFirst, descending: true }
const sequencesOf = (entries: readonly StoredLogEntry[]) => entries.map(({ sequence }) => sequence)

function filterTextsOf({ tenant, jobs, servicePrincipalIds }: World): readonly string[] {
  return [
    `jobId eq '${jobs[0]}'`,
    `jobId eq '${jobs[0].toLowerCase()}'`,
    `jobId eq '${jobs[1]}' and cycleId ne '${cycleA}'`,
    `jobId in ('${jobs[0]}','${jobs[1]}')`,
    "jobId eq 'unknown'",
    `cycleId eq '${cycleB}'`,
    "cycleId eq 'unknown'",
    `cycleId eq '${cycleA}' and jobId eq '${jobs[1]}'`,
    "sourceIdentity/id eq 'E-1'",
    "sourceIdentity/id eq 'e-1'",
    `sourceIdentity/id eq 'E-1' and jobId eq '${jobs[1]}'`,
    "provisioningStatusInfo/status eq 'failure'",
    "provisioningStatusInfo/status eq 'Failure'",
    "statusInfo/status ne 'success'",
    "provisioningAction eq 'create' or provisioningAction eq 'stagedDelete'",
    `servicePrincipal/id eq '${servicePrincipalIds[1]}'`,
    `activityDateTime ge 2026-01-05T08:03:00Z and servicePrincipal/id eq '${servicePrincipalIds[0]}'`,
    'activityDateTime gt 2026-01-05T08:03:00Z and activityDateTime lt 2026-01-05T08:06:00Z',
    'activityDateTime lt 2020-01-01T00:00:00Z',
    `tenantId eq '${tenant.tenantId}'`,
    "contains(sourceIdentity/displayName,'son 4')",
    "sourceIdentity/displayName ne 'Person 4' and provisioningAction eq 'update'",
    "not(contains(sourceIdentity/displayName,'son 1'))",
    "targetIdentity/id eq '0199a0de-0000-7000-8000-000000000003'",
    "contains(sourceIdentity/displayName,'nobody')",
    "upload/uploadId eq 'upload 3'",
    "not(upload/uploadId eq 'upload 3') and upload/operationIndex ge 9",
    'upload/uploadId eq null',
  ]
}

/** Needs a store whose provisioning part writes the log. */
export function provisioningLogConformance(open: OpenStore): void {
  describe('ProvisioningLogStore', () => {
    test('numbers entries in the order of writing and finds them by number', async () => {
      const { store, tenant, entries } = await openWorld(open)
      const sequences = sequencesOf(entries)
      assert.deepEqual(
        sequences,
        [...sequences].sort((a, b) => a - b),
      )
      for (const entry of entries) assert.deepEqual(await tenant.provisioningLog.find(entry.sequence), entry)
      assert.equal(await tenant.provisioningLog.find((sequences.at(-1) ?? 0) + 1), undefined)
      await store.close()
    })

    test('merges jobs by sequence, in both directions, page by page', async () => {
      const { store, tenant, entries } = await openWorld(open)
      for (const query of [oldestFirst, newestFirst]) {
        const expected = query.descending ? sequencesOf(entries).reverse() : sequencesOf(entries)
        const paged: number[] = []
        for (let after: number | null = null; ; after = paged.at(-1) ?? null) {
          const page = await tenant.provisioningLog.list({ ...query, limit: 3, after })
          if (page.length === 0) break
          assert.ok(page.length <= 3)
          paged.push(...sequencesOf(page))
        }
        assert.deepEqual(paged, expected)
      }
      await store.close()
    })

    test('filters exactly as a filter is evaluated in memory, in both directions and page by page', async () => {
      const world = await openWorld(open)
      const { store, tenant, entries } = world
      for (const filterText of filterTextsOf(world)) {
        const filter = toFilter(filterText)
        const expected = sequencesOf(
          entries.filter((entry) => evaluateFilter(filter.condition, toResource(world, entry))),
        )
        const ascending = await tenant.provisioningLog.list({ ...oldestFirst, filter })
        assert.deepEqual(sequencesOf(ascending), expected, filterText)
        const descending = await tenant.provisioningLog.list({ ...newestFirst, filter })
        assert.deepEqual(sequencesOf(descending), expected.toReversed(), filterText)
        const [newest] = await tenant.provisioningLog.list({ ...newestFirst, filter, limit: 1 })
        assert.equal(newest?.sequence, expected.at(-1), filterText)
        const rest = await tenant.provisioningLog.list({ ...newestFirst, filter, after: expected.at(-1) ?? 0 })
        assert.deepEqual(sequencesOf(rest), expected.toReversed().slice(1), filterText)
      }
      await store.close()
    })

    test('lists the entries of one upload in order of writing', async () => {
      const { store, tenant, jobs, entries } = await openWorld(open)
      const expected = entries.filter(({ jobId, origin }) => jobId === jobs[0] && origin?.uploadSequence === 3)
      assert.equal(expected.length, 2)
      assert.deepEqual(await tenant.provisioningLog.listOfUpload(jobs[0], 3), expected)
      assert.deepEqual(await tenant.provisioningLog.listOfUpload(jobs[0], 99), [])
      assert.deepEqual(await tenant.provisioningLog.listOfUpload('unknown', 3), [])
      await store.close()
    })

    test('keeps the entries of a removed job under its id, and no later job inherits them', async () => {
      const { store, tenant, jobs, entries } = await openWorld(open)
      await tenant.jobs.remove(jobs[1])
      assert.equal(await tenant.jobs.find(jobs[1]), undefined)
      assert.equal(await tenant.jobs.findOwner(jobs[1]), undefined)
      assert.deepEqual(
        (await tenant.jobs.list()).map(({ id }) => id),
        [jobs[0]],
      )
      await assert.rejects(tenant.jobs.remove(jobs[1]), { code: 'notFound' })
      const next = sampleJob()
      await tenant.jobs.create(next)
      const listOf = (jobId: string) =>
        tenant.provisioningLog.list({ ...oldestFirst, filter: toFilter(`jobId eq '${jobId}'`) })
      assert.deepEqual(
        await listOf(jobs[1]),
        entries.filter(({ jobId }) => jobId === jobs[1]),
      )
      assert.deepEqual(await listOf(next.id), [])
      await store.close()
    })

    test('purges what is older than a time, at most as many as asked for', async () => {
      const { store, tenant, entries } = await openWorld(open)
      const before = start + 6 * minuteMs
      assert.equal(await tenant.provisioningLog.purge(start, 100), 0)
      assert.equal(await tenant.provisioningLog.purge(before, 2), 2)
      assert.equal(await tenant.provisioningLog.purge(before, 100), 4)
      assert.equal(await tenant.provisioningLog.purge(before, 100), 0)
      const left = await tenant.provisioningLog.list(oldestFirst)
      assert.deepEqual(sequencesOf(left), sequencesOf(entries.filter(({ at }) => at >= before)))
      await store.close()
    })

    test('never purges the newest entry, so that no number is given twice', async () => {
      const { store, tenant, entries } = await openWorld(open)
      await tenant.provisioningLog.purge(Number.MAX_SAFE_INTEGER, 1_000)
      const left = await tenant.provisioningLog.list(oldestFirst)
      assert.deepEqual(sequencesOf(left), sequencesOf(entries).slice(-1))
      await store.close()
    })

    test('keeps tenants apart, and is empty for a tenant that does not exist', async () => {
      const { store, tenant, jobs, entries } = await openWorld(open)
      for (const { provisioningLog } of [await createSampleTenant(store), store.forTenant(randomUUID())]) {
        assert.deepEqual(await provisioningLog.list(newestFirst), [])
        assert.equal(await provisioningLog.find(entries[0]?.sequence ?? 1), undefined)
        assert.deepEqual(await provisioningLog.listOfUpload(jobs[0], 1), [])
      }
      const other = await createSampleTenant(store)
      assert.equal(await other.provisioningLog.purge(Number.MAX_SAFE_INTEGER, 100), 0)
      assert.equal((await tenant.provisioningLog.list(newestFirst)).length, entries.length)
      await store.close()
    })
  })
}

function toResource({ tenant, jobs, servicePrincipalIds }: World, entry: StoredLogEntry): unknown {
  return {
    tenantId: tenant.tenantId,
    jobId: entry.jobId,
    cycleId: entry.cycleId,
    provisioningAction: entry.action,
    provisioningStatusInfo: { status: entry.result },
    statusInfo: { status: entry.result },
    sourceIdentity: { id: entry.sourceAnchor, displayName: entry.sourceDisplayName },
    targetIdentity: { id: entry.targetId ?? '' },
    upload: entry.origin,
    servicePrincipal: { id: servicePrincipalIds[entry.jobId === jobs[0] ? 0 : 1] },
    activityDateTime: new Date(entry.at).toISOString(),
  }
}

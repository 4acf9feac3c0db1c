import type { HeldRecord, HeldRecordsStore } from '../../contracts/store-provisioning.ts'
import { compareCodePoints, foldCase } from '../../odata/fold-case.ts'
import type { DryRunBase } from './base.ts'
import type { Journal } from './journal.ts'
import { perJob } from './per-job.ts'
import { smallest } from './smallest.ts'
import { createTable, type Table } from './table.ts'

interface HeldRow {
  readonly anchorKey: string
  readonly record: HeldRecord
}

interface HeldOfJob {
  readonly rows: Table<HeldRow>
  /** How many records are held of a person, by anchor key. */
  readonly people: ReadonlyMap<string, number>
  /** The same of those that are staged. */
  readonly staged: ReadonlyMap<string, number>
}

/** Where a list begins when it continues after nobody. */
const beforeAll: HeldRecord = {
  uploadSequence: 0,
  operationIndex: 0,
  anchor: '',
  isAbsence: false,
  isRepeated: false,
  isStaged: false,
}

/** Held in memory whole from the first question on: only all of them tell how many people have one. */
export function createHeldRecords(base: DryRunBase['held'], journal: Pick<Journal, 'record'>): HeldRecordsStore {
  const heldOf = perJob(async (jobId) => createHeld(await base.list(jobId, Number.MAX_SAFE_INTEGER, null), journal))
  return {
    async isEmpty(jobId) {
      return (await heldOf(jobId)).rows.size === 0
    },
    async holds(jobId, anchors, which = 'all') {
      const { people, staged } = await heldOf(jobId)
      const counts = which === 'staged' ? staged : people
      return anchors.map((anchor) => counts.has(foldCase(anchor)))
    },
    async put(jobId, records) {
      const { rows } = await heldOf(jobId)
      for (const record of records) {
        const first = rows.get(keyOf(record))?.record ?? record
        rows.set(keyOf(record), toRow({ ...first, isStaged: record.isStaged }))
      }
    },
    async remove(jobId, records) {
      const { rows } = await heldOf(jobId)
      for (const record of records) rows.delete(keyOf(record))
    },
    async list(jobId, limit, after) {
      const { rows } = await heldOf(jobId)
      const last = toRow(after ?? beforeAll)
      function* following(): Generator<HeldRow> {
        for (const [, row] of rows.entries()) if (byArrival(row, last) > 0) yield row
      }
      return smallest(following(), limit, byArrival).map(({ record }) => record)
    },
    async countPeople(jobId) {
      return (await heldOf(jobId)).people.size
    },
    async firstUpload(jobId) {
      let first: number | null = null
      for (const [, { record }] of (await heldOf(jobId)).rows.entries())
        if (isUntold(record) && (first === null || record.uploadSequence < first)) first = record.uploadSequence
      return first
    },
    async clear(jobId) {
      const { rows } = await heldOf(jobId)
      for (const [key] of rows.entries()) rows.delete(key)
    },
  }
}

function createHeld(known: readonly HeldRecord[], journal: Pick<Journal, 'record'>): HeldOfJob {
  const people = new Map<string, number>()
  const staged = new Map<string, number>()
  const count = ({ anchorKey, record }: HeldRow, change: number): void => {
    add(people, anchorKey, change)
    if (record.isStaged) add(staged, anchorKey, change)
  }
  const rows = createTable<HeldRow>(
    journal,
    known.map((record) => [keyOf(record), toRow(record)]),
    (_, before, after) => {
      if (before !== undefined) count(before, -1)
      if (after !== undefined) count(after, 1)
    },
  )
  return { rows, people, staged }
}

function add(counts: Map<string, number>, anchorKey: string, change: number): void {
  const records = (counts.get(anchorKey) ?? 0) + change
  if (records === 0) counts.delete(anchorKey)
  else counts.set(anchorKey, records)
}

/** It waits for its first entry in the log. */
function isUntold({ isStaged, isRepeated }: HeldRecord): boolean {
  return !isStaged && !isRepeated
}

function keyOf({ anchor, uploadSequence, operationIndex }: HeldRecord): string {
  return `${uploadSequence} ${operationIndex} ${foldCase(anchor)}`
}

function toRow(record: HeldRecord): HeldRow {
  return { anchorKey: foldCase(record.anchor), record }
}

function byArrival(a: HeldRow, b: HeldRow): number {
  const byUpload = a.record.uploadSequence - b.record.uploadSequence
  return byUpload || a.record.operationIndex - b.record.operationIndex || compareCodePoints(a.anchorKey, b.anchorKey)
}

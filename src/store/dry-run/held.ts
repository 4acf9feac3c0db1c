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
}

/** Where a list begins when it continues after nobody. */
const beforeAll = { uploadSequence: 0, operationIndex: 0, anchor: '' }

/** Held in memory whole from the first question on: only all of them tell how many people have one. */
export function createHeldRecords(base: DryRunBase['held'], journal: Pick<Journal, 'record'>): HeldRecordsStore {
  const heldOf = perJob(async (jobId) => createHeld(await base.list(jobId, Number.MAX_SAFE_INTEGER, null), journal))
  return {
    async isEmpty(jobId) {
      return (await heldOf(jobId)).rows.size === 0
    },
    async holds(jobId, anchors) {
      const { people } = await heldOf(jobId)
      return anchors.map((anchor) => people.has(foldCase(anchor)))
    },
    async put(jobId, records) {
      const { rows } = await heldOf(jobId)
      for (const record of records) {
        const { anchor, uploadSequence, operationIndex, isAbsence, isStaged } = record
        const first = rows.get(keyOf(record))?.record ?? { anchor, uploadSequence, operationIndex, isAbsence }
        rows.set(keyOf(record), toRow({ ...first, isStaged }))
      }
    },
    async remove(jobId, records) {
      const { rows } = await heldOf(jobId)
      for (const record of records) rows.delete(keyOf(record))
    },
    async list(jobId, limit, after) {
      const { rows } = await heldOf(jobId)
      const { uploadSequence, operationIndex, anchor } = after ?? beforeAll
      const last = toRow({ uploadSequence, operationIndex, anchor, isAbsence: false, isStaged: false })
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
  const count = (anchorKey: string, change: number): void => {
    const records = (people.get(anchorKey) ?? 0) + change
    if (records === 0) people.delete(anchorKey)
    else people.set(anchorKey, records)
  }
  const rows = createTable<HeldRow>(
    journal,
    known.map((record) => [keyOf(record), toRow(record)]),
    (_, before, after) => {
      if (before !== undefined) count(before.anchorKey, -1)
      if (after !== undefined) count(after.anchorKey, 1)
    },
  )
  return { rows, people }
}

/** Nobody was told of it yet; people who are gone aside. */
function isUntold({ isStaged, isAbsence }: HeldRecord): boolean {
  return !isStaged && !isAbsence
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

import type { MergedRecordsStore } from '../../contracts/store-provisioning.ts'
import { foldCase } from '../../odata/fold-case.ts'
import type { JsonObject } from '../../std/json-object.ts'
import type { DryRunBase } from './base.ts'
import type { Journal } from './journal.ts'
import { perJob } from './per-job.ts'
import { createTable } from './table.ts'

export function createMergedRecords(
  base: DryRunBase['merged'],
  requireJob: (jobId: string) => Promise<void>,
  journal: Pick<Journal, 'record'>,
): MergedRecordsStore {
  const changedOf = perJob(async (jobId) => {
    await requireJob(jobId)
    return createTable<JsonObject>(journal)
  })
  return {
    async find(jobId, anchors) {
      const changed = await changedOf(jobId)
      const unchanged = anchors.filter((anchor) => !changed.has(foldCase(anchor)))
      const inBase = unchanged.length === 0 ? [] : await base.find(jobId, unchanged)
      let next = 0
      return anchors.map((anchor) => changed.get(foldCase(anchor)) ?? inBase[next++])
    },
    async put(jobId, records) {
      const changed = await changedOf(jobId)
      for (const { anchor, data } of records) changed.set(foldCase(anchor), data)
    },
  }
}

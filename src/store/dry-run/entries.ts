import type { EntriesBefore, SourceEntriesStore, SourceEntry } from '../../contracts/store-provisioning.ts'
import { compareCodePoints, foldCase } from '../../odata/fold-case.ts'
import type { DryRunBase } from './base.ts'
import type { Journal } from './journal.ts'
import { perJob } from './per-job.ts'
import { smallest } from './smallest.ts'
import { createTable, type Table } from './table.ts'

/** People of one job that were changed; null for those who were removed. */
type Changed = Table<SourceEntry | null>

interface KeyedEntry {
  readonly key: string
  readonly entry: SourceEntry
}

/** Fewer rows are not worth asking for: most of a page may have been changed since. */
const basePageMin = 1_000

export function createEntries(
  base: DryRunBase['entries'],
  requireJob: (jobId: string) => Promise<void>,
  journal: Pick<Journal, 'record'>,
): SourceEntriesStore {
  const changedOf = perJob(async (jobId): Promise<Changed> => {
    await requireJob(jobId)
    return createTable<SourceEntry | null>(journal)
  })
  return {
    async find(jobId, anchors) {
      const changed = await changedOf(jobId)
      const keys = anchors.map(foldCase)
      const unchanged = anchors.filter((_, position) => !changed.has(keys[position] ?? ''))
      const inBase = unchanged.length === 0 ? [] : await base.find(jobId, unchanged)
      let next = 0
      return keys.map((key) => (changed.has(key) ? (changed.get(key) ?? undefined) : inBase[next++]))
    },
    async put(jobId, entries) {
      const changed = await changedOf(jobId)
      for (const { anchor, targetId, uploadSequence, operationIndex, isAbsent } of entries)
        changed.set(foldCase(anchor), { anchor, targetId, uploadSequence, operationIndex, isAbsent })
    },
    async remove(jobId, anchors) {
      const changed = await changedOf(jobId)
      for (const anchor of anchors) changed.set(foldCase(anchor), null)
    },
    async listBefore(jobId, page) {
      const changed = await changedOf(jobId)
      const unchanged = await listUnchanged(base, { jobId, changed, page })
      const candidates = [...unchanged, ...changedBefore(changed, page)]
      return smallest(candidates, page.limit, byKey).map(({ entry }) => entry)
    },
  }
}

interface Search {
  readonly jobId: string
  readonly changed: Changed
  readonly page: EntriesBefore
}

/** The base's own answer without those whom the dry run has changed, far enough for a whole page. */
async function listUnchanged(base: DryRunBase['entries'], { jobId, changed, page }: Search): Promise<KeyedEntry[]> {
  const limit = Math.max(page.limit, basePageMin)
  const unchanged: KeyedEntry[] = []
  let afterAnchor = page.afterAnchor
  // Ends with the base's last page.
  for (;;) {
    const listed = await base.listBefore(jobId, { ...page, limit, afterAnchor })
    for (const entry of listed) {
      const key = foldCase(entry.anchor)
      if (!changed.has(key)) unchanged.push({ key, entry })
    }
    const last = listed.at(-1)
    if (last === undefined || listed.length < limit || unchanged.length >= page.limit) return unchanged
    afterAnchor = last.anchor
  }
}

function changedBefore(changed: Changed, { uploadSequence, limit, afterAnchor }: EntriesBefore): KeyedEntry[] {
  const after = afterAnchor === null ? '' : foldCase(afterAnchor)
  function* matching(): Generator<KeyedEntry> {
    for (const [key, entry] of changed.entries()) {
      if (entry === null || entry.isAbsent || entry.uploadSequence >= uploadSequence) continue
      if (compareCodePoints(key, after) > 0) yield { key, entry }
    }
  }
  return smallest(matching(), limit, byKey)
}

function byKey(a: KeyedEntry, b: KeyedEntry): number {
  return compareCodePoints(a.key, b.key)
}

import type { PendingReference, PendingReferencesStore } from '../../contracts/store-provisioning.ts'
import { compareCodePoints, foldCase } from '../../odata/fold-case.ts'
import type { DryRunBase } from './base.ts'
import type { Journal } from './journal.ts'
import { perJob } from './per-job.ts'
import { createTable, type Table } from './table.ts'
import { createValueIndex, type ValueIndex } from './value-index.ts'

interface ReferencesOfJob {
  readonly rows: Table<PendingReference>
  /** Keys of the rows that wait for somebody, by anchor key. */
  readonly waiting: ValueIndex
}

/** Held in memory whole from the first question on: most references find whom they want in the upload that brings them. */
export function createReferences(
  base: DryRunBase['references'],
  journal: Pick<Journal, 'record'>,
): PendingReferencesStore {
  const referencesOf = perJob(async (jobId) => createPending(await base.list(jobId), journal))
  return {
    async isEmpty(jobId) {
      return (await referencesOf(jobId)).rows.size === 0
    },
    async put(jobId, { subjectAnchor, attribute, wantedAnchor }) {
      const { rows } = await referencesOf(jobId)
      const key = keyOf(subjectAnchor, attribute)
      const known = rows.get(key)
      if (known !== undefined && foldCase(known.wantedAnchor) === foldCase(wantedAnchor)) return true
      rows.set(key, { subjectAnchor: known?.subjectAnchor ?? subjectAnchor, attribute, wantedAnchor })
      return false
    },
    async remove(jobId, subjectAnchor, attribute) {
      const { rows } = await referencesOf(jobId)
      rows.delete(keyOf(subjectAnchor, attribute))
    },
    async listWaitingFor(jobId, anchors) {
      const { rows, waiting } = await referencesOf(jobId)
      return anchors.flatMap((anchor) =>
        waiting
          .find(foldCase(anchor), Number.POSITIVE_INFINITY)
          .map((key) => rows.get(key))
          .filter((reference) => reference !== undefined)
          .sort(bySubject),
      )
    },
  }
}

function createPending(known: readonly PendingReference[], journal: Pick<Journal, 'record'>): ReferencesOfJob {
  const waiting = createValueIndex()
  const rows = createTable<PendingReference>(
    journal,
    known.map((reference) => [keyOf(reference.subjectAnchor, reference.attribute), reference]),
    (key, before, after) => {
      if (before !== undefined) waiting.remove(foldCase(before.wantedAnchor), key)
      if (after !== undefined) waiting.add(foldCase(after.wantedAnchor), key)
    },
  )
  return { rows, waiting }
}

/** Attributes have no spaces, so the first one ends them. */
function keyOf(subjectAnchor: string, attribute: string): string {
  return `${attribute} ${foldCase(subjectAnchor)}`
}

function bySubject(a: PendingReference, b: PendingReference): number {
  return (
    compareCodePoints(foldCase(a.subjectAnchor), foldCase(b.subjectAnchor)) ||
    compareCodePoints(a.attribute, b.attribute)
  )
}

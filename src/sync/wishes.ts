import { compareArrival, type SourceRecord, toAnchorKey } from './record.ts'
import type { Trail } from './trail.ts'

/** What is known about who is linked. */
export interface Linked {
  /** Someone is linked under this anchor key now. */
  readonly isLinked: (anchorKey: string) => boolean
  /** Anchor keys of those who were linked in this batch, and by which record. */
  readonly linkedBy: ReadonlyMap<string, SourceRecord>
}

/** Where a person's references stand after a batch, as if its records had been settled one after the other. */
export interface Wishes {
  /** The trails, without the references that a newer record of the same person has overtaken. */
  readonly trails: readonly Trail[]
  /** Whether a reference that already waited before this batch still found its person before a newer wish took its place. */
  readonly holds: (subjectAnchor: string, attribute: string, wantedAnchor: string) => boolean
}

/**
 * Decides between several wishes of one person about one reference: the newest that could be fulfilled counts, and one
 * can be fulfilled until a newer record names somebody else. Trails come in order of arrival. Pure.
 */
export function decideWishes(trails: readonly Trail[], linked: Linked): Wishes {
  /** For each reference the next newer wish; null once a newer one is fulfilled. */
  const newer = new Map<string, SourceRecord | null>()
  const holds = (key: string, wantedAnchor: string): boolean => {
    const next = newer.get(key)
    if (next === undefined) return true
    const linking = linked.linkedBy.get(toAnchorKey(wantedAnchor))
    return next !== null && linking !== undefined && compareArrival(linking, next) < 0
  }
  const kept: Trail[] = []
  for (const trail of trails.toReversed()) {
    const { record, refersBy } = trail
    const unresolved = trail.unresolved.filter(({ attribute, anchor }) =>
      holds(keyOf(record.anchor, attribute), anchor),
    )
    for (const attribute of refersBy) {
      const key = keyOf(record.anchor, attribute)
      if (newer.get(key) === null) continue
      const waiting = trail.unresolved.find((reference) => reference.attribute === attribute)
      const isFulfilled =
        waiting === undefined || (unresolved.includes(waiting) && linked.isLinked(toAnchorKey(waiting.anchor)))
      newer.set(key, isFulfilled ? null : record)
    }
    kept.push(unresolved.length === trail.unresolved.length ? trail : { ...trail, unresolved })
  }
  return {
    trails: kept.reverse(),
    holds: (subjectAnchor, attribute, wantedAnchor) => holds(keyOf(subjectAnchor, attribute), wantedAnchor),
  }
}

function keyOf(subjectAnchor: string, attribute: string): string {
  return `${attribute}:${toAnchorKey(subjectAnchor)}`
}

import type { OperationOrigin } from '../model/provisioning-log.ts'
import { foldCase } from '../odata/fold-case.ts'
import type { JsonObject } from '../std/json-object.ts'

/** One staged operation, read. */
export interface SourceRecord {
  readonly origin: OperationOrigin
  /** externalId as text; empty when the record has none. */
  readonly anchor: string
  readonly displayName: string | null
  readonly userName: string | null
  readonly active: string | null
  readonly data: JsonObject
}

/** Anchors name the same person whatever their letter case (`caseExact` is false for externalId). */
export function toAnchorKey(anchor: string): string {
  return foldCase(anchor)
}

/** Orders records as they arrived: negative when `a` came first. */
export function compareArrival({ origin: a }: SourceRecord, { origin: b }: SourceRecord): number {
  return a.uploadSequence - b.uploadSequence || a.operationIndex - b.operationIndex
}

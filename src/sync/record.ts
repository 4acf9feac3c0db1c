import type { OperationOrigin, ProvisioningCause } from '../model/provisioning-log.ts'
import { foldCase } from '../odata/fold-case.ts'
import type { JsonObject } from '../std/json-object.ts'

/** What a source says of one person, read. */
export interface SourceRecord {
  /** Where the record lies. */
  readonly origin: OperationOrigin
  readonly cause: ProvisioningCause
  /** `absent`: the source no longer has the person; `data` is what it said last. */
  readonly presence: 'present' | 'absent'
  /** The end of the snapshot that does not name the person: this is what the outcome answers. */
  readonly snapshotEnd?: OperationOrigin
  /** externalId as text; empty when the record has none. */
  readonly anchor: string
  readonly displayName: string | null
  readonly userName: string | null
  readonly active: string | null
  readonly data: JsonObject
  /** The bytes could not be read: a defect of ours, or they are gone. */
  readonly isUnread?: true
}

/** Anchors name the same person whatever their letter case (`caseExact` is false for externalId). */
export function toAnchorKey(anchor: string): string {
  return foldCase(anchor)
}

/** Orders records as they arrived: negative when `a` came first. */
export function compareArrival({ origin: a }: SourceRecord, { origin: b }: SourceRecord): number {
  return a.uploadSequence - b.uploadSequence || a.operationIndex - b.operationIndex
}

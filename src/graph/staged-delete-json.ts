import type { HeldRecord } from '../contracts/store-provisioning.ts'
import { toDisplayText } from '../model/attribute-value.ts'
import { redactedText, type StoredLogEntry } from '../model/provisioning-log.ts'
import type { SynchronizationJob } from '../model/synchronization-job.ts'
import type { User } from '../model/user.ts'
import { toGraphTime } from './graph-time.ts'

export interface StagedDelete {
  readonly job: SynchronizationJob
  /** What the log says of it; undefined once the log forgot it. */
  readonly entry: StoredLogEntry | undefined
  readonly targetId: string | null
  readonly user: User | undefined
  /** Records of the person that came later and wait behind this one. */
  readonly recordsWaiting: number
}

/** A person who waits for an administrator's decision (ours). */
export function toStagedDeleteJson(
  { anchor, isAbsence }: HeldRecord,
  { job, entry, targetId, user, recordsWaiting }: StagedDelete,
) {
  const deletes = isAbsence && job.options.absentPeople === 'delete'
  return {
    externalId: anchor,
    displayName: entry?.sourceDisplayName ?? user?.properties.displayName ?? null,
    targetId: entry?.targetId ?? targetId,
    targetDisplayName: user?.properties.displayName ?? entry?.targetDisplayName ?? null,
    action: deletes ? 'delete' : 'disable',
    reason: isAbsence ? 'absent' : 'record',
    stagedDateTime: entry === undefined ? null : toGraphTime(entry.at),
    modifiedProperties: (entry?.modified ?? []).map(({ attribute, oldValue, newValue, redacted }) => ({
      displayName: attribute,
      oldValue: redacted ? redactedText : toDisplayText(oldValue),
      newValue: redacted ? redactedText : toDisplayText(newValue),
    })),
    recordsWaiting,
  }
}

import type { LogError } from './provisioning-log.ts'

/** Outcomes that occur by the million and always read the same; storage keeps their position. Append only. */
export const standardLogErrors = [
  {
    code: 'RedundantExport',
    reason: 'Source and target already agree, so nothing had to be written.',
    additionalDetails: null,
    recommendedAction: null,
  },
  {
    code: 'EntrySynchronizationSkipped',
    reason: 'This object is not in scope.',
    additionalDetails: 'NotEffectivelyEntitled',
    recommendedAction: null,
  },
  {
    code: 'TooManyDeletes',
    reason:
      'The job would disable or delete more people than its threshold allows, so this waits for an administrator.',
    additionalDetails: null,
    recommendedAction: 'Allow the staged deletes, or reject them and correct the cause.',
  },
  {
    code: 'EntrySynchronizationSkipped',
    reason: 'The source no longer has this person, and there is nothing to do about it.',
    additionalDetails: 'Absent',
    recommendedAction: null,
  },
  {
    code: 'EntrySynchronizationSkipped',
    reason: 'An administrator rejected the change that waited for a decision: the account stays as it is.',
    additionalDetails: 'Rejected',
    recommendedAction: 'Correct the source; whatever still asks for the same change is kept back again.',
  },
] as const satisfies readonly LogError[]

export const [redundantExport, notInScope, heldBack, absent, rejected] = standardLogErrors

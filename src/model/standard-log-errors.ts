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
] as const satisfies readonly LogError[]

export const [redundantExport, notInScope] = standardLogErrors

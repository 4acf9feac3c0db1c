import type { SynchronizationJob } from '../model/synchronization-job.ts'
import type { PlanOptions } from './plan.ts'
import { findSetting } from './settings.ts'

/** What a job's settings and options say about single records. */
export function planOptionsOf({ settings, options }: Pick<SynchronizationJob, 'settings' | 'options'>): PlanOptions {
  return {
    skipMappingWhenAllInputsAbsent: options.skipMappingWhenAllInputsAbsent,
    skipOutOfScopeDeletions: findSetting(settings, 'SkipOutOfScopeDeletions')?.toLowerCase() === 'true',
    absentPeople: options.absentPeople,
  }
}

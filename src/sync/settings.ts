import type { SynchronizationJob } from '../model/synchronization-job.ts'

/** The value of a job's setting; undefined when it has none of that name. Names compare exactly. */
export function findSetting(settings: SynchronizationJob['settings'], name: string): string | undefined {
  return settings.find((setting) => setting.name === name)?.value
}

import type { SchemaChange, SchemaVersion } from '../model/schema-version.ts'
import type { JobProgress, ScheduleState, SynchronizationJob } from '../model/synchronization-job.ts'
import type { SynchronizationSchema } from '../model/synchronization-schema.ts'

export interface JobsStore {
  create(job: SynchronizationJob): Promise<void>
  /** Job ids are opaque and compare exactly. */
  find(jobId: string): Promise<SynchronizationJob | undefined>
  /** Whose job it is and of which template, without its schema: what each upload asks. */
  findOwner(jobId: string): Promise<{ readonly servicePrincipalId: string; readonly templateId: string } | undefined>
  /** In order of creation, of one service principal or of all. */
  list(servicePrincipalId?: string): Promise<readonly SynchronizationJob[]>
  setScheduleState(jobId: string, state: ScheduleState): Promise<void>
  /** Stores a new version of the schema and keeps the old ones. Answers with the new number; refuses with `preconditionFailed`. */
  saveSchema(jobId: string, schema: SynchronizationSchema, change?: SchemaChange): Promise<number>
  /** Newest first, continuing before a version; without their schemas. */
  listSchemaVersions(jobId: string, limit: number, before: number | null): Promise<readonly SchemaVersion[]>
  findSchemaVersion(jobId: string, version: number): Promise<SynchronizationSchema | undefined>
  /** Changes some of the progress outside a batch (restart: cursor, purge). The rest stays as it is. */
  patchProgress(jobId: string, patch: Partial<JobProgress>): Promise<void>
  /** Replaces the settings and options. */
  saveSettings(jobId: string, change: Pick<SynchronizationJob, 'settings' | 'options'>): Promise<void>
  /**
   * Uploads that somebody's latest record or a held record lies in, person by person in a stable order, at most `limit`
   * people; continuing after `last`.
   */
  listRetainedUploads(jobId: string, limit: number, after: string | null): Promise<RetainedUploads>
  /** Forgets who is linked to what, and the references that wait. Records and accounts stay. */
  dropLinks(jobId: string): Promise<void>
  /**
   * Forgets what is held back and waits for an administrator (`isStaged`): nobody is disabled or deleted for it, and who
   * was missing from a snapshot counts as there. What the open cycle holds back stays: it is judged at its end.
   */
  dropHeld(jobId: string): Promise<void>
  /** Forgets the failures that are tried again. */
  dropEscrows(jobId: string): Promise<void>
  /** Removes the job with everything that it knows: links, what waits. Accounts and log entries stay, under the job's id. */
  remove(jobId: string): Promise<void>
}

export interface RetainedUploads {
  /** Sequences; the same one as often as people point to it. */
  readonly sequences: readonly number[]
  /** Where to continue; null at the end. */
  readonly last: string | null
}

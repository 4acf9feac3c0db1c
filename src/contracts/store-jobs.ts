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
  /** Stores a new version of the schema and keeps the old ones. Answers with the new version number. */
  saveSchema(jobId: string, schema: SynchronizationSchema): Promise<number>
  findSchemaVersion(jobId: string, version: number): Promise<SynchronizationSchema | undefined>
  /** Changes some of the progress outside a batch (restart: cursor, purge). The rest stays as it is. */
  patchProgress(jobId: string, patch: Partial<JobProgress>): Promise<void>
  /** Uploads that hold the latest record of somebody, link by link in a stable order, at most `limit` links; continuing after `last`. */
  listLinkedUploads(jobId: string, limit: number, after: string | null): Promise<LinkedUploads>
  /** Forgets links and references that wait. Accounts stay. */
  dropLinks(jobId: string): Promise<void>
}

export interface LinkedUploads {
  /** Sequences; the same one as often as links point to it. */
  readonly sequences: readonly number[]
  /** Where to continue; null at the end. */
  readonly last: string | null
}

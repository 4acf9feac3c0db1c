import type {
  AppointmentsStore,
  HeldRecordsStore,
  MergedRecordsStore,
  PendingReference,
  SourceEntriesStore,
  UsersWriter,
} from '../../contracts/store-provisioning.ts'
import type { JobProgress } from '../../model/synchronization-job.ts'

/**
 * What a dry run reads of the real store. All of it must be of one moment, however often it is asked. What names a job
 * rejects with `notFound` when there is no such job.
 */
export interface DryRunBase {
  readonly entries: Pick<SourceEntriesStore, 'find' | 'listBefore'>
  readonly appointments: Pick<AppointmentsStore, 'listDue'>
  readonly held: Pick<HeldRecordsStore, 'list'>
  readonly merged: Pick<MergedRecordsStore, 'find'>
  readonly references: { list(jobId: string): Promise<readonly PendingReference[]> }
  readonly users: BaseUsers
  readProgress(jobId: string): Promise<JobProgress>
}

export interface BaseUsers extends Pick<UsersWriter, 'findBy' | 'findByIds'> {
  /** The ids of all users that `findBy` would find, if it did not end after two. */
  listIdsBy(property: string, value: string): Promise<readonly string[]>
}

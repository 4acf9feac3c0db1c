import type { StoredLogEntry } from '../model/provisioning-log.ts'
import type { CheckedFilter } from '../odata/condition.ts'

export interface ProvisioningLogStore {
  find(sequence: number): Promise<StoredLogEntry | undefined>
  /** Newest or oldest first, at most `limit`, continuing after a sequence (exclusive). */
  list(query: LogQuery): Promise<readonly StoredLogEntry[]>
  /** All entries of one upload, in order of writing. */
  listOfUpload(jobId: string, uploadSequence: number): Promise<readonly StoredLogEntry[]>
  /** Removes what is older than the given time (milliseconds since 1970), at most `limit` entries; answers how many. */
  purge(before: number, limit: number): Promise<number>
}

export interface LogQuery {
  readonly filter: CheckedFilter | null
  readonly descending: boolean
  readonly limit: number
  readonly after: number | null
}

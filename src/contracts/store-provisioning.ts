import type { ChangedUser } from '../model/changed-user.ts'
import type { ProvisioningLogEntry } from '../model/provisioning-log.ts'
import type { JobProgress } from '../model/synchronization-job.ts'
import type { User, UserProperties } from '../model/user.ts'
import type { JsonObject } from '../std/json-object.ts'
import type { PasswordsWriter } from './store-identity.ts'

/** The engine's side of the store: one transaction per batch, all or nothing. */
export interface ProvisioningStore {
  /**
   * Runs `work` in one durable transaction. When `work` rejects, nothing of it remains. Only one runs at a time.
   * Throws `unavailable` when the database is busy, full or out of reach, so that the same may succeed later.
   */
  transaction<T>(work: (transaction: ProvisioningTransaction) => Promise<T>): Promise<T>
}

export interface ProvisioningTransaction {
  readonly entries: SourceEntriesStore
  readonly appointments: AppointmentsStore
  readonly held: HeldRecordsStore
  readonly merged: MergedRecordsStore
  readonly references: PendingReferencesStore
  readonly users: UsersWriter
  readonly passwords: PasswordsWriter
  /** Appends entries; they are numbered in the order given. */
  appendLog(entries: readonly ProvisioningLogEntry[]): Promise<void>
  /** Reads the job's progress inside the transaction, changes it and saves it. Answers with what was saved. */
  advance(jobId: string, change: (progress: JobProgress) => JobProgress): Promise<JobProgress>
}

/** Who is known to a job. Anchors compare without letter case. */
export interface SourceEntriesStore {
  /** One answer per anchor, in order. */
  find(jobId: string, anchors: readonly string[]): Promise<readonly (SourceEntry | undefined)[]>
  /** Adds or replaces. */
  put(jobId: string, entries: readonly SourceEntry[]): Promise<void>
  remove(jobId: string, anchors: readonly string[]): Promise<void>
  /**
   * Those who are present and whose latest record came before the given upload, in a stable order, at most `limit`;
   * continuing after an anchor. What a snapshot that began with that upload does not name.
   */
  listBefore(jobId: string, page: EntriesBefore): Promise<readonly SourceEntry[]>
}

export interface EntriesBefore {
  readonly uploadSequence: number
  readonly limit: number
  readonly afterAnchor: string | null
}

/** One person of the source as a job knows it, linked or not. */
export interface SourceEntry {
  readonly anchor: string
  /** Object of the target; null while the person is linked to none. */
  readonly targetId: string | null
  /** Where the latest record of this person lies: upload and operation. */
  readonly uploadSequence: number
  readonly operationIndex: number
  /** The source no longer has the person: missing from a snapshot. */
  readonly isAbsent: boolean
}

/** When to look at a person again without being asked: a failure is tried again, a date in a mapping or scope comes. */
export interface AppointmentsStore {
  /** True when the job has none at all, which spares the look-ups. */
  isEmpty(jobId: string): Promise<boolean>
  /** One answer per anchor, in order. */
  find(jobId: string, kind: AppointmentKind, anchors: readonly string[]): Promise<readonly (Appointment | undefined)[]>
  /** Adds or replaces, by anchor and kind. */
  put(jobId: string, appointments: readonly Appointment[]): Promise<void>
  remove(jobId: string, kind: AppointmentKind, anchors: readonly string[]): Promise<void>
  /** Those that are due by then (milliseconds since 1970), earliest first. */
  listDue(jobId: string, until: number, limit: number): Promise<readonly Appointment[]>
  /** The earliest of all, null when there is none. */
  nextDueAt(jobId: string): Promise<number | null>
  clear(jobId: string, kind: AppointmentKind): Promise<void>
}

export type AppointmentKind = 'escrow' | 'date'

export interface Appointment {
  readonly anchor: string
  readonly kind: AppointmentKind
  /** Milliseconds since 1970, UTC. */
  readonly dueAt: number
  /** Failures in a row; 0 for a date. */
  readonly attempts: number
  /** When the first of them happened. */
  readonly since: number
}

/** Records that would disable or delete somebody, kept back until the cycle's end, and what came for the same people after them. */
export interface HeldRecordsStore {
  isEmpty(jobId: string): Promise<boolean>
  /** Which of these anchors have a record that is held, or held and `isStaged`. */
  holds(jobId: string, anchors: readonly string[], which?: 'all' | 'staged'): Promise<readonly boolean[]>
  put(jobId: string, records: readonly HeldRecord[]): Promise<void>
  remove(jobId: string, records: readonly HeldRecord[]): Promise<void>
  /** In order of arrival, at most `limit`; continuing after a record. */
  list(jobId: string, limit: number, after: HeldRecord | null): Promise<readonly HeldRecord[]>
  /** How many people have one. */
  countPeople(jobId: string): Promise<number>
  /** The first upload of which a record waits for its first entry in the log; null when there is none. */
  firstUpload(jobId: string): Promise<number | null>
  clear(jobId: string): Promise<void>
}

export interface HeldRecord {
  readonly anchor: string
  readonly uploadSequence: number
  readonly operationIndex: number
  /** The person is held because the source no longer has it. */
  readonly isAbsence: boolean
  /** The log has an entry about the record from before: somebody was looked at again, and now would be disabled. */
  readonly isRepeated: boolean
  /** The threshold was exceeded: it waits for an administrator, and the log says so. */
  readonly isStaged: boolean
}

/** What all records of a person come to together, for jobs that evaluate merged records. */
export interface MergedRecordsStore {
  /** One answer per anchor, in order. */
  find(jobId: string, anchors: readonly string[]): Promise<readonly (JsonObject | undefined)[]>
  put(jobId: string, records: readonly MergedRecord[]): Promise<void>
}

export interface MergedRecord {
  readonly anchor: string
  readonly data: JsonObject
}

/** References whose object is not known yet; they heal when the wanted anchor is linked. */
export interface PendingReferencesStore {
  /** True when the job has none at all, which spares the look-ups. */
  isEmpty(jobId: string): Promise<boolean>
  /** Adds or replaces the reference of this subject and attribute. Answers whether it was already waiting for the same anchor. */
  put(jobId: string, reference: PendingReference): Promise<boolean>
  /** Removes the reference of this subject and attribute, if there is one. */
  remove(jobId: string, subjectAnchor: string, attribute: string): Promise<void>
  /** Everything that waits for one of these anchors. */
  listWaitingFor(jobId: string, anchors: readonly string[]): Promise<readonly PendingReference[]>
}

export interface PendingReference {
  readonly subjectAnchor: string
  readonly attribute: string
  readonly wantedAnchor: string
}

/** Writing users, many at once. Each item succeeds or fails by itself. */
export interface UsersWriter {
  /**
   * For each value the users that have it, at most two (two are enough to know that it is ambiguous). Letter case ignored.
   * `property` is a Graph property, a member (`a.b`) or the first element of a list (`a[0]`).
   */
  findBy(property: string, values: readonly string[]): Promise<readonly (readonly User[])[]>
  findByIds(ids: readonly string[]): Promise<readonly (User | undefined)[]>
  insert(users: readonly NewUser[]): Promise<readonly WriteOutcome[]>
  /** Replaces the properties and the manager of existing users; the version grows by one. The feed tells what `changed`. */
  replace(users: readonly ChangedUser[]): Promise<readonly WriteOutcome[]>
  /** Sets the manager and leaves the properties as they are; the version grows by one. Spares what `replace` does for them. */
  setManagers(users: readonly Pick<User, 'id' | 'managerId'>[]): Promise<readonly WriteOutcome[]>
  /** Moves users to the deleted ones, from where they can be restored; nobody has them as manager any more. */
  remove(users: readonly Pick<User, 'id'>[], at: number): Promise<readonly WriteOutcome[]>
}

export interface NewUser {
  readonly id: string
  readonly managerId: string | null
  readonly properties: UserProperties
}

/** `taken`: another user of the tenant has the same value of that property. */
export type WriteOutcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'taken'; readonly property: string }
  | { readonly kind: 'gone' }
